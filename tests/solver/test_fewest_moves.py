"""After an outage: what is proven to be the fewest moves is, and a bound is passed by no plan."""

from dataclasses import replace
from random import Random

import pytest

from solver.engine.fewest_moves import fewest_moves
from solver.engine.solve import Limits, solve
from solver.judge import judge
from solver.objective import levels
from solver.offers import offers
from solver.outcome import Placement, Schedule
from solver.places.in_force import InForce, beside
from solver.problem import Problem
from solver.replan import FEWEST_MOVES, Outage, disturbed, hit, repaired
from tests.solver.builders import a_person, a_problem, a_request, a_unit
from tests.solver.fast.whole_problems import whole_problem

UNITS = (a_unit("SEM-1"), a_unit("SEM-2"))
MORNING = Outage(units=(("SEM-1", (0, 12)),))
LIMITS = Limits(seconds=20.0, workers=2)


@pytest.mark.parametrize("batch", range(3))
def test_no_plan_keeps_more_or_moves_less_than_the_proven_one(batch: int) -> None:
    proven = 0
    for seed in range(batch * 15, (batch + 1) * 15):
        after, plan, outage = _struck(seed)

        found = fewest_moves(after, plan, outage, LIMITS)
        best = solve(replace(after, goal=FEWEST_MOVES[:2]), LIMITS)

        assert judge(after, found.placements) == (), seed
        assert isinstance(best, Schedule), seed
        assert best.status == "optimal", seed
        exact = replace(after, goal=FEWEST_MOVES[:2])
        assert found.least_moves <= -levels(exact, best.placements)[1], seed
        if found.is_proven:
            assert levels(exact, found.placements) == levels(exact, best.placements), seed
        proven += found.is_proven
    assert proven > 12


def test_another_makes_room_where_that_keeps_both() -> None:
    after, plan = _in_each_others_way()
    assert len(repaired(after, plan, MORNING)) == 1

    found = fewest_moves(after, plan, MORNING, LIMITS)

    assert (found.is_proven, found.moves, found.least_moves) == (True, 1, 1)
    assert {p.request: (p.unit, p.start) for p in found.placements} == {
        "R1": ("SEM-1", 12),
        "R2": ("SEM-2", 12),
    }


def _in_each_others_way() -> tuple[Problem, tuple[Placement, ...]]:
    """R1 runs on the first unit only, R2 on both; in the morning the first unit fails."""
    only = a_request("R1", "SEM-1", windows=((9, 15),), bind="whole")
    either = a_request("R2", "SEM-1", "SEM-2", windows=((12, 15),), bind="whole")
    problem = a_problem(only, either, units=UNITS, people=(a_person(),))
    plan = offers(problem, "R1")[0]
    plan += offers(beside(problem, plan), "R2")[0]
    return disturbed(problem, plan, MORNING), plan


def test_a_promise_that_the_outage_forbids_is_left_out() -> None:
    only = replace(a_request("R1", "SEM-1", windows=((9, 12),), bind="whole"), mandatory=True)
    problem = a_problem(only, units=UNITS, people=(a_person(),))
    plan = offers(problem, "R1")[0]

    found = fewest_moves(disturbed(problem, plan, MORNING), plan, MORNING, LIMITS)

    assert (found.is_proven, found.placements, found.moves) == (True, (), 1)


def test_a_cancelled_search_gives_the_plan_there_is() -> None:
    after, plan = _in_each_others_way()

    found = fewest_moves(after, plan, MORNING, LIMITS, cancelled=lambda: True)

    assert not found.is_proven
    assert found.placements == repaired(after, plan, MORNING)


def _struck(seed: int) -> tuple[Problem, tuple[Placement, ...], Outage]:
    """A problem of the whole language and a plan of it, after some of it failed."""
    rng = Random(seed)  # noqa: S311  # no secret
    drawn = whole_problem(seed, 6)
    requests = tuple(replace(request, mandatory=False) for request in drawn.requests)
    problem = replace(drawn, standing=(), requests=requests)
    force = InForce(problem)
    for request in problem.requests:
        accepted = {p.request for p in force.placed.values()}
        if not request.follows or request.follows in accepted:
            for placement in (offers(force.around(request), request.code) or ((),))[0]:
                force.add(placement)
    plan = tuple(force.placed.values())
    outage = Outage(
        units=tuple(
            (unit.code, (start, start + rng.randint(1, 8)))
            for unit in problem.units
            for start in (rng.randrange(20),)
            if rng.random() < 0.4
        )
    )
    stuck = {request.code for request in hit(problem, plan, outage)}
    locked = [p.step for p in plan if p.request not in stuck and rng.random() < 0.3]
    return disturbed(problem, plan, outage, locked=locked), plan, outage
