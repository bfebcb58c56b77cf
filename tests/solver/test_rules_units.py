"""What units allow, by hand."""

from dataclasses import replace

import pytest

from solver.judge import judge
from solver.outcome import Placement
from solver.problem import Alternative, Changeover, Need, Occupied, Problem, Step, Unit
from tests.solver.builders import (
    DAY,
    a_job,
    a_problem,
    a_request,
    a_step,
    a_unit,
    at,
    placed,
)
from tests.solver.examples import Example, names


def _boxed(code: str, unit: str) -> Step:
    way = Alternative(unit=unit, duration=3, also=(Need(any_of=("BOX",)),))
    return a_step(f"{code}-1", alternatives=(way,))


def _with_box(box: Unit) -> Problem:
    return a_problem(
        a_job(_boxed("R1", "SEM-1")),
        a_job(_boxed("R2", "SEM-2")),
        units=(a_unit(), a_unit("SEM-2"), box),
    )


def _both_boxed(second: int) -> list[Placement]:
    return [
        placed("R1-1", 9, also=("BOX",)),
        placed("R2-1", second, unit="SEM-2", also=("BOX",)),
    ]


KEPT = a_job(a_step("R1-1"), a_step("R1-2", same_unit_as="R1-1", keeps_unit=True))
KEEPS = [placed("R1-1", 9), placed("R1-2", 15)]
EXAMPLES = [
    Example(
        "units_carry_one_run_at_a_time",
        a_problem(units=(a_unit(occupied=(Occupied(start=12, end=14),)),)),
        [at(9)],
        [at(10)],
        {"step": "R1-step", "unit": "SEM-1", "taken_from": 12},
    ),
    Example(
        "units_carry_one_run_at_a_time",
        a_problem(a_request(), a_request("R2")),
        [at(9), at(12, "R2")],
        [at(9), at(11, "R2")],
        {"step": "R2-step", "unit": "SEM-1", "other": "R1-step"},
    ),
    Example(
        "units_carry_one_run_at_a_time",  # a further unit is kept by two
        _with_box(a_unit("BOX")),
        _both_boxed(12),
        _both_boxed(11),
        {"step": "R2-1", "unit": "BOX", "other": "R1-1"},
    ),
    Example(
        "units_carry_one_run_at_a_time",  # further units are kept alone, whatever they hold
        _with_box(a_unit("BOX", capacity=9)),
        _both_boxed(12),
        _both_boxed(9),
        {"step": "R2-1", "unit": "BOX", "other": "R1-1"},
    ),
    Example(
        "units_carry_one_run_at_a_time",  # one has it as its own, the other as a further unit
        a_problem(
            a_job(_boxed("R1", "SEM-1")),
            a_job(a_step("R2-1", "BOX")),
            units=(a_unit(), a_unit("BOX", capacity=9)),
        ),
        [placed("R1-1", 9, also=("BOX",)), placed("R2-1", 12, unit="BOX")],
        [placed("R1-1", 9, also=("BOX",)), placed("R2-1", 9, unit="BOX")],
        {"step": "R2-1", "unit": "BOX", "other": "R1-1"},
    ),
    Example(
        "closures_are_kept",
        a_problem(units=(a_unit(blocked=((12, 14),)),)),
        [at(9)],
        [at(10)],
        {"step": "R1-step", "unit": "SEM-1", "blocked_from": 12},
    ),
    Example(
        "closures_are_kept",
        _with_box(a_unit("BOX", blocked=((14, 16),))),
        _both_boxed(16),
        _both_boxed(13),
        {"step": "R2-1", "unit": "BOX", "blocked_from": 14},
    ),
    Example(
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
        {"step": "R1-step", "unit": "SEM-1", "missing_slots": 1},
    ),
    Example(
        "changeover_is_kept",
        a_problem(
            a_request(setting="ink"),
            units=(
                a_unit(
                    occupied=(Occupied(start=7, end=9, setting="wax"),),
                    changeovers=(Changeover(before="wax", after="ink", slots=2),),
                ),
            ),
        ),
        [at(11)],
        [at(9)],
        {"step": "R1-step", "unit": "SEM-1", "missing_slots": 2},
    ),
    Example(
        "changeover_is_kept",
        a_problem(
            a_request(setting="85C"),
            a_request("R2", setting="-40C"),
            units=(a_unit(default_changeover=2),),
        ),
        [at(9), at(14, "R2")],
        [at(9), at(13, "R2")],
        {"step": "R2-step", "unit": "SEM-1", "missing_slots": 1},
    ),
    Example(
        "changeover_is_kept",  # between every two, also over one that lies between them
        a_problem(
            a_request("R1", setting="a", duration=1),
            a_request("R2", setting="b", duration=1),
            a_request("R3", setting="c", duration=1),
            units=(a_unit(changeovers=(Changeover(before="a", after="c", slots=4),)),),
        ),
        [at(9, "R1", slots=1), at(10, "R2", slots=1), at(14, "R3", slots=1)],
        [at(9, "R1", slots=1), at(10, "R2", slots=1), at(13, "R3", slots=1)],
        {"step": "R3-step", "unit": "SEM-1", "missing_slots": 1},
    ),
    Example(
        "changeover_is_kept",  # of a further unit, by the settings of the steps
        a_problem(
            a_job(replace(_boxed("R1", "SEM-1"), setting="ink")),
            a_job(replace(_boxed("R2", "SEM-2"), setting="wax")),
            units=(a_unit(), a_unit("SEM-2"), a_unit("BOX", default_changeover=2)),
        ),
        _both_boxed(14),
        _both_boxed(13),
        {"step": "R2-1", "unit": "BOX", "missing_slots": 1},
    ),
    Example(
        "steps_stay_on_their_unit",
        a_problem(
            a_job(a_step("R1-1"), a_step("R1-2", "SEM-1", "SEM-2", same_unit_as="R1-1")),
            units=(a_unit(), a_unit("SEM-2")),
        ),
        [placed("R1-1", 9), placed("R1-2", 12)],
        [placed("R1-1", 9), placed("R1-2", 12, unit="SEM-2")],
        {"step": "R1-2", "unit": "SEM-2", "first": "R1-1", "on": "SEM-1"},
    ),
    Example(
        "kept_units_are_left_alone",
        a_problem(KEPT, a_request("R2")),
        [*KEEPS, at(DAY + 9, "R2")],
        [*KEEPS, at(12, "R2")],
        {"step": "R1-2", "unit": "SEM-1", "other": "R2-step"},
    ),
    Example(
        "kept_units_are_left_alone",
        a_problem(KEPT, units=(a_unit(occupied=(Occupied(start=20, end=22),)),)),
        KEEPS,
        [placed("R1-1", 9), placed("R1-2", DAY)],
        {"step": "R1-2", "unit": "SEM-1", "taken_from": 20},
    ),
    Example(
        "kept_units_are_left_alone",
        a_problem(KEPT, units=(a_unit(blocked=((20, 22),)),)),
        KEEPS,
        [placed("R1-1", 9), placed("R1-2", DAY)],
        {"step": "R1-2", "unit": "SEM-1", "taken_from": 20},
    ),
]


