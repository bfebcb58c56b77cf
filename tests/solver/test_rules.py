"""Each rule by hand: one plan that keeps it, one that breaks it and nothing else."""

from pathlib import Path

import pytest

import solver
from solver.judge import RULES, judge
from solver.outcome import Placement
from solver.problem import Changeover, Mode, Occupied, Problem, Skill
from tests.solver.builders import (
    DAY,
    WHOLE,
    a_person,
    a_problem,
    a_request,
    a_unit,
    at,
    attended,
)

Part = tuple[str, Mode, int, int]
GUIDED = a_request(attendance=(attended("start", 1),))
ON_CALL = tuple(
    a_request(code, unit, attendance=(attended("throughout", mode="on_call"),))
    for code, unit in (("R1", "SEM-1"), ("R2", "SEM-2"))
)
TWO_UNITS = (a_unit(), a_unit("SEM-2"))


def _called(code: str, start: int, unit: str) -> Placement:
    return at(start, code, unit=unit, by=(("abe", "on_call", start, start + 3),))


def _guided(start: int, person: str = "abe") -> Placement:
    return at(start, by=((person, "exclusive", start, start + 1),))


EXAMPLES: list[tuple[str, Problem, list[Placement], list[Placement]]] = [
    ("requests_are_placed_once", a_problem(), [at(9)], [at(9), at(12)]),
    ("requests_are_placed_once", a_problem(), [at(9)], [at(9), at(12, "R9")]),
    (
        "mandatory_requests_are_placed",
        a_problem(a_request(mandatory=True)),
        [at(9)],
        [],
    ),
    (
        "steps_run_on_a_unit_that_will_do",
        a_problem(units=TWO_UNITS),
        [at(9)],
        [at(9, unit="SEM-2")],
    ),
    ("lengths_are_as_asked", a_problem(), [at(9)], [at(9, slots=2)]),
    (
        "runs_lie_in_the_horizon",
        a_problem(a_request(duration=40)),
        [],
        [at(9, slots=40)],
    ),
    (
        "units_carry_one_run_at_a_time",
        a_problem(units=(a_unit(occupied=(Occupied(start=12, end=14),)),)),
        [at(9)],
        [at(10)],
    ),
    (
        "units_carry_one_run_at_a_time",
        a_problem(a_request(), a_request("R2")),
        [at(9), at(12, "R2")],
        [at(9), at(11, "R2")],
    ),
    (
        "closures_are_kept",
        a_problem(units=(a_unit(blocked=((12, 14),)),)),
        [at(9)],
        [at(10)],
    ),
    (
        "changeover_is_kept",
        a_problem(
            a_request(setting="ink"),
            units=(
                a_unit(
                    occupied=(Occupied(start=13, end=14, setting="wax"),),
                    changeovers=(Changeover(before="ink", after="wax", slots=1),),
                ),
            ),
        ),
        [at(9)],
        [at(10)],
    ),
    (
        "changeover_is_kept",
        a_problem(
            a_request(setting="85C"),
            a_request("R2", setting="-40C"),
            units=(a_unit(default_changeover=2),),
        ),
        [at(9), at(14, "R2")],
        [at(9), at(13, "R2")],
    ),
    (
        "runs_start_on_the_grid",
        a_problem(units=(a_unit(start_every=4),)),
        [at(12)],
        [at(10)],
    ),
    (
        "runs_start_on_the_grid",
        a_problem(units=(a_unit(fixed_starts=(9, 13)),)),
        [at(DAY + 13)],
        [at(DAY + 12)],
    ),
    (
        "attended_parts_lie_in_open_hours",
        a_problem(
            a_request(attendance=(attended("end", 1),)), people=(a_person(working=(WHOLE,)),)
        ),
        [at(14, by=(("abe", "exclusive", 16, 17),))],
        [at(15, by=(("abe", "exclusive", 17, 18),))],
    ),
    ("companies_come_in_open_hours", a_problem(), [at(16)], [at(17)]),
    (
        "companies_come_in_open_hours",
        a_problem(a_request(bind="whole")),
        [at(14)],
        [at(15)],
    ),
    (
        "people_work_when_they_work",
        a_problem(GUIDED, people=(a_person(working=((9, 12), (13, 17))),)),
        [_guided(11)],
        [_guided(12)],
    ),
    (
        "people_stay_at_their_site",
        a_problem(GUIDED, people=(a_person(), a_person("ito", site="I"))),
        [_guided(9)],
        [_guided(9, "ito")],
    ),
    (
        "people_are_qualified",
        a_problem(GUIDED, people=(a_person(skills=(Skill(kind="SEM", valid=(0, 12)),)),)),
        [_guided(11)],
        [_guided(12)],
    ),
    (
        "people_do_one_thing_at_a_time",
        a_problem(GUIDED, people=(a_person(taken=((10, 12),)),)),
        [_guided(9)],
        [_guided(10)],
    ),
    (
        "on_call_stays_within_the_limit",
        a_problem(
            *ON_CALL,
            units=TWO_UNITS,
            people=(a_person(on_call=((10, 11),), on_call_limit=2),),
        ),
        [_called("R1", 9, "SEM-1"), _called("R2", 12, "SEM-2")],
        [_called("R1", 9, "SEM-1"), _called("R2", 10, "SEM-2")],
    ),
    (
        "runs_lie_in_the_companys_windows",
        a_problem(a_request(windows=((9, 12),), bind="whole")),
        [at(9)],
        [at(10)],
    ),
    (
        "runs_lie_in_the_companys_windows",
        a_problem(a_request(windows=((9, 12),))),
        [at(11)],
        [at(12)],
    ),
    ("notice_is_kept", a_problem(a_request(notice=(DAY, 30 + DAY))), [at(DAY + 9)], [at(9)]),
    ("notice_is_kept", a_problem(a_request(notice=(0, DAY))), [at(9)], [at(DAY + 9)]),
    (
        "one_person_is_not_on_two_instruments",
        a_problem(
            a_request(party="Sato", bind="whole"),
            a_request("R2", "SEM-2", party="Sato", bind="whole"),
            units=TWO_UNITS,
        ),
        [at(9), at(12, "R2", unit="SEM-2")],
        [at(9), at(10, "R2", unit="SEM-2")],
    ),
    (
        "one_person_is_not_on_two_instruments",
        a_problem(a_request(party="Sato", bind="whole", party_taken=((12, 13),))),
        [at(9)],
        [at(10)],
    ),
    ("every_part_has_a_person", a_problem(GUIDED), [_guided(9)], [at(9)]),
    ("every_part_has_a_person", a_problem(), [at(9)], [_guided(9)]),
]


