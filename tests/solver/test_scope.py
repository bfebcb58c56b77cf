"""What the engine cannot place yet is refused by name before any solving, never answered wrongly.

A row goes when the engine learns what it asks.
"""

from dataclasses import replace
from typing import Any

import pytest

from solver.engine.limits import Limits
from solver.engine.scope import check_scope
from solver.engine.solve import solve
from solver.problem import (
    SHORTEST,
    Alternative,
    Attendance,
    Budget,
    Draw,
    Lag,
    Need,
    Pool,
    Problem,
    Standing,
)
from tests.solver.builders import (
    a_job,
    a_person,
    a_problem,
    a_request,
    a_step,
    a_unit,
    attended,
)
from tests.solver.whole_language import whole_language


def _run_by(**changes: Any) -> Problem:
    way = replace(Alternative(unit="SEM-1", duration=3), **changes)
    step = replace(a_request().step, alternatives=(way,))
    return a_problem(
        a_request(steps=(step,)),
        pools=(Pool(code="power", capacity=1),),
        budgets=(Budget(code="film", amount=1),),
    )


def _step(**changes: Any) -> Problem:
    return a_problem(a_request(steps=(replace(a_request().step, **changes),)))


PAIR = (a_request(), a_request("R2"))
BEYOND: list[tuple[str, Problem]] = [
    ("problem: goal is not the usual one", a_problem(goal=SHORTEST)),
    (
        "lag R1-step to R2-step: steps wait for each other",
        a_problem(*PAIR, lags=(Lag(before="R1-step", after="R2-step"),)),
    ),
    (
        "standing R1-step: a step stands already",
        a_problem(
            standing=(Standing(step="R1-step", alternative="SEM-1", start=9, end=12),),
        ),
    ),
    ("unit SEM-1: capacity is 2", a_problem(units=(a_unit(capacity=2),))),
    ("person abe: more_sites has other", a_problem(people=(a_person(more_sites=("I",)),))),
    ("request R1: steps has 2", a_problem(a_job(a_step("R1-1"), a_step("R1-2")))),
    ("request R2: follows R1", a_problem(a_request(), a_request("R2", follows="R1"))),
    ('step R1-step: windows_bind is "free"', _step(windows_bind="free")),
    ("step R1-step: pieces is 2", _step(pieces=2)),
    ("step R1-step: may_pause is set", _step(may_pause=True)),
    ('step R1-step: end_binds is "hard"', _step(end_binds="hard")),
    ("alternative without a unit has no unit", _run_by(unit="", code="")),
    ("alternative slow has a code of its own", _run_by(code="slow")),
    ("alternative SEM-1 needs further units", _run_by(also=(Need(any_of=("SEM-1",)),))),
    ("alternative SEM-1 draws on a pool", _run_by(pools=(Draw(of="power", amount=1),))),
    ("alternative SEM-1 draws on a pool or", _run_by(budgets=(Draw(of="film", amount=1),))),
    (
        "alternative SEM-1 names a skill or people",
        _run_by(attendance=(Attendance(mode="exclusive", at="throughout", skill="laser"),)),
    ),
    (
        "alternative SEM-1 names a skill or people",
        _run_by(attendance=(Attendance(mode="exclusive", at="throughout", by=("abe",)),)),
    ),
    (
        "alternative SEM-1 needs a team",
        _run_by(attendance=(attended("start", 2), attended("end", 2))),
    ),
]


@pytest.mark.parametrize(("sentence", "problem"), BEYOND)
def test_what_solve_cannot_place_yet_is_refused_by_name(sentence: str, problem: Problem) -> None:
    with pytest.raises(ValueError, match=f"{sentence}.*; this version of solve cannot place it"):
        solve(problem, Limits(seconds=1.0))


def test_the_whole_language_is_not_solved_yet() -> None:
    with pytest.raises(ValueError, match="this version of solve cannot place it yet"):
        check_scope(whole_language())


def test_what_needs_no_teaching_is_let_through() -> None:
    """A due slot and a cost count in other goals only; who guides may be on call; ends may wait."""
    parts = (attended("start", 1), attended("throughout", mode="on_call"))
    step = replace(
        a_request(attendance=parts).step, end_binds="soft", end_tolerance=2, same_unit_as=""
    )

    check_scope(a_problem(a_request(steps=(step,), due=4), pools=(Pool(code="P", capacity=1),)))
