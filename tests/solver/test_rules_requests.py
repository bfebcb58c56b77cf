"""What stands in a plan at all, by hand."""

import pytest

from solver.judge import judge
from solver.outcome import Violation
from solver.problem import Alternative, Need, Standing
from tests.solver.builders import (
    a_job,
    a_person,
    a_problem,
    a_request,
    a_step,
    a_unit,
    at,
    attended,
    placed,
)
from tests.solver.examples import Example, names

TWO_UNITS = (a_unit(), a_unit("SEM-2"))
TWO_STEPS = a_job(a_step("R1-1"), a_step("R1-2"))
BOTH = [placed("R1-1", 9), placed("R1-2", 12)]
LOCKED = Standing(step="R1-1", alternative="SEM-1", start=9, end=12, locked=True)
STANDS = a_problem(a_job(a_step("R1-1", "SEM-1", "SEM-2")), units=TWO_UNITS, standing=(LOCKED,))
GUIDED = a_problem(
    a_job(a_step(attendance=(attended("start", 1),))),
    people=(a_person(), a_person("ito")),
    standing=(
        Standing(step="R1-1", alternative="SEM-1", start=9, end=12, people=("abe",), locked=True),
    ),
)
IN_A_BOX = a_problem(
    a_job(
        a_step(
            alternatives=(
                Alternative(unit="SEM-1", duration=3, also=(Need(any_of=("BOX-1", "BOX-2")),)),
            )
        )
    ),
    units=(a_unit(), a_unit("BOX-1"), a_unit("BOX-2")),
    standing=(
        Standing(step="R1-1", alternative="SEM-1", start=9, end=12, also=("BOX-1",), locked=True),
    ),
)

EXAMPLES = [
    Example(
        "requests_are_placed_once",
        a_problem(),
        [at(9)],
        [at(9), at(12)],
        {"step": "R1-step", "request": "R1", "problem": "placed twice"},
    ),
    Example(
        "requests_are_placed_once",
        a_problem(),
        [at(9)],
        [at(9), at(12, "R9")],
        {"step": "R9-step", "request": "R9", "problem": "not asked for"},
    ),
    Example(
        "jobs_are_placed_whole",
        a_problem(TWO_STEPS),
        BOTH,
        BOTH[:1],
        {"request": "R1", "step": "R1-2", "missing": 1},
    ),
    Example(
        "mandatory_requests_are_placed",
        a_problem(a_request(mandatory=True)),
        [at(9)],
        [],
        {"request": "R1"},
    ),
    Example(
        "second_rounds_come_with_their_first",
        a_problem(a_request(), a_request("R2", follows="R1")),
        [at(9), at(12, "R2")],
        [at(12, "R2")],
        {"request": "R2", "follows": "R1"},
    ),
    Example(
        "locked_steps_stay",
        STANDS,
        [placed("R1-1", 9)],
        [placed("R1-1", 9, unit="SEM-2")],
        {"step": "R1-1", "problem": "moved", "what": "alternative"},
    ),
    Example(
        "locked_steps_stay",
        STANDS,
        [placed("R1-1", 9)],
        [],
        {"step": "R1-1", "problem": "left out"},
    ),
    Example(
        "locked_steps_stay",
        GUIDED,
        [placed("R1-1", 9, by=(("abe", "exclusive", 9, 10),))],
        [placed("R1-1", 9, by=(("ito", "exclusive", 9, 10),))],
        {"step": "R1-1", "problem": "moved", "what": "people"},
    ),
    Example(
        "locked_steps_stay",
        IN_A_BOX,
        [placed("R1-1", 9, also=("BOX-1",))],
        [placed("R1-1", 9, also=("BOX-2",))],
        {"step": "R1-1", "problem": "moved", "what": "also"},
    ),
]


@pytest.mark.parametrize("example", EXAMPLES, ids=names(EXAMPLES))
def test_a_rule_finds_what_breaks_it_and_nothing_else(example: Example) -> None:
    example.check()


def test_a_locked_step_that_starts_later_ends_later_too() -> None:
    later = judge(STANDS, [placed("R1-1", 10)])

    assert later == tuple(
        Violation(
            rule="locked_steps_stay",
            facts=(("step", "R1-1"), ("problem", "moved"), ("what", what)),
        )
        for what in ("start", "end")
    )


def test_a_standing_step_that_is_not_locked_may_move_and_be_left_out() -> None:
    free = Standing(step="R1-1", alternative="SEM-1", start=9, end=12)
    problem = a_problem(a_job(a_step()), standing=(free,))

    assert judge(problem, [placed("R1-1", 20)]) == ()
    assert judge(problem, []) == ()


def test_a_first_round_comes_without_its_second() -> None:
    problem = a_problem(a_request(), a_request("R2", follows="R1"))

    assert judge(problem, [at(9)]) == ()
    assert judge(problem, []) == ()


def test_a_mandatory_job_placed_in_part_is_told_once_as_not_whole() -> None:
    problem = a_problem(a_job(a_step("R1-1"), a_step("R1-2"), mandatory=True))

    assert [found.rule for found in judge(problem, BOTH[:1])] == ["jobs_are_placed_whole"]
    assert [found.rule for found in judge(problem, [])] == ["mandatory_requests_are_placed"]
