"""After an outage: what is not hit stays, what is locked stays, what must move moves little."""

from dataclasses import replace

import pytest

from solver.engine.solve import Limits, solve
from solver.judge import judge
from solver.objective import levels
from solver.offers import offers
from solver.outcome import Placement, Schedule
from solver.places.in_force import beside
from solver.problem import Problem
from solver.replan import Outage, disturbed, hit, repaired
from tests.solver.builders import DAY, a_person, a_problem, a_request, a_unit, attended

UNITS = (a_unit("SEM-1"), a_unit("SEM-2"))
PEOPLE = (a_person(), a_person("ito"))
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


def test_requests_the_plan_left_out_are_no_part_of_the_repair() -> None:
    problem, plan = _planned("R1")
    more = replace(problem, requests=(*problem.requests, a_request("R7")))

    assert [r.code for r in disturbed(more, plan, MORNING).requests] == ["R1"]
