"""What lies between steps, by hand: waits on either side, hard and soft, and the way of samples."""

import pytest

from solver.judge import judge
from solver.outcome import Placement
from solver.problem import Alternative, Lag, Problem, Travel
from tests.solver.builders import DAY, a_job, a_problem, a_request, a_step, a_unit, at, placed
from tests.solver.examples import Example, names

BY_CAR = Travel(origin="Y", target="I", slots=2)
BY_COURIER = Travel(origin="Y", target="I", slots=4, leaves=((14, 16), (DAY + 14, DAY + 16)))


def _order(*travels: Travel, **lag: object) -> Problem:
    """Two steps of three slots at different sites, and one row about them."""
    row = Lag(before="R1-1", after="R1-2", **lag)  # type: ignore[arg-type]  # the test names them
    return a_problem(
        a_job(a_step("R1-1"), a_step("R1-2", "SEM-2")),
        units=(a_unit(), a_unit("SEM-2", site="I")),
        lags=(row,),
        travels=travels,
    )


def _plan(second: int, first: int = 10) -> list[Placement]:
    """The first ends at 13, unless it starts elsewhere."""
    return [placed("R1-1", first), placed("R1-2", second, unit="SEM-2")]


EXAMPLES = [
    Example(
        "lags_are_kept",
        _order(least=2),
        _plan(15),
        _plan(14),
        {"step": "R1-2", "before": "R1-1", "gap": 1, "least": 2},
    ),
    Example(
        "lags_are_kept",  # no air: the second follows at once
        _order(most=0),
        _plan(13),
        _plan(14),
        {"step": "R1-2", "before": "R1-1", "gap": 1, "most": 0},
    ),
    Example(
        "lags_are_kept",  # printer loaded while the film is treated: it may start before the end
        _order(least=-2, most=4),
        _plan(11),
        _plan(10),
        {"step": "R1-2", "before": "R1-1", "gap": -3, "least": -2},
    ),
    Example(
        "lags_are_kept",
        _order(origin="start", target="start", least=1, most=2),
        _plan(12),
        _plan(13),
        {"step": "R1-2", "before": "R1-1", "gap": 3, "most": 2},
    ),
    Example(
        "lags_are_kept",
        _order(origin="start", target="end", most=5, least=-9),
        _plan(12),
        _plan(13),
        {"step": "R1-2", "before": "R1-1", "gap": 6, "most": 5},
    ),
    Example(
        "lags_are_kept",  # ready before a hard window opens: the second ends at least 4 after it
        _order(origin="end", target="end", least=4),
        _plan(14),
        _plan(13),
        {"step": "R1-2", "before": "R1-1", "gap": 3, "least": 4},
    ),
    Example(
        "lags_are_kept",  # what is soft may wait too long, not too short
        _order(least=2, most=3, soft=True),
        _plan(30),
        _plan(14),
        {"step": "R1-2", "before": "R1-1", "gap": 1, "least": 2},
    ),
    Example(
        "samples_arrive_in_time",
        _order(BY_CAR, travels=True),
        _plan(15),
        _plan(14),
        {"step": "R1-2", "before": "R1-1", "missing_slots": 1},
    ),
    Example(
        "samples_arrive_in_time",  # they cool for an hour, and then go
        _order(BY_CAR, travels=True, least=1),
        _plan(16),
        _plan(15),
        {"step": "R1-2", "before": "R1-1", "missing_slots": 1},
    ),
    Example(
        "samples_arrive_in_time",  # overlap is allowed, but nothing sets out before it is done
        _order(BY_CAR, travels=True, least=-3),
        _plan(15),
        _plan(14),
        {"step": "R1-2", "before": "R1-1", "missing_slots": 1},
    ),
    Example(
        "samples_arrive_in_time",  # done at 13; the courier collects from 14
        _order(BY_COURIER, travels=True),
        _plan(18),
        _plan(17),
        {"step": "R1-2", "before": "R1-1", "missing_slots": 1},
    ),
    Example(
        "samples_arrive_in_time",  # done at 16, when the courier has just left until tomorrow
        _order(BY_COURIER, travels=True),
        _plan(DAY + 18, first=13),
        _plan(DAY + 17, first=13),
        {"step": "R1-2", "before": "R1-1", "missing_slots": 1},
    ),
    Example(
        "samples_arrive_in_time",
        _order(BY_COURIER, travels=True),
        _plan(DAY + 19, first=DAY + 12),
        _plan(DAY + 20, first=DAY + 14),
        {"step": "R1-2", "before": "R1-1", "problem": "never collected"},
    ),
    Example(
        "samples_arrive_in_time",  # to the end of the second: only then it needs them
        _order(BY_CAR, travels=True, target="end"),
        _plan(12),
        _plan(11),
        {"step": "R1-2", "before": "R1-1", "missing_slots": 1},
    ),
    Example(
        "samples_arrive_in_time",  # from the start of the first
        _order(BY_CAR, travels=True, origin="start"),
        _plan(12),
        _plan(11),
        {"step": "R1-2", "before": "R1-1", "missing_slots": 1},
    ),
]


@pytest.mark.parametrize("example", EXAMPLES, ids=names(EXAMPLES))
def test_a_rule_finds_what_breaks_it_and_nothing_else(example: Example) -> None:
    example.check()


def test_the_last_slot_of_the_collection_still_takes_them() -> None:
    """Done at 15: they set out in slot 15, the last of 14-16."""
    assert judge(_order(BY_COURIER, travels=True), _plan(19, first=12)) == ()


def test_without_travels_without_a_row_and_the_other_way_round_there_is_no_way() -> None:
    back = Travel(origin="I", target="Y", slots=9)

    assert judge(_order(BY_CAR), _plan(13)) == ()
    assert judge(_order(travels=True), _plan(13)) == ()
    assert judge(_order(back, travels=True), _plan(13)) == ()


def test_a_step_without_a_unit_is_nowhere_and_needs_no_way() -> None:
    problem = a_problem(
        a_job(
            a_step("R1-1", alternatives=(Alternative(duration=3, code="order"),)), a_step("R1-2")
        ),
        lags=(Lag(before="R1-1", after="R1-2", travels=True),),
        travels=(BY_CAR,),
    )

    ordered = placed("R1-1", 9, unit="", alternative="order")

    assert judge(problem, [ordered, placed("R1-2", 12)]) == ()


def test_the_way_counts_against_the_most() -> None:
    """An hour at most, but two on the road: no place fits both."""
    problem = _order(BY_CAR, travels=True, most=1)

    assert [v.rule for v in judge(problem, _plan(14))] == ["samples_arrive_in_time"]
    assert [v.rule for v in judge(problem, _plan(15))] == ["lags_are_kept"]


def test_a_lag_binds_only_when_both_steps_are_placed() -> None:
    problem = a_problem(
        a_request("R1"),
        a_request("R2", follows="R1"),
        lags=(Lag(before="R1-step", after="R2-step", least=20),),
    )

    travelling = _order(BY_CAR, travels=True)

    assert judge(problem, [at(12)]) == ()
    for alone in _plan(15):
        assert [v.rule for v in judge(travelling, [alone])] == ["jobs_are_placed_whole"]
    assert [v.rule for v in judge(problem, [at(9), at(12, "R2")])] == ["lags_are_kept"]
    assert judge(problem, [at(9), at(DAY + 9, "R2")]) == ()
