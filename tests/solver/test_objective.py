"""What a plan is worth: levels in order, and one number that orders plans alike."""

from itertools import product

import pytest

from solver.goal import Level, Term, TermName
from solver.objective import as_levels, as_value, factors, levels, value
from solver.problem import Standing
from tests.solver.builders import (
    a_job,
    a_problem,
    a_request,
    a_step,
    at,
    placed,
)

JOB = a_job(a_step("R1-1"), a_step("R1-2", duration=2), weight=4, due=14)
LOOK = a_request("R2", weight=2)


def _goal(*level_terms: tuple[tuple[TermName, int], ...]) -> tuple[Level, ...]:
    return tuple(
        tuple(Term(name=name, weight=weight) for name, weight in terms) for terms in level_terms
    )


def test_a_level_is_the_weighted_sum_of_its_terms() -> None:
    goal = _goal((("accepted_weight", 100), ("lateness", -1)), (("makespan", -2),))
    problem = a_problem(JOB, goal=goal)
    plan = [placed("R1-1", 9), placed("R1-2", 15, slots=2)]

    assert levels(problem, plan) == (400 - 12, -34)
    assert levels(problem, []) == (0, 0)


def test_the_usual_value_is_weight_times_more_than_all_earliness_and_the_earliness() -> None:
    problem = a_problem(a_request(weight=3), LOOK)

    assert factors(problem) == (2 * 48 + 1, 1)
    assert value(problem, [at(9), at(12, "R2")]) == 5 * 97 + 39 + 36
    assert as_levels(problem, 5 * 97 + 75) == (5, 75)


GOALS = [
    _goal((("makespan", -1),)),
    _goal((("accepted_weight", 1),), (("earliness", 1),)),
    _goal((("moves", -1),), (("people_told", -1),), (("slots_shifted", -1),)),
    _goal((("accepted_weight", 2), ("lateness", -1)), (("visits", -1), ("earliness", 1))),
]


@pytest.mark.parametrize("goal", GOALS)
def test_the_value_orders_plans_as_the_levels_do_and_gives_them_back(
    goal: tuple[Level, ...],
) -> None:
    step = a_step("R1-1", windows_bind="whole", windows=((0, 48),))
    stands = Standing(step="R1-1", alternative="SEM-1", start=9, end=12, people=("abe",))
    problem = a_problem(a_job(step, due=14), LOOK, standing=(stands,), goal=goal)
    starts = (None, 0, 9, 14, 30)
    plans = [
        [
            placed(code, start)
            for code, start in (("R1-1", one), ("R2-step", two))
            if start is not None
        ]
        for one, two in product(starts, starts)
    ]
    worth = [(levels(problem, plan), value(problem, plan)) for plan in plans]

    assert all(as_levels(problem, number) == these for these, number in worth)
    assert all(as_value(problem, these) == number for these, number in worth)
    assert sorted(worth) == sorted(worth, key=lambda pair: pair[1])
    assert all((a < b) == (m < n) for a, m in worth for b, n in worth)
