"""What a question may say: refused at the door by name, kept whole through JSON."""

import json
import pickle
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given, settings

from solver.outcome import Placement
from solver.problem import Alternative, Attendance, Changeover, Occupied, Problem, Request
from tests.solver.builders import a_person, a_problem, a_request, a_unit, at, attended
from tests.solver.strategies import problems

WRONG: list[tuple[str, Callable[[], object]]] = [
    ("unit : code is empty; give", lambda: a_unit("")),
    (r"unit SEM-1: open has the span \(5, 5\); give", lambda: a_unit(open=((5, 5),))),
    ("unit SEM-1: start_every is 0; give 1", lambda: a_unit(start_every=0)),
    ("unit SEM-1: fixed_starts has a negative", lambda: a_unit(fixed_starts=(-1,))),
    ("unit SEM-1: default_changeover is -1; give 0", lambda: a_unit(default_changeover=-1)),
    (
        "unit SEM-1: changeovers has .* twice",
        lambda: a_unit(changeovers=(Changeover(before="a", after="b", slots=1),) * 2),
    ),
    ("slots is -1; give 0 or more", lambda: Changeover(before="a", after="b", slots=-1)),
    (r"occupied 5\.\.4: end is not after", lambda: Occupied(start=5, end=4)),
    ("person abe: on_call_limit is -1", lambda: a_person(on_call_limit=-1)),
    ("person abe: taken has the span", lambda: a_person(taken=((3, 2),))),
    ("attendance throughout: slots is 2", lambda: attended("throughout", 2)),
    ("attendance at start: slots is 0", lambda: attended("start")),
    ("alternative on U: duration is 0", lambda: Alternative(unit="U", duration=0)),
    (
        "alternative on U: attendance is longer than duration 2",
        lambda: Alternative(unit="U", duration=2, attendance=(attended("end", 3),)),
    ),
    (
        "alternative on U: attendance parts of mode exclusive overlap",
        lambda: Alternative(
            unit="U", duration=3, attendance=(attended("start", 2), attended("end", 2))
        ),
    ),
    ("step R1-step: alternatives has 'SEM-1' twice", lambda: a_request("R1", "SEM-1", "SEM-1")),
    ("request R1: weight is 0; give 1", lambda: a_request(weight=0)),
    ("request R1: steps has 0; .* exactly one step", lambda: a_request(steps=())),
    (
        "request R1: steps has 2; .* exactly one step",
        lambda: a_request(steps=(a_request().step,) * 2),
    ),
    (
        "step R2-step: request is 'R2'; give 'R1'",
        lambda: Request(code="R1", steps=(a_request("R2").step,)),
    ),
    ("alternatives names unit 'SEM-9', which", lambda: a_problem(a_request("R1", "SEM-9"))),
    ("problem: requests has 'R1' twice", lambda: a_problem(a_request(), a_request())),
    ("problem: units has 'SEM-1' twice", lambda: a_problem(units=(a_unit(), a_unit()))),
]


@pytest.mark.parametrize(("sentence", "make"), WRONG)
def test_what_cannot_be_meant_is_refused_by_name_with_a_remedy(
    sentence: str, make: Callable[[], object]
) -> None:
    with pytest.raises(ValueError, match=sentence):
        make()


def _changed(**fields: Any) -> dict[str, Any]:
    return {**a_problem().to_json(), **fields}


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (_changed(format="kyoyo-problem/2"), "format is 'kyoyo-problem/2'; this version reads"),
        (_changed(colour=1), "problem: unknown field colour; remove it"),
        ({k: v for k, v in _changed().items() if k != "days"}, "field days is missing"),
        (_changed(horizon="48"), "problem.horizon: is '48'; give a value of type int"),
        (_changed(horizon=True), "problem.horizon: is True; give a value of type int"),
        (_changed(days=[5]), "problem: days does not cover slot 0"),
        (_changed(days=[0, 0]), "problem: days is not ascending"),
        (_changed(days=7), "problem.days: is 7; give a list"),
        (_changed(units=[7]), r"problem.units\[0\]: is 7; give an object"),
        (_changed(people=[{"code": "abe"}]), r"problem.people\[0\]: field site is missing"),
        ([], "format is 'list'"),
    ],
)
def test_a_wrong_file_is_refused_by_the_name_of_the_field(data: Any, sentence: str) -> None:
    with pytest.raises(ValueError, match=sentence):
        Problem.from_json(data)


def test_a_value_outside_the_words_of_the_format_is_refused() -> None:
    data = json.loads(json.dumps(a_problem().to_json()))
    data["requests"][0]["steps"][0]["windows_bind"] = "both"
    with pytest.raises(ValueError, match="windows_bind: is 'both'; use one of"):
        Problem.from_json(data)

    data["requests"][0]["steps"][0]["windows_bind"] = "start"
    data["requests"][0]["steps"][0]["windows"] = [[1, 2, 3]]
    with pytest.raises(ValueError, match=r"windows\[0\]: has 3 values; give 2"):
        Problem.from_json(data)


@settings(max_examples=40, deadline=None, derandomize=True)
@given(problem=problems())
def test_a_problem_comes_back_from_json_as_it_was(problem: Problem) -> None:
    assert Problem.from_json(json.loads(json.dumps(problem.to_json()))) == problem


def test_a_placement_comes_back_from_json_as_it_was() -> None:
    placed = at(9, by=(("abe", "exclusive", 9, 12),))

    assert Placement.from_json(json.loads(json.dumps(placed.to_json()))) == placed


def test_a_problem_travels_to_another_process_whole() -> None:
    problem = a_problem(a_request(attendance=(Attendance(mode="on_call", at="throughout"),)))

    assert pickle.loads(pickle.dumps(problem)) == problem  # noqa: S301  # our own bytes
