"""After an outage: what is not hit stays, what is locked stays, what must move moves little."""

from dataclasses import replace
from random import Random

import pytest

from solver.engine.solve import Limits, solve
from solver.judge import judge
from solver.objective import levels
from solver.offers import offers
from solver.outcome import Placement, Schedule
from solver.places.in_force import InForce, beside
from solver.problem import Problem
from solver.replan import Outage, disturbed, hit, repaired
from tests.solver.builders import DAY, a_person, a_problem, a_request, a_unit, attended
from tests.solver.fast.whole_problems import whole_problem

UNITS = (a_unit("SEM-1"), a_unit("SEM-2"))
PEOPLE = (a_person(), a_person("ito"))
LEFT_OUT = {"mandatory_requests_are_placed"}  # the quick repair found no place
MORNING = Outage(units=(("SEM-1", (0, 12)),))


def _planned(
    *requests: str, on: tuple[str, ...] = ("SEM-1", "SEM-2")
) -> tuple[Problem, tuple[Placement, ...]]:
    """Requests one after the other at their first place."""
    guided = (attended("start", 1),)
    problem = a_problem(
        *(a_request(code, *on, attendance=guided) for code in requests), units=UNITS, people=PEOPLE
    )
    plan: tuple[Placement, ...] = ()
    for code in requests:
        plan += offers(beside(problem, plan), code)[0]
    return problem, plan


def _where(plan: tuple[Placement, ...]) -> dict[str, tuple[str, int]]:
    return {p.request: (p.unit, p.start) for p in plan}


def test_only_what_is_hit_moves_and_to_the_nearest_place() -> None:
    problem, plan = _planned("R1", "R2", "R3")
    assert _where(plan)["R1"] == ("SEM-1", 9)

    after = disturbed(problem, plan, MORNING)
    mended = repaired(after, plan, MORNING)

    assert judge(after, mended) == ()
    assert [request.code for request in hit(after, plan, MORNING)] == ["R1"]
    before, now = _where(plan), _where(mended)
    assert {code for code in before if before[code] != now[code]} == {"R1"}
    assert now["R1"] == ("SEM-2", 12)


def test_another_unit_of_the_kind_at_the_same_time_is_no_move() -> None:
    problem, plan = _planned("R1", on=("SEM-1", "SEM-2"))

    after = disturbed(problem, plan, MORNING)
    mended = repaired(after, plan, MORNING)

    assert _where(mended) == {"R1": ("SEM-2", 9)}
    assert levels(after, mended) == (1, 0, 0, 0)


def test_a_person_who_is_away_is_replaced_by_one_who_is_there() -> None:
    problem, plan = _planned("R1")
    (part,) = plan[0].attendance

    outage = Outage(people=((part.person, (0, DAY)),))
    mended = repaired(disturbed(problem, plan, outage), plan, outage)

    (p,) = mended
    assert (p.start, p.attendance[0].person) == (9, {"abe": "ito", "ito": "abe"}[part.person])


def test_what_finds_no_place_is_left_out_and_the_exact_engine_moves_another_for_it() -> None:
    """R1 runs on the first unit only, R2 on both: R2 has to make room."""
    only = a_request("R1", "SEM-1", windows=((9, 15),), bind="whole")
    either = a_request("R2", "SEM-1", "SEM-2", windows=((12, 15),), bind="whole")
    problem = a_problem(only, either, units=UNITS, people=PEOPLE)
    plan = offers(problem, "R1")[0]
    plan += offers(beside(problem, plan), "R2")[0]
    assert _where(plan) == {"R1": ("SEM-1", 9), "R2": ("SEM-1", 12)}

    after = disturbed(problem, plan, MORNING)
    quick = repaired(after, plan, MORNING)
    best = solve(after, Limits(seconds=20.0), start=quick)

    assert _where(quick) == {"R2": ("SEM-1", 12)}
    assert isinstance(best, Schedule)
    assert best.status == "optimal"
    assert _where(best.placements) == {"R1": ("SEM-1", 12), "R2": ("SEM-2", 12)}
    assert levels(after, best.placements) == (2, -1, 0, -3)


