"""Where steps can go, against trying everything: reach, single steps, and what is beside a plan."""

from collections.abc import Iterator
from dataclasses import replace
from itertools import combinations, permutations, product
from random import Random

import pytest

from solver.judge import judge
from solver.offers import offers
from solver.outcome import PlacedAttendance, Placement
from solver.places.alone import alone
from solver.places.in_force import InForce
from solver.places.reach import Gap, collected_gap, reach, waits_of
from solver.problem import Alternative, Lag, Problem, Span, Step, Travel
from solver.timeline import from_spans
from tests.solver.builders import (
    a_job,
    a_person,
    a_problem,
    a_request,
    a_step,
    a_unit,
    attended,
)
from tests.solver.fast.whole_problems import whole_problem

HORIZON = 24
BATCHES, OF_A_BATCH = 3, 40


def _lies_between(gap: Gap, leaves: tuple[Span, ...], since: int, until: int) -> bool:
    """The rule in its own words: least, most, and a collection that brings it in time."""
    if until - since < gap.least or (gap.most is not None and until - since > gap.most):
        return False
    ready = since + gap.ready
    collected = [max(ready, start) for start, end in leaves if end > ready]
    return gap.collections is None or bool(collected and min(collected) + gap.way <= until)


def _a_gap(rng: Random) -> tuple[Gap, tuple[Span, ...]]:
    least, way = rng.randint(-3, 5), rng.randint(0, 4)
    most = rng.choice((None, least + rng.randint(0, 8)))
    if rng.random() < 0.3:
        return Gap(least, most), ()
    cuts = sorted(rng.sample(range(HORIZON + 1), 4))
    leaves = ((cuts[0], cuts[1]), (cuts[2], cuts[3]))[: rng.randint(1, 2)]
    collected = from_spans(leaves, HORIZON + 1)
    return collected_gap(least, most, way, collected, waits_of(collected)), leaves


def test_what_a_gap_leaves_of_a_side_is_what_lies_so_far_from_some_other_side() -> None:
    rng, sides = Random(3), range(HORIZON + 1)  # noqa: S311  # no secret
    for _ in range(400):
        gap, leaves = _a_gap(rng)
        some = {side for side in sides if rng.random() < 0.1}
        at = sum(1 << side for side in some)
        later = {u for u in sides if any(_lies_between(gap, leaves, s, u) for s in some)}
        before = {s for s in sides if any(_lies_between(gap, leaves, s, u) for u in some)}

        assert reach(at, gap, HORIZON, forward=True) == sum(1 << side for side in later)
        assert reach(at, gap, HORIZON, forward=False) == sum(1 << side for side in before)


@pytest.mark.parametrize("batch", range(BATCHES))
def test_a_single_step_has_an_offer_exactly_when_the_judge_lets_some_placement_stand(
    batch: int,
) -> None:
    for seed in range(batch * OF_A_BATCH, (batch + 1) * OF_A_BATCH):
        problem = whole_problem(seed, 1)
        for step in problem.requests[0].steps:
            one = _single(problem, step)

            found = offers(one, "R0")

            assert all(judge(one, plan) == () for plan in found), (seed, step.code)
            assert bool(found) == _fits_somewhere(one), (seed, step.code)


def _single(problem: Problem, step: Step) -> Problem:
    """The step by itself, as a request that has to be placed."""
    step = replace(step, same_unit_as="", keeps_unit=False)
    request = replace(problem.requests[0], steps=(step,), mandatory=True)
    locked = tuple(one for one in problem.standing if one.step == step.code)
    return alone(replace(problem, requests=(request,), lags=(), standing=locked), request)


def _fits_somewhere(one: Problem) -> bool:
    step = one.requests[0].step
    return any(
        not judge(one, [place])
        for way in step.alternatives
        for start in range(step.not_before, min(step.not_after, HORIZON))
        for length in (range(1, HORIZON + 1) if step.may_pause else (way.duration,))
        for place in _ways(one, step, way, start, start + length)
    )


