"""A question through JSON: kept whole, and refused by the name of the field."""

import json
import pickle
import time
from typing import Any

import pytest
from hypothesis import given, settings

from solver.fitting import MOST_STEPS
from solver.judge import judge
from solver.outcome import Placement
from solver.problem import (
    Attendance,
    Problem,
)
from tests.solver.builders import (
    a_problem,
    a_request,
    at,
    placed,
)
from tests.solver.strategies import problems
from tests.solver.whole_language import a_whole_plan, whole_language


def _changed(**fields: Any) -> dict[str, Any]:
    return {**a_problem().to_json(), **fields}


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (_changed(format="kyoyo-problem/3"), "format is 'kyoyo-problem/3'; this version reads"),
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
    given = placed("R1-1", 9, by=(("abe", "exclusive", 9, 12),), alternative="slow", also=("BOX",))

    assert Placement.from_json(json.loads(json.dumps(given.to_json()))) == given


def test_every_field_of_the_language_is_used_in_a_plan_that_the_judge_lets_stand() -> None:
    assert judge(whole_language(), a_whole_plan()) == ()


def test_a_placement_says_nothing_of_its_alternative_where_that_is_called_as_its_unit() -> None:
    assert at(9).alternative == "SEM-1"


def test_the_whole_language_comes_back_from_json_as_it_was() -> None:
    problem = whole_language()

    assert Problem.from_json(json.loads(json.dumps(problem.to_json()))) == problem


def test_a_problem_travels_to_another_process_whole() -> None:
    problem = a_problem(a_request(attendance=(Attendance(mode="on_call", at="throughout"),)))

    assert pickle.loads(pickle.dumps(problem)) == problem  # noqa: S301  # our own bytes


def test_a_million_steps_are_refused_before_they_are_read() -> None:
    data = _changed(requests=[{"code": "R1", "steps": [{}] * 1_000_000}])
    began = time.perf_counter()

    with pytest.raises(ValueError, match=f"have 1000000 steps; give {MOST_STEPS} or fewer"):
        Problem.from_json(data)

    assert time.perf_counter() - began < 0.5
