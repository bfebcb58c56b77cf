"""What is read has the best plan that the instance has, and the judge finds nothing against it."""

import pytest

from solver.benchmark.readers.registry import READERS
from solver.benchmark.worth import worth
from solver.judge import judge
from tests.solver.benchmark.tiny import INSTANCES
from tests.solver.benchmark.trying_all import best_plan


@pytest.mark.parametrize("group", sorted(INSTANCES))
def test_the_best_of_all_plans_is_worth_what_was_worked_out_by_hand(group: str) -> None:
    text, best = INSTANCES[group]
    problem = READERS[group](text)

    plan = best_plan(problem)

    assert worth(problem, plan) == best


@pytest.mark.parametrize("group", sorted(INSTANCES))
def test_the_judge_finds_nothing_against_the_best_of_all_plans(group: str) -> None:
    problem = READERS[group](INSTANCES[group][0])

    plan = best_plan(problem)

    assert judge(problem, plan) == ()