@pytest.mark.parametrize("example", EXAMPLES, ids=names(EXAMPLES))
def test_a_rule_finds_what_breaks_it_and_nothing_else(example: Example) -> None:
    example.check()


def test_a_unit_is_kept_between_two_steps_whichever_comes_first() -> None:
    problem = a_problem(KEPT, a_request("R2"))

    broken = judge(problem, [placed("R1-1", 15), placed("R1-2", 9), at(12, "R2")])

    assert {found.rule for found in broken} == {"kept_units_are_left_alone"}


def test_a_unit_not_kept_may_be_used_in_between() -> None:
    again = a_job(a_step("R1-1"), a_step("R1-2", same_unit_as="R1-1"))

    assert judge(a_problem(again, a_request("R2")), [*KEEPS, at(12, "R2")]) == ()


def test_steps_without_a_common_unit_keep_nothing() -> None:
    """The first ran elsewhere: that is one fault, and it is told once."""
    problem = a_problem(
        a_job(a_step("R1-1"), a_step("R1-2", "SEM-2", same_unit_as="R1-1", keeps_unit=True)),
        a_request("R2", "SEM-2"),
        units=(a_unit(), a_unit("SEM-2")),
    )

    broken = judge(
        problem, [placed("R1-1", 9), placed("R1-2", 15, unit="SEM-2"), at(12, "R2", unit="SEM-2")]
    )

    assert [found.rule for found in broken] == ["steps_stay_on_their_unit"]


def test_standing_runs_that_meet_are_nobodys_fault() -> None:
    """Two reservations that were once made by hand, with no time for the change of ink."""
    unit = a_unit(
        occupied=(
            Occupied(start=9, end=12, setting="ink"),
            Occupied(start=12, end=14, setting="wax"),
            Occupied(start=13, end=15, setting="wax"),
        ),
        default_changeover=1,
    )

    assert judge(a_problem(a_request(setting="wax"), units=(unit,)), [at(DAY + 9)]) == ()
