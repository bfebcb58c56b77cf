"""A problem with one kind of obstacle lifted: its plans often break a rule of the whole one."""

from collections.abc import Callable
from dataclasses import replace
from random import Random
from typing import Any

from solver.problem import Problem, Request, Skill, Step
from tests.solver.fast.whole_problems import HORIZON

WHOLE = ((0, HORIZON),)
EVERYTHING = tuple(Skill(kind=kind, valid=(0, HORIZON)) for kind in ("A", "B", "laser"))

Lift = Callable[[Problem], Problem]


def easier(rng: Random, problem: Problem) -> Problem:
    """The problem without one kind of obstacle, or as it is where that cannot be meant."""
    try:
        return rng.choice(LIFTS)(problem)
    except ValueError:
        return problem


def keeping(problem: Problem) -> Problem:
    """The problem in which later steps of a request keep the unit of the first."""

    def of_request(request: Request) -> Request:
        first = request.steps[0]
        kept: dict[str, Any] = {"same_unit_as": first.code, "keeps_unit": True}
        kept |= {"alternatives": first.alternatives, "may_pause": first.may_pause}
        later = [replace(s, **kept) for s in request.steps[1:]]
        return replace(request, steps=(first, *later))

    free = replace(problem, standing=(), lags=())
    return replace(free, requests=tuple(of_request(request) for request in free.requests))


def travelling(problem: Problem) -> Problem:
    """The problem with its units at two sites and samples that go from step to step."""
    sites = ("Y", "I")
    units = (replace(unit, site=sites[n % 2]) for n, unit in enumerate(problem.units))
    lags = (replace(lag, least=0, most=None, travels=True) for lag in problem.lags)
    return replace(problem, units=tuple(units), lags=tuple(lags), standing=())


def _units(**changes: Any) -> Lift:
    return lambda p: replace(p, units=tuple(replace(unit, **changes) for unit in p.units))


def _people(**changes: Any) -> Lift:
    return lambda p: replace(p, people=tuple(replace(one, **changes) for one in p.people))


def _requests(**changes: Any) -> Lift:
    return lambda p: replace(p, requests=tuple(replace(one, **changes) for one in p.requests))


def _steps(**changes: Any) -> Lift:
    def of_request(request: Request) -> Request:
        return replace(request, steps=tuple(replace(s, **changes) for s in request.steps))

    return lambda p: replace(p, requests=tuple(of_request(request) for request in p.requests))


def _ways(**changes: Any) -> Lift:
    def of_step(step: Step) -> Step:
        ways = tuple(replace(way, **changes) for way in step.alternatives)
        return replace(step, alternatives=ways)

    def of_request(request: Request) -> Request:
        return replace(request, steps=tuple(of_step(step) for step in request.steps))

    return lambda p: replace(p, requests=tuple(of_request(request) for request in p.requests))


def _unlocked(problem: Problem) -> Problem:
    standing = tuple(replace(one, locked=False) for one in problem.standing)
    return replace(problem, standing=standing)


LIFTS: tuple[Lift, ...] = (
    lambda problem: problem,
    _unlocked,
    lambda problem: _requests(mandatory=False)(_unlocked(problem)),
    _units(open=WHOLE),
    _units(blocked=()),
    _units(occupied=()),
    _units(changeovers=(), default_changeover=0),
    _units(start_every=1, fixed_starts=()),
    _units(capacity=9),
    _units(site="Y"),
    _people(working=WHOLE),
    _people(taken=(), on_call=(), on_call_limit=9),
    _people(skills=EVERYTHING),
    _people(more_sites=()),
    _requests(party_taken=(), follows=""),
    _steps(windows=WHOLE),
    _steps(party=""),
    _steps(same_unit_as="", keeps_unit=False),
    _steps(keeps_unit=False),
    _steps(end_binds="free"),
    _steps(not_before=0, not_after=HORIZON),
    _ways(pools=(), budgets=()),
    lambda problem: replace(problem, lags=()),
    lambda problem: replace(problem, travels=()),
)
