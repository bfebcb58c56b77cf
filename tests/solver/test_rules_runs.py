"""What one run must be like by itself, by hand."""

import pytest

from solver.judge import judge
from solver.problem import Alternative, Need, Span
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

TWO_UNITS = (a_unit(), a_unit("SEM-2"))
LETTERS = tuple(a_unit(code) for code in "ABCDE")
TWO_OF_FIVE = a_problem(
    a_job(
        a_step(
            alternatives=(
                Alternative(
                    unit="A",
                    duration=3,
                    also=(Need(any_of=("B", "C")), Need(any_of=tuple("ABCDE"), count=2)),
                ),
            )
        )
    ),
    units=LETTERS,
)
PAUSING = a_problem(a_job(a_step(duration=4, may_pause=True)))
UNLOADED = a_problem(a_job(a_step(end_binds="hard", end_tolerance=1)))


EXAMPLES = [
    Example(
        "steps_run_on_a_unit_that_will_do",
        a_problem(units=TWO_UNITS),
        [at(9)],
        [at(9, unit="SEM-2")],
        {"step": "R1-step", "unit": "SEM-2"},
    ),
    Example(
        "steps_run_on_a_unit_that_will_do",
        a_problem(
            a_job(
                a_step(
                    alternatives=(
                        Alternative(unit="SEM-1", duration=3, code="slow"),
                        Alternative(unit="SEM-2", duration=3, code="quick"),
                    )
                )
            ),
            units=TWO_UNITS,
        ),
        [placed("R1-1", 9, alternative="slow")],
        [placed("R1-1", 9, alternative="quick")],
        {"step": "R1-1", "unit": "SEM-1"},
    ),
    Example(
        "further_units_are_as_asked",
        TWO_OF_FIVE,
        [placed("R1-1", 9, unit="A", also=("B", "D", "E"))],
        [placed("R1-1", 9, unit="A", also=("B", "D"))],
        {"step": "R1-1", "asked_units": 3, "given_units": 2},
    ),
    Example(
        "further_units_are_as_asked",
        TWO_OF_FIVE,
        [placed("R1-1", 9, unit="A", also=("C", "B", "E"))],
        [placed("R1-1", 9, unit="A", also=("D", "B", "E"))],
        {"step": "R1-1", "unit": "D", "problem": "not asked for"},
    ),
    Example(
        "further_units_are_as_asked",
        TWO_OF_FIVE,
        [placed("R1-1", 9, unit="A", also=("B", "C", "E"))],
        [placed("R1-1", 9, unit="A", also=("B", "B", "E"))],
        {"step": "R1-1", "unit": "B", "problem": "twice"},
    ),
    Example(
        "further_units_are_as_asked",
        TWO_OF_FIVE,
        [placed("R1-1", 9, unit="A", also=("B", "C", "E"))],
        [placed("R1-1", 9, unit="A", also=("B", "A", "E"))],
        {"step": "R1-1", "unit": "A", "problem": "twice"},
    ),
    Example(
        "lengths_are_as_asked",
        a_problem(),
        [at(9)],
        [at(9, slots=2)],
        {"step": "R1-step", "asked_slots": 3, "given_slots": 2},
    ),
    Example(
        "lengths_are_as_asked",
        a_problem(
            a_job(
                a_step(
                    alternatives=(
                        Alternative(unit="SEM-1", duration=5, code="slow"),
                        Alternative(unit="SEM-1", duration=3, code="quick"),
                    )
                )
            )
        ),
        [placed("R1-1", 9, alternative="quick")],
        [placed("R1-1", 9, alternative="slow")],
        {"step": "R1-1", "asked_slots": 5, "given_slots": 3},
    ),
    Example(
        "lengths_are_as_asked",  # open 9-17: two slots before the night, two after it
        PAUSING,
        [placed("R1-1", 15, slots=20)],
        [placed("R1-1", 15, slots=19)],
        {"step": "R1-1", "asked_slots": 4, "given_slots": 3},
    ),
    Example(
        "paused_runs_begin_and_end_in_open_hours",
        PAUSING,
        [placed("R1-1", DAY + 9, slots=4)],
        [placed("R1-1", DAY + 8, slots=5)],
        {"step": "R1-1", "unit": "SEM-1", "at": DAY + 8},
    ),
    Example(
        "paused_runs_begin_and_end_in_open_hours",
        PAUSING,
        [placed("R1-1", 13, slots=4)],
        [placed("R1-1", 13, slots=6)],
        {"step": "R1-1", "unit": "SEM-1", "at": 18},
    ),
    Example(
        "runs_end_near_open_hours",
        UNLOADED,
        [placed("R1-1", 15)],  # ends at 18; the staff leave at 17
        [placed("R1-1", 16)],
        {"step": "R1-1", "unit": "SEM-1", "end": 19, "tolerance": 1},
    ),
    Example(
        "runs_end_near_open_hours",
        UNLOADED,
        [placed("R1-1", DAY + 5)],  # ends at 8; the staff come at 9
        [placed("R1-1", DAY + 4)],
        {"step": "R1-1", "unit": "SEM-1", "end": DAY + 7, "tolerance": 1},
    ),
    Example(
        "runs_end_near_open_hours",  # hours beyond the horizon are ignored
        a_problem(
            a_job(a_step(end_binds="hard", end_tolerance=3)),
            units=(a_unit(open=((9, 17), (2 * DAY, 2 * DAY + 8))),),
        ),
        [placed("R1-1", 17)],
        [placed("R1-1", 2 * DAY - 3)],
        {"step": "R1-1", "unit": "SEM-1", "end": 2 * DAY, "tolerance": 3},
    ),
    Example(
        "runs_lie_in_the_horizon",
        a_problem(a_job(a_step(duration=40))),
        [placed("R1-1", 8, slots=40)],
        [placed("R1-1", 9, slots=40)],
        {"step": "R1-1", "start": 9, "end": 49, "horizon": 48},
    ),
    Example(
        "runs_lie_in_the_horizon",
        a_problem(a_job(a_step(not_before=-5))),
        [placed("R1-1", 0)],
        [placed("R1-1", -1)],
        {"step": "R1-1", "start": -1, "end": 2, "horizon": 48},
    ),
    Example(
        "runs_start_on_the_grid",
        a_problem(units=(a_unit(start_every=4),)),
        [at(12)],
        [at(10)],
        {"step": "R1-step", "unit": "SEM-1", "slots_after_midnight": 10},
    ),
    Example(
        "runs_start_on_the_grid",
        a_problem(units=(a_unit(fixed_starts=(9, 13)),)),
        [at(DAY + 13)],
        [at(DAY + 12)],
        {"step": "R1-step", "unit": "SEM-1", "slots_after_midnight": 12},
    ),
    Example(
        "runs_start_on_the_grid",  # midnight is a time of day too
        a_problem(a_job(a_step()), units=(a_unit(fixed_starts=(9,)),)),
        [placed("R1-1", DAY + 9)],
        [placed("R1-1", 0)],
        {"step": "R1-1", "unit": "SEM-1", "slots_after_midnight": 0},
    ),
    Example(
        "notice_is_kept",
        a_problem(a_request(notice=(10, 30 + DAY))),
        [at(10)],
        [at(9)],
        {"step": "R1-step", "start": 9, "not_before": 10, "not_after": 30 + DAY},
    ),
    Example(
        "notice_is_kept",
        a_problem(a_request(notice=(0, 16))),
        [at(15)],
        [at(16)],
        {"step": "R1-step", "start": 16, "not_before": 0, "not_after": 16},
    ),
]


