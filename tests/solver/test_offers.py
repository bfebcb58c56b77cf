"""Offers for whole jobs: certain, found where there are any, and different from each other."""

from dataclasses import replace

import pytest

from solver.engine.exact.search import search
from solver.engine.limits import Limits
from solver.explain import GROUPS, explain
from solver.judge import judge
from solver.offers import offers
from solver.places.alone import alone
from solver.places.in_force import beside
from solver.problem import Alternative, Budget, Draw, Lag, Pool, Problem, Travel
from tests.solver.builders import DAY, a_job, a_problem, a_step, a_unit
from tests.solver.fast.whole_problems import whole_problem

BATCHES, OF_A_BATCH = 4, 60


@pytest.mark.parametrize("batch", range(BATCHES))
def test_offers_are_certain_and_there_is_one_where_the_exact_engine_finds_a_place(
    batch: int,
) -> None:
    for seed in range(batch * OF_A_BATCH, (batch + 1) * OF_A_BATCH):
        problem = whole_problem(seed, 1)
        request = problem.requests[0]
        one = alone(problem, replace(request, mandatory=True))

        found = offers(problem, request.code)

        assert all(judge(one, plan) == () for plan in found), seed
        assert bool(found) == _has_place(one), seed
        assert len(set(found)) == len(found), seed


def _has_place(one: Problem) -> bool:
    limits = Limits(seconds=20.0)
    found = search(one, limits, began=0.0, hint=(), progress=None, cancelled=None)
    return found.plan is not None


@pytest.mark.parametrize("batch", range(BATCHES))
def test_a_reason_is_given_exactly_when_nothing_can_be_offered(batch: int) -> None:
    for seed in range(batch * OF_A_BATCH // 2, (batch + 1) * OF_A_BATCH // 2):
        problem = whole_problem(seed, 1)
        code = problem.requests[0].code

        refusal = explain(problem, code)

        assert (refusal.why == "fits_alone") == bool(offers(problem, code)), seed
        assert bool(refusal.groups) == (refusal.why == ""), seed
        assert set(refusal.groups) <= set(GROUPS), seed


def _two_step_job(**lag: object) -> Problem:
    """Bake on the first day where the lamp is; measure far away."""
    bake = a_step("R1-1", "OVEN", duration=2)
    measure = a_step("R1-2", "SEM", duration=1)
    return replace(
        a_problem(a_job(bake, measure), units=(a_unit("OVEN"), a_unit("SEM", site="I"))),
        lags=(Lag(before="R1-1", after="R1-2", **lag),),  # type: ignore[arg-type]  # any field
        travels=(Travel(origin="Y", target="I", slots=3),),
    )


def test_a_job_goes_where_its_longest_wait_allows_not_where_its_first_step_could_be_first() -> None:
    problem = _two_step_job(most=4, travels=True)
    late = replace(problem.units_by_code["SEM"], open=((DAY + 9, DAY + 17),), blocked=((0, DAY),))
    problem = replace(problem, units=(problem.units_by_code["OVEN"], late))

    (plan, *_) = offers(problem, "R1")

    assert [p.start for p in plan] == [DAY - 6, DAY]


def test_the_cheapest_way_is_offered_beside_the_earliest() -> None:
    quick = Alternative(unit="SEM-1", duration=1, cost=9000)
    cheap = Alternative(unit="SEM-2", duration=5, cost=4000)
    step = a_step("R1-1", alternatives=(quick, cheap))
    further = a_step("R1-2", alternatives=(quick, cheap))
    problem = replace(
        a_problem(a_job(step, further), units=(a_unit("SEM-1"), a_unit("SEM-2"))),
        lags=(Lag(before="R1-1", after="R1-2"),),
    )

    early, low = offers(problem, "R1")

    assert [p.unit for p in early] == ["SEM-1", "SEM-1"]
    assert [p.unit for p in low] == ["SEM-2", "SEM-2"]


def test_what_a_plan_placed_stands_in_the_way_of_what_it_left_out() -> None:
    way = Alternative(
        unit="SEM-1",
        duration=4,
        pools=(Draw(of="power", amount=1),),
        budgets=(Draw(of="film", amount=1),),
    )
    jobs = [a_job(a_step(f"{code}-1", alternatives=(way,))) for code in ("R1", "R2")]
    pools, budgets = (Pool(code="power", capacity=1),), (Budget(code="film", amount=1),)
    problem = a_problem(*jobs, pools=pools, budgets=budgets)
    placed = offers(problem, "R1")[0]

    left = beside(problem, placed)

    assert [request.code for request in left.requests] == ["R2"]
    assert left.pools[0].taken[0].amount == 1
    assert offers(left, "R2") == ()
    assert explain(left, "R2").groups == ("quota",)


def test_a_gap_that_is_too_short_is_named() -> None:
    problem = _two_step_job(most=1, travels=True)

    refusal = explain(problem, "R1")

    assert refusal.groups == ("gap",)
    assert dict(refusal.facts) == {"gap_slots": 1}


def test_an_unknown_request_is_refused_by_name() -> None:
    with pytest.raises(ValueError, match="request R9: is not in the problem"):
        offers(a_problem(), "R9")
