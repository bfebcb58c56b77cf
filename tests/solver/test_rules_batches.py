"""Which runs share a batch instrument, by hand."""

from dataclasses import replace

import pytest

from solver.judge import judge
from solver.outcome import Placement
from solver.problem import Alternative, Need, Occupied, Request, Step
from tests.solver.builders import (
    a_job,
    a_problem,
    a_step,
    a_unit,
    placed,
)
from tests.solver.examples import Example, names

OVEN = a_unit("OVEN", capacity=4)
LOADED = Occupied(start=9, end=12, setting="85C", room=2)
WITH_ROOM = a_unit("OVEN", capacity=4, occupied=(LOADED,))


def _baked(code: str, pieces: int = 1, setting: str = "85C") -> Request:
    return a_job(a_step(f"{code}-1", "OVEN", pieces=pieces, setting=setting))


def _in_oven(code: str, start: int = 9) -> Placement:
    return placed(f"{code}-1", start, unit="OVEN")


BATCH = a_problem(_baked("R1", 3), _baked("R2"), units=(OVEN,))
OTHERS = a_problem(_baked("R1", 3), _baked("R2", 2), units=(OVEN,))


def _boxed(code: str, unit: str) -> Step:
    way = Alternative(unit=unit, duration=3, also=(Need(any_of=("BOX",)),))
    return a_step(f"{code}-1", alternatives=(way,))


EXAMPLES = [
    Example(
        "units_carry_one_run_at_a_time",
        a_problem(
            a_job(replace(_boxed("R1", "SEM-1"), setting="85C")),
            units=(a_unit(), replace(WITH_ROOM, code="BOX")),
        ),
        [placed("R1-1", 12, also=("BOX",))],
        [placed("R1-1", 9, also=("BOX",))],
        {"step": "R1-1", "unit": "BOX", "taken_from": 9},
    ),
    Example(
        "units_carry_one_run_at_a_time",  # one batch starts and ends together
        BATCH,
        [_in_oven("R1"), _in_oven("R2")],
        [_in_oven("R1"), _in_oven("R2", 10)],
        {"step": "R2-1", "unit": "OVEN", "other": "R1-1"},
    ),
    Example(
        "units_carry_one_run_at_a_time",  # one batch has one setting
        a_problem(_baked("R1"), _baked("R2", setting="120C"), units=(OVEN,)),
        [_in_oven("R1"), _in_oven("R2", 12)],
        [_in_oven("R1"), _in_oven("R2")],
        {"step": "R2-1", "unit": "OVEN", "other": "R1-1"},
    ),
    Example(
        "units_carry_one_run_at_a_time",  # joining a run that stands: the same slots
        a_problem(_baked("R1"), units=(WITH_ROOM,)),
        [_in_oven("R1")],
        [_in_oven("R1", 10)],
        {"step": "R1-1", "unit": "OVEN", "taken_from": 9},
    ),
    Example(
        "units_carry_one_run_at_a_time",  # joining a run that stands: the same setting
        a_problem(_baked("R1", setting="120C"), units=(WITH_ROOM,)),
        [_in_oven("R1", 12)],
        [_in_oven("R1")],
        {"step": "R1-1", "unit": "OVEN", "taken_from": 9},
    ),
    Example(
        "units_carry_one_run_at_a_time",  # a run that stands without room is not joined
        a_problem(
            _baked("R1"),
            units=(a_unit("OVEN", capacity=4, occupied=(replace(LOADED, room=0),)),),
        ),
        [_in_oven("R1", 12)],
        [_in_oven("R1")],
        {"step": "R1-1", "unit": "OVEN", "taken_from": 9},
    ),
    Example(
        "batches_stay_within_capacity",
        a_problem(_baked("R1", 2), _baked("R2"), units=(replace(OVEN, capacity=2),)),
        [_in_oven("R1"), _in_oven("R2", 12)],
        [_in_oven("R1"), _in_oven("R2")],
        {"step": "R2-1", "unit": "OVEN", "pieces": 3, "room": 2},
    ),
    Example(
        "batches_stay_within_capacity",  # of one run told twice the smaller room is true
        a_problem(
            _baked("R1"),
            _baked("R2"),
            units=(a_unit("OVEN", capacity=4, occupied=(LOADED, replace(LOADED, room=1))),),
        ),
        [_in_oven("R1")],
        [_in_oven("R1"), _in_oven("R2")],
        {"step": "R2-1", "unit": "OVEN", "pieces": 2, "room": 1},
    ),
    Example(
        "batches_stay_within_capacity",
        OTHERS,
        [_in_oven("R1"), _in_oven("R2", 12)],
        [_in_oven("R1"), _in_oven("R2")],
        {"step": "R2-1", "unit": "OVEN", "pieces": 5, "room": 4},
    ),
    Example(
        "batches_stay_within_capacity",
        a_problem(_baked("R1"), _baked("R2", 2), units=(WITH_ROOM,)),
        [_in_oven("R1"), _in_oven("R2", 12)],
        [_in_oven("R1"), _in_oven("R2")],
        {"step": "R2-1", "unit": "OVEN", "pieces": 3, "room": 2},
    ),
    Example(
        "batches_stay_within_capacity",
        a_problem(a_job(a_step("R1-1", "SEM-1", "OVEN", pieces=4)), units=(a_unit(), OVEN)),
        [_in_oven("R1")],
        [placed("R1-1", 9)],
        {"step": "R1-1", "unit": "SEM-1", "pieces": 4, "room": 1},
    ),
]


@pytest.mark.parametrize("example", EXAMPLES, ids=names(EXAMPLES))
def test_a_rule_finds_what_breaks_it_and_nothing_else(example: Example) -> None:
    example.check()


def test_three_steps_share_a_run_and_change_nothing_over() -> None:
    hot = a_unit("OVEN", capacity=4, default_changeover=2, changeovers=())
    problem = a_problem(*(_baked(code) for code in ("R1", "R2", "R3")), units=(hot,))

    assert judge(problem, [_in_oven(code) for code in ("R1", "R2", "R3")]) == ()


def test_two_runs_of_one_batch_instrument_one_after_the_other_are_two_loads() -> None:
    assert judge(OTHERS, [_in_oven("R1"), _in_oven("R2", 12)]) == ()


def test_a_unit_for_one_piece_is_not_shared() -> None:
    problem = a_problem(_baked("R1"), _baked("R2"), units=(a_unit("OVEN"),))

    broken = judge(problem, [_in_oven("R1"), _in_oven("R2")])

    assert [found.rule for found in broken] == ["units_carry_one_run_at_a_time"]