@pytest.mark.parametrize("example", EXAMPLES, ids=names(EXAMPLES))
def test_a_rule_finds_what_breaks_it_and_nothing_else(example: Example) -> None:
    example.check()


def test_an_end_at_closing_time_or_at_opening_time_needs_no_tolerance() -> None:
    problem = a_problem(a_job(a_step(end_binds="hard")))

    assert judge(problem, [placed("R1-1", 14)]) == ()  # 17
    assert judge(problem, [placed("R1-1", DAY + 6)]) == ()  # 9
    assert {v.rule for v in judge(problem, [placed("R1-1", 15)])} == {"runs_end_near_open_hours"}


def test_hours_that_meet_the_horizon_count_and_hours_outside_it_do_not() -> None:
    def broken(opened: Span, start: int) -> set[str]:
        problem = a_problem(
            a_job(a_step(end_binds="hard", end_tolerance=2)), units=(a_unit(open=(opened,)),)
        )
        return {found.rule for found in judge(problem, [placed("R1-1", start)])}

    assert broken((-5, 1), 0) == broken((40, 2 * DAY), 2 * DAY - 3) == set()
    assert broken((0, 2 * DAY + 5), 9) == set()
    assert broken((-5, 0), 0) == broken((2 * DAY, 60), 2 * DAY - 3) == {"runs_end_near_open_hours"}
    # At the first moment, two slots after closing would be near enough: but that was yesterday.
    tolerant = a_problem(
        a_job(a_step(end_binds="hard", end_tolerance=3)), units=(a_unit(open=((-5, 0),)),)
    )
    assert [v.rule for v in judge(tolerant, [placed("R1-1", 0)])] == ["runs_end_near_open_hours"]


def test_a_soft_end_and_a_free_one_may_lie_anywhere() -> None:
    for binds in ("soft", "free"):
        problem = a_problem(a_job(a_step(end_binds=binds)))

        assert judge(problem, [placed("R1-1", 22)]) == ()


def test_a_step_without_a_unit_takes_its_time_and_nothing_else() -> None:
    """A screen is ordered: five hours, no instrument, no opening hours, no grid."""
    ordered = a_step(
        alternatives=(Alternative(duration=5, code="ordered"),), end_binds="hard", windows=((0, 9),)
    )
    problem = a_problem(a_job(ordered), units=(), people=())

    assert judge(problem, [placed("R1-1", 22, unit="", slots=5, alternative="ordered")]) == ()
    assert {
        v.rule
        for v in judge(problem, [placed("R1-1", 22, unit="", slots=4, alternative="ordered")])
    } == {"lengths_are_as_asked"}
