"""The fast engine's plans break no rule, are worth what it says, and repeat for equal seeds."""

import threading
import time
from dataclasses import replace

import pytest

from solver.engine.fast.improve import begin, first_plan, improve
from solver.judge import judge
from solver.objective import levels
from solver.outcome import Placement, Violation
from solver.problem import (
    SHORTEST,
    Alternative,
    Budget,
    Draw,
    Lag,
    Pool,
    Problem,
    Request,
    Step,
    Unit,
)
from tests.solver.fast.improved import improved
from tests.solver.fast.whole_problems import whole_problem
from tests.solver.fast.whole_projects import whole_project

BATCHES, OF_A_BATCH = 6, 60


def _faults(problem: Problem, plan: tuple[Placement, ...]) -> list[Violation]:
    """What a plan breaks beside leaving out what it could not place."""
    return [found for found in judge(problem, plan) if not _leaves_out(found)]


def _leaves_out(found: Violation) -> bool:
    left_out = dict(found.facts).get("problem") == "left out"
    return found.rule == "mandatory_requests_are_placed" or left_out


@pytest.mark.parametrize("batch", range(BATCHES))
def test_a_plan_of_any_problem_breaks_no_rule_and_is_worth_what_was_told(batch: int) -> None:
    for seed in range(batch * OF_A_BATCH, (batch + 1) * OF_A_BATCH):
        problem = whole_problem(seed, 4)
        plan, told = improved(problem, seed, 40)

        assert _faults(problem, plan) == [], seed
        assert told[-1] == levels(problem, plan), seed
        assert told == sorted(told) or any(r.mandatory for r in problem.requests), seed


def test_equal_seeds_and_tries_give_equal_plans_and_other_seeds_other_ones() -> None:
    problem = _project(30)

    plans = [improve(problem, iterations=200, seed=seed) for seed in (1, 1, 2)]

    assert plans[0] == plans[1]
    assert plans[0] != plans[2]


def test_what_can_stay_of_a_given_plan_stays_at_first() -> None:
    for seed in range(40):
        problem = replace(whole_problem(seed, 3), standing=())
        plan = first_plan(problem, seed=seed)

        again = begin(problem, seed=seed + 1, start=plan)

        assert again.levels[1:] >= levels(problem, plan), seed


@pytest.mark.parametrize("batch", range(4))
def test_a_plan_of_any_project_breaks_no_rule_and_is_kept_when_it_is_given(batch: int) -> None:
    for seed in range(batch * 200, (batch + 1) * 200):
        problem = whole_project(seed)
        plan, told = improved(problem, seed, 40)
        if not plan:
            continue

        assert judge(problem, plan) == (), seed
        assert told[-1] == levels(problem, plan), seed
        assert begin(problem, seed=seed + 1, start=plan).levels[1:] >= told[-1], seed


def test_most_projects_with_room_find_a_plan() -> None:
    found = [bool(improve(whole_project(seed), iterations=20)) for seed in range(100)]

    assert sum(found) > 60


def test_what_of_a_given_plan_breaks_a_promise_is_not_kept() -> None:
    problem = _project(12)
    plan = improve(problem, iterations=50)
    crowded = tuple(replace(p, start=0, end=3) for p in plan)

    again = first_plan(problem, start=crowded)

    assert judge(problem, again) == ()


def test_a_thousand_requests_for_three_units_have_a_first_plan_within_a_second() -> None:
    problem = _bookings(1000)
    first_plan(problem)
    began = time.perf_counter()

    plan = first_plan(problem)

    assert time.perf_counter() - began < 1.0
    assert _faults(problem, plan) == []


def test_a_project_is_shortened_to_what_its_pool_allows() -> None:
    """Ten steps of three slots, of which two can draw at once: five pairs, fifteen slots."""
    plan = improve(_project(10, chained=False), iterations=500)

    assert max(p.end for p in plan) == 15


def test_a_way_is_chosen_that_budgets_allow() -> None:
    fast = Alternative(code="fast", duration=1, budgets=(Draw(of="film", amount=1),))
    slow = Alternative(code="slow", duration=4)
    steps = tuple(
        Step(code=f"s{n}", request="R", alternatives=(fast, slow), not_after=100) for n in range(4)
    )
    problem = replace(
        _project(1),
        requests=(Request(code="R", steps=steps, mandatory=True),),
        budgets=(Budget(code="film", amount=2),),
        lags=tuple(Lag(before=f"s{n}", after=f"s{n + 1}") for n in range(3)),
    )

    plan = improve(problem, iterations=300)

    assert judge(problem, plan) == ()
    assert max(p.end for p in plan) == 10


def test_without_a_limit_it_is_said_that_one_is_missing() -> None:
    with pytest.raises(ValueError, match="neither seconds nor iterations"):
        improve(_project(2))


@pytest.mark.parametrize("kind", ["project", "bookings"])
def test_a_cancelled_search_ends_within_a_second_with_a_plan(kind: str) -> None:
    problem = _project(600) if kind == "project" else _bookings(200)
    first_plan(problem)  # compiled
    asked = threading.Event()
    threading.Timer(0.3, asked.set).start()
    began = time.perf_counter()

    plan = improve(problem, seconds=60.0, cancelled=asked.is_set)

    assert time.perf_counter() - began < 1.3
    assert plan
    assert _faults(problem, plan) == []


def test_a_search_in_seconds_ends_in_time() -> None:
    problem = _bookings(200)
    first_plan(problem)
    began = time.perf_counter()

    improve(problem, seconds=0.5)

    assert time.perf_counter() - began < 1.0


def test_more_tries_are_never_worse() -> None:
    problem = _bookings(120)

    few, many = (levels(problem, improve(problem, iterations=n)) for n in (1, 400))

    assert many > few


def _project(count: int, *, chained: bool = True) -> Problem:
    way = Alternative(code="way", duration=3, pools=(Draw(of="hands", amount=1),))
    steps = tuple(
        Step(code=f"s{n}", request="R", alternatives=(way,), not_after=2000) for n in range(count)
    )
    third = (Lag(before=f"s{n}", after=f"s{n + 3}") for n in range(count - 3))
    return Problem(
        slot_minutes=60,
        horizon=2000,
        days=(0,),
        requests=(Request(code="R", steps=steps, mandatory=True),),
        pools=(Pool(code="hands", capacity=2),),
        lags=tuple(third) if chained else (),
        goal=SHORTEST,
    )


def _bookings(count: int) -> Problem:
    """More requests than three units can take in a day."""
    units = tuple(
        Unit(code=code, site="Y", kind="SEM", open=((0, 90),), default_changeover=1)
        for code in ("A", "B", "C")
    )
    requests = tuple(
        Request(
            code=f"R{n}",
            weight=1 + n % 5,
            steps=(
                Step(
                    code=f"R{n}-1",
                    request=f"R{n}",
                    setting="ab"[n % 2],
                    alternatives=tuple(
                        Alternative(unit=code, duration=2 + (n + m) % 4)
                        for m, code in enumerate("ABC")
                    ),
                    not_after=96,
                ),
            ),
        )
        for n in range(count)
    )
    return Problem(slot_minutes=15, horizon=96, days=(0,), units=units, requests=requests)
