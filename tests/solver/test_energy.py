"""The least length of a plan, by the work there is: no plan is shorter, and many are as short."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from solver.engine.ahead import look_ahead
from solver.engine.solve import Limits, solve
from solver.outcome import Schedule
from solver.problem import Lag, Problem
from tests.solver.fast.whole_projects import whole_project
from tests.solver.fast.whole_shops import drawing, whole_shop


def _shop(seed: int) -> Problem:
    return whole_shop(seed, jobs=4, steps=3, machines=4, ways=3, people=seed % 3)


@pytest.mark.parametrize(("draw", "tight"), [(whole_project, 15), (_shop, 10)])
def test_no_plan_is_shorter(draw: Callable[[int], Problem], tight: int) -> None:
    as_short = 0
    for seed in range(60):
        problem = draw(seed)
        best = solve(problem, Limits(seconds=20.0))
        if not isinstance(best, Schedule):
            continue

        least = -look_ahead(problem).top

        assert best.status == "optimal", seed
        assert least <= -best.objective, seed
        as_short += least == -best.objective
    assert as_short >= tight


def test_all_who_can_do_it_share_the_work() -> None:
    """Six steps of 4 slots; each may run on two machines of three: 24 slots of work, 8 each."""
    problem = _of_equal_steps(6, ways=2)

    assert -look_ahead(problem).top == 8


def test_what_must_come_before_and_after_is_counted() -> None:
    """From slot 3 on, and with two slots of waiting and a step behind each of them."""
    problem = _of_equal_steps(6, ways=2, not_before=3, behind=True)

    # 3 slots before, 8 of work, 2 of waiting, 4 of the last step
    assert -look_ahead(problem).top == 17


def test_a_pool_gives_no_more_than_it_has() -> None:
    """Five steps of 4 slots draw 2 each, 40 in all, of 3 a slot; the machines need 7 slots."""
    assert -look_ahead(drawing(_of_equal_steps(5, ways=3), 2)).top == 14


def test_what_may_be_left_out_does_not_make_a_plan_longer() -> None:
    """Behind one step of a promised job stands one of a job that nobody promised."""
    problem = _of_equal_steps(2, ways=1)
    first, second = problem.requests
    optional = replace(second, mandatory=False)
    behind = Lag(before=first.steps[0].code, after=second.steps[0].code)
    problem = replace(problem, requests=(first, optional), lags=(behind,))

    best = solve(problem, Limits(seconds=20.0))

    assert -look_ahead(problem).top == 4
    assert isinstance(best, Schedule)
    assert (best.status, best.objective) == ("optimal", -4)


def _of_equal_steps(jobs: int, *, ways: int, not_before: int = 0, behind: bool = False) -> Problem:
    """Each job has a step of 4 slots on some of three machines, perhaps another one behind it."""
    problem = whole_shop(1, jobs=jobs, steps=1 + behind, machines=3)
    units = problem.units
    requests = []
    lags = []
    for n, request in enumerate(problem.requests):
        first, *more = request.steps
        way = first.alternatives[0]
        some = [units[(n + m) % 3].code for m in range(ways)]
        first = replace(
            first,
            not_before=not_before,
            alternatives=tuple(replace(way, unit=code, code=code, duration=4) for code in some),
        )
        last = [
            replace(
                step,
                not_before=0,
                alternatives=(replace(way, unit="", code="alone", duration=4),),
            )
            for step in more
        ]
        requests.append(replace(request, steps=(first, *last)))
        lags += [Lag(before=first.code, after=step.code, least=2) for step in last]
    return replace(problem, requests=tuple(requests), lags=tuple(lags))
