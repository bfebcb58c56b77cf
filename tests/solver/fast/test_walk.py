"""Where everything is one step's alone, plans get shorter by moving steps on longest chains."""

import pytest

from solver.engine.fast.improve import improve
from solver.engine.fast.pools.ask import ask_project
from solver.engine.fast.pools.queues import queues_of
from solver.judge import judge
from solver.objective import levels
from tests.solver.fast.improved import improved
from tests.solver.fast.whole_shops import drawing, whole_shop

# Proven by CP-SAT: no plan of these shops is shorter.
SHORTEST_OF = {"ten jobs on five machines": 147, "with other machines": 65, "with three people": 97}
SHOPS = {
    "ten jobs on five machines": whole_shop(1, jobs=10, steps=5, machines=5),
    "with other machines": whole_shop(2, jobs=10, steps=5, machines=6, ways=3),
    "with three people": whole_shop(3, jobs=8, steps=4, machines=5, ways=2, people=3),
}


@pytest.mark.parametrize("name", SHOPS)
def test_the_shortest_plan_is_found(name: str) -> None:
    plan = improve(SHOPS[name], iterations=100)

    assert judge(SHOPS[name], plan) == ()
    assert max(p.end for p in plan) == SHORTEST_OF[name]


@pytest.mark.parametrize("people", [0, 2])
def test_a_plan_of_any_shop_breaks_no_rule_and_is_worth_what_was_told(people: int) -> None:
    for seed in range(60):
        size = {"jobs": 1 + seed % 6, "steps": 1 + seed % 4, "ways": 1 + seed % 3}
        problem = whole_shop(seed, machines=4, people=people, **size)

        plan, told = improved(problem, seed, 5)

        assert judge(problem, plan) == (), seed
        assert told[-1] == levels(problem, plan), seed


@pytest.mark.parametrize(("amount", "queues"), [(1, 0), (2, 6)])
def test_a_pool_is_a_queue_where_no_two_can_draw_at_once(amount: int, queues: int) -> None:
    problem = drawing(whole_shop(1, jobs=3, steps=5, machines=5), amount)

    asked = ask_project(problem)

    assert asked is not None
    assert len(queues_of(asked.project).count) == queues