def _ways(one: Problem, step: Step, way: Alternative, start: int, end: int) -> Iterator[Placement]:
    """Every choice of people and of further units."""
    units = [
        [unit for some in combinations(need.any_of, need.count) for unit in permutations(some)]
        for need in way.also
    ]
    people = [[person.code for person in one.people] for _ in way.attendance]
    for who, further in product(product(*people), product(*units)):
        parts = [
            PlacedAttendance(person=person, mode=part.mode, start=begin, end=stop)
            for person, part in zip(who, way.attendance, strict=True)
            for begin, stop in [part.span(start, end)]
        ]
        yield Placement(
            step=step.code,
            request=step.request,
            unit=way.unit,
            start=start,
            end=end,
            attendance=tuple(parts),
            alternative=way.code,
            also=tuple(unit for some in further for unit in some),
        )


# These look at requests that have not been asked about yet.
OF_OTHERS = {
    "mandatory_requests_are_placed",
    "second_rounds_come_with_their_first",
    "locked_steps_stay",
}


@pytest.mark.parametrize("batch", range(BATCHES))
def test_every_offer_can_be_added_to_the_plan_it_was_made_beside(batch: int) -> None:
    for seed in range(batch * OF_A_BATCH * 2, (batch + 1) * OF_A_BATCH * 2):
        problem = whole_problem(seed, 5)
        force = InForce(problem)
        for request in problem.requests:
            found = offers(force.around(request), request.code)
            stands = tuple(force.placed.values())

            for plan in found:
                broken = judge(problem, (*stands, *plan))
                assert {one.rule for one in broken} <= OF_OTHERS, (seed, request.code)
            for place in found[-1] if found else ():
                force.add(place)


def test_between_steps_that_keep_their_unit_nobody_else_has_it() -> None:
    kept = a_job(
        a_step("R1-1", "SEM-1"),
        a_step("R1-2", "SEM-1", same_unit_as="R1-1", keeps_unit=True, not_before=14),
    )
    problem = a_problem(kept, a_request("R2", windows=((9, 14),)))
    force = InForce(problem, offers(problem, "R1")[0])

    assert [p.start for p in force.placed.values()] == [0, 14]
    assert offers(force.around(problem.requests[1]), "R2") == ()


@pytest.mark.parametrize(
    ("lag", "start"),
    [
        (Lag(before="R1-1", after="R2-1", least=3), 8),
        (Lag(before="R1-1", after="R2-1", least=4, target="end"), 8),
        (Lag(before="R2-1", after="R1-1"), None),
        (Lag(before="R1-1", after="R2-1", travels=True), 12),
    ],
)
def test_a_step_that_waits_for_one_of_the_plan_is_offered_when_that_is_done(
    lag: Lag, start: int | None
) -> None:
    """R1 ends at 5, R2 takes one slot; what goes to I is collected at 10 and takes two slots."""
    first = a_job(a_step("R1-1", "SEM-1", duration=5))
    second = a_step("R2-1", "XRD-1", duration=1)
    problem = replace(
        a_problem(
            first,
            a_job(second, code="R2"),
            units=(a_unit("SEM-1"), a_unit("XRD-1", site="I" if lag.travels else "Y")),
        ),
        lags=(lag,),
        travels=(Travel(origin="Y", target="I", slots=2, leaves=((10, 11),)),),
    )
    force = InForce(problem, offers(problem, "R1")[0])

    found = offers(force.around(problem.requests[1]), "R2")

    assert [plan[0].start for plan in found[:1]] == ([] if start is None else [start])


def test_who_works_at_another_site_is_away_until_back() -> None:
    """Abe is at I over 9..10 and needs two slots each way."""
    guided = (attended("start", 1),)
    there = a_request("R1", "SEM-2", attendance=guided, windows=((9, 10),))
    here = a_request("R2", "SEM-1", attendance=guided, windows=((9, 14),))
    problem = replace(
        a_problem(
            there,
            here,
            units=(a_unit("SEM-1"), a_unit("SEM-2", site="I")),
            people=(a_person(more_sites=("I",)),),
        ),
        travels=(Travel(origin="Y", target="I", slots=2), Travel(origin="I", target="Y", slots=2)),
    )
    force = InForce(problem, offers(problem, "R1")[0])

    (plan, *_) = offers(force.around(problem.requests[1]), "R2")

    assert plan[0].start == 12