def test_what_is_locked_never_moves() -> None:
    problem, plan = _planned("R1", "R2")
    locked = [plan[1].step]

    after = disturbed(problem, plan, MORNING, locked=locked)
    best = solve(after, Limits(seconds=20.0), start=repaired(after, plan, MORNING))

    assert isinstance(best, Schedule)
    assert _where(best.placements)["R2"] == _where(plan)["R2"]


def test_a_locked_step_inside_the_outage_and_codes_that_are_not_there_are_refused() -> None:
    problem, plan = _planned("R1")

    with pytest.raises(ValueError, match="SEM-1 is blocked"):
        disturbed(problem, plan, MORNING, locked=[plan[0].step])
    with pytest.raises(ValueError, match="outage: units names 'SEM-9'"):
        disturbed(problem, plan, Outage(units=(("SEM-9", (0, 1)),)))
    with pytest.raises(ValueError, match="outage: locked names 'R9-1'"):
        disturbed(problem, plan, MORNING, locked=["R9-1"])


def test_a_locked_step_whose_person_is_away_is_refused() -> None:
    problem, plan = _planned("R1")
    (part,) = plan[0].attendance
    outage = Outage(people=((part.person, (0, DAY)),))

    with pytest.raises(ValueError, match="from the locked step R1-step; unlock it"):
        disturbed(problem, plan, outage, locked=[plan[0].step])


@pytest.mark.parametrize("batch", range(3))
def test_a_repaired_plan_stands_and_only_what_the_judge_would_not_let_stand_has_moved(
    batch: int,
) -> None:
    for seed in range(batch * 60, (batch + 1) * 60):
        rng = Random(seed)  # noqa: S311  # no secret
        problem, plan = _drawn(seed)
        outage = Outage(
            units=tuple((unit.code, _a_span(rng)) for unit in problem.units if rng.random() < 0.4),
            people=tuple((one.code, _a_span(rng)) for one in problem.people if rng.random() < 0.4),
        )
        after = disturbed(problem, plan, outage)

        mended = repaired(after, plan, outage)

        assert {one.rule for one in judge(after, mended)} <= LEFT_OUT, seed
        broken = {dict(one.facts)["step"] for one in judge(after, plan)}
        moved = {p.request for p in {*plan} ^ {*mended}}
        follow = {r.code for r in problem.requests if r.follows in moved}
        hit_ones = {request.code for request in hit(after, plan, outage)}
        assert {p.request for p in plan if p.step in broken} == hit_ones, seed
        assert moved <= hit_ones | follow, seed


def _drawn(seed: int) -> tuple[Problem, tuple[Placement, ...]]:
    """A problem of the whole language, and a plan of it: one request after the other."""
    problem = replace(whole_problem(seed, 6), standing=())
    force = InForce(problem)
    for request in problem.requests:
        accepted = {p.request for p in force.placed.values()}
        if not request.follows or request.follows in accepted:
            for placement in (offers(force.around(request), request.code) or ((),))[0]:
                force.add(placement)
    return problem, tuple(force.placed.values())


def _a_span(rng: Random) -> tuple[int, int]:
    start = rng.randrange(20)
    return start, start + rng.randint(1, 8)


def test_what_follows_a_request_without_a_place_is_left_out_too() -> None:
    only = a_request("R1", "SEM-1", windows=((9, 12),), bind="whole")
    again = replace(a_request("R2", "SEM-2"), follows="R1")
    problem = a_problem(only, again, units=UNITS, people=PEOPLE)
    plan = (*offers(problem, "R1")[0], *offers(problem, "R2")[0])

    assert repaired(disturbed(problem, plan, MORNING), plan, MORNING) == ()


def test_requests_the_plan_left_out_are_no_part_of_the_repair() -> None:
    problem, plan = _planned("R1")
    more = replace(problem, requests=(*problem.requests, a_request("R7")))

    assert [r.code for r in disturbed(more, plan, MORNING).requests] == ["R1"]