@pytest.mark.parametrize(("rule", "problem", "good", "bad"), EXAMPLES)
def test_a_rule_finds_what_breaks_it_and_nothing_else(
    rule: str, problem: Problem, good: list[Placement], bad: list[Placement]
) -> None:
    assert judge(problem, good) == ()
    assert {v.rule for v in judge(problem, bad)} == {rule}


def test_every_rule_has_an_example_and_is_asked_by_the_judge() -> None:
    folder = Path(solver.__file__).parent / "rules"
    files = {path.stem for path in folder.glob("*.py")} - {"__init__", "spans"}

    assert {rule.__name__.rpartition(".")[2] for rule in RULES} == files
    assert {rule for rule, *_ in EXAMPLES} == files


def test_a_run_may_go_on_through_the_night_but_its_ends_are_staffed() -> None:
    ends = (attended("start", 1), attended("end", 1))
    until_nine = a_problem(a_request(duration=17, attendance=ends))
    until_ten = a_problem(a_request(duration=18, attendance=ends))

    evening: Part = ("abe", "exclusive", 16, 17)
    opening: Part = ("abe", "exclusive", DAY + 8, DAY + 9)
    too_early = judge(until_nine, [at(16, slots=17, by=(evening, opening))])
    first_hour: Part = ("abe", "exclusive", DAY + 9, DAY + 10)
    collected = judge(until_ten, [at(16, slots=18, by=(evening, first_hour))])

    assert "attended_parts_lie_in_open_hours" in {v.rule for v in too_early}
    assert collected == ()


def test_a_person_on_call_may_work_exclusively_at_the_same_time() -> None:
    problem = a_problem(
        a_request(attendance=(attended("throughout", mode="on_call"),)),
        people=(a_person(taken=((9, 12),), on_call_limit=1),),
    )

    assert judge(problem, [at(9, by=(("abe", "on_call", 9, 12),))]) == ()


def test_one_run_may_have_a_different_person_at_each_end() -> None:
    problem = a_problem(
        a_request(attendance=(attended("start", 1), attended("end", 1))),
        people=(a_person(working=((9, 10),)), a_person("ito", working=((11, 12),))),
    )

    both = at(9, by=(("abe", "exclusive", 9, 10), ("ito", "exclusive", 11, 12)))

    assert judge(problem, [both]) == ()


def test_the_judge_survives_a_plan_of_unknown_units_and_people() -> None:
    stray = at(-3, unit="nowhere", by=(("nobody", "exclusive", -3, -2),))

    broken = {v.rule for v in judge(a_problem(), [stray])}

    assert {"steps_run_on_a_unit_that_will_do", "people_stay_at_their_site"} <= broken
