"""The checker of network weeks shares no code with the rules; on every plan they must agree."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from solver.benchmark.network_checker import complaints, value
from solver.benchmark.plans import network_plan, placements_of
from solver.benchmark.readers.registry import READERS
from solver.benchmark.worth import worth
from solver.judge import judge
from tests.solver.benchmark.tiny import NETWORK, a_week

Row = dict[str, Any]

PROBLEM = READERS["network"](NETWORK)


def a_row(request: str, step: int, instrument: str, technician: str | None, start: int) -> Row:
    """A placement of a plan."""
    return {
        "request": request,
        "step": step,
        "instrument": instrument,
        "technician": technician,
        "start": start,
    }


def a_plan(*rows: Row) -> dict[str, Any]:
    """R0 with four slots at X, two on the way and five at Y; R1 at X once that is cleaned."""
    good = (
        a_row("R0", 0, "I1", "ann", 40),
        a_row("R0", 1, "I2", None, 46),
        a_row("R1", 0, "I1", "ann", 52),
    )
    return {"instance": "tiny", "placements": list(rows or good)}


def test_a_plan_that_keeps_everything_is_worth_its_weight_less_lateness() -> None:
    plan = a_plan()

    assert complaints(a_week(), plan) == []
    assert value(a_week(), plan) == 3 * (2000 - 6) + 2 * 2000
    assert worth(PROBLEM, placements_of(PROBLEM, plan)) == value(a_week(), plan)


@pytest.mark.parametrize(
    ("number", "change", "said"),
    [
        (0, {"start": 36}, "ann does not work all the time"),
        (0, {"start": 45}, "I1 is not open all the time"),
        (1, {"start": 45}, "the gap behind it is 1 slots"),
        (1, {"start": 53}, "the gap behind it is 9 slots"),
        (2, {"start": 42}, "I1: R1 step 0 comes too soon after R0 step 0"),
        (2, {"start": 44}, "is not open all the time"),
        (2, {"technician": None}, "staff is start, technician is None"),
        (2, {"technician": "bob"}, "bob is not at X"),
        (1, {"technician": "ann"}, "staff is none, technician is ann"),
        (2, {"start": 95}, "is before its release or after the end"),
        (2, {"instrument": "I2"}, "R1 step 0: no such alternative"),
        (2, {"step": 1}, "R1 step 1: no such alternative"),
    ],
)
def test_each_rule_of_the_readme_is_checked(number: int, change: Row, said: str) -> None:
    plan = a_plan()
    plan["placements"][number].update(change)

    assert any(said in complaint for complaint in complaints(a_week(), plan))


def test_a_request_is_placed_as_a_whole() -> None:
    plan = a_plan(a_row("R0", 0, "I1", "ann", 40))

    assert complaints(a_week(), plan) == ["R0: steps [0] of 2; all once or none"]


def test_a_technician_serves_one_step_at_a_time() -> None:
    week = a_week()
    week["instruments"].append({**week["instruments"][0], "code": "I3"})
    week["requests"][1]["steps"][0]["alternatives"].append({"instrument": "I3", "duration": 6})
    plan = a_plan()
    plan["placements"][2].update({"instrument": "I3", "start": 40})

    assert complaints(week, plan) == ["ann: R1 step 0 and R0 step 0"]


rows = st.one_of(
    st.builds(a_row, st.just("R0"), st.just(0), st.just("I1"), st.just("ann"), st.integers(28, 55)),
    st.builds(a_row, st.just("R0"), st.just(1), st.just("I2"), st.none(), st.integers(40, 60)),
    st.builds(
        a_row,
        st.just("R1"),
        st.just(0),
        st.just("I1"),
        st.sampled_from(["ann", "ann", None]),
        st.integers(34, 68),
    ),
)
near_misses = st.lists(st.tuples(st.integers(0, 2), st.integers(-6, 6)), min_size=0, max_size=2)


@given(plan=st.lists(rows, max_size=4))
def test_judge_and_checker_agree_on_any_plan(plan: list[Row]) -> None:
    _agree(a_plan(*plan) if plan else {"instance": "tiny", "placements": []})


@given(moves=near_misses, extra=st.lists(rows, max_size=1))
def test_judge_and_checker_agree_on_plans_that_are_nearly_good(
    moves: list[tuple[int, int]], extra: list[Row]
) -> None:
    plan = a_plan()
    for number, slots in moves:
        plan["placements"][number]["start"] += slots
    plan["placements"] += extra

    _agree(plan)


def test_a_plan_is_written_as_it_was_read() -> None:
    plan = a_plan()

    assert network_plan("tiny", PROBLEM, placements_of(PROBLEM, plan)) == plan


def _agree(plan: dict[str, Any]) -> None:
    said = complaints(a_week(), plan)
    broken = judge(PROBLEM, placements_of(PROBLEM, plan))
    assert bool(said) == bool(broken), (said, broken)
