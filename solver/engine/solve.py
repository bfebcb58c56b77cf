"""Places all waiting requests at once: greedy first, then CP-SAT, every answer judged."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from time import perf_counter

from solver.construct import Standing, construct_all, earliest
from solver.engine.exact.search import Found, Progress, search
from solver.engine.limits import Limits
from solver.engine.scope import check_scope
from solver.explain import explain
from solver.judge import judge
from solver.objective import value, weight_factor
from solver.outcome import NoSchedule, Placement, Refusal, Refused, Schedule
from solver.problem import Problem

__all__ = ["Limits", "Progress", "solve"]

Cancelled = Callable[[], bool]
_LEAST_SECONDS = 0.05


def solve(
    problem: Problem,
    limits: Limits,
    *,
    progress: Progress | None = None,
    cancelled: Cancelled | None = None,
) -> Schedule | NoSchedule:
    """The best plan found within the limits, at least the greedy one, with a valid bound.

    progress(objective, bound, seconds) is called for every better plan, perhaps from another
    thread. cancelled() is asked about every 0.1 s; the best plan found until then is returned.
    Raises ValueError for what the language can say and the engine cannot place yet, AssertionError
    when a plan of ours breaks a rule.
    """
    began = perf_counter()
    check_scope(problem)
    if cancelled is not None and cancelled():
        return NoSchedule(why="cancelled", seconds=perf_counter() - began)
    hopeless, top = _alone(problem)
    if any(problem.requests_by_code[code].mandatory for code in hopeless):
        refused = tuple(Refused(request=c, refusal=explain(problem, c)) for c in hopeless)
        return NoSchedule(why="proven_impossible", seconds=perf_counter() - began, refused=refused)
    greedy = construct_all(problem)
    in_greedy = {p.request for p in greedy}
    whole = all(r.code in in_greedy for r in problem.requests if r.mandatory)
    if whole and progress is not None:
        progress(value(problem, greedy), top, perf_counter() - began)
    if whole and value(problem, greedy) == top:
        return _schedule(problem, greedy, top, hopeless, began)
    found = _searched(problem, limits, greedy, whole, progress, cancelled, began)
    plans = [plan for plan in (greedy if whole else None, found.plan) if plan is not None]
    if not plans:
        return _none(found, cancelled, began)
    best = max(plans, key=lambda plan: value(problem, plan))
    bound = top if found.bound is None else min(top, found.bound)
    return _schedule(problem, best, bound, hopeless, began)


def _searched(
    problem: Problem,
    limits: Limits,
    greedy: tuple[Placement, ...],
    whole: bool,
    progress: Progress | None,
    cancelled: Cancelled | None,
    began: float,
) -> Found:
    """Search; a claim that nothing fits is put again, without presolve and with another seed.

    A false one is known (google/or-tools issues 5274 and 5295); beside a whole greedy plan it is
    false for certain and says nothing about the bound.
    """
    ask = partial(search, problem, began=began, cancelled=cancelled)
    found = ask(_rest(limits, began), hint=greedy, progress=progress)
    if found.verdict != "infeasible" or whole:
        return found
    again = replace(_rest(limits, began), seed=limits.seed + 1)
    return ask(again, hint=(), progress=None, presolve=False)


def _rest(limits: Limits, began: float) -> Limits:
    left = limits.seconds - (perf_counter() - began)
    return replace(limits, seconds=max(_LEAST_SECONDS, left))


def _alone(problem: Problem) -> tuple[list[str], int]:
    """Requests that fit nowhere even alone, and what a plan without conflicts would be worth."""
    standing = Standing(problem)
    factor, hopeless, top = weight_factor(problem), [], 0
    for request in problem.requests:
        found = earliest(standing.choices(request.step))
        if found is None:
            hopeless.append(request.code)
        else:
            top += factor * request.weight + problem.horizon - found[1]
    return hopeless, top


def _schedule(
    problem: Problem, plan: Sequence[Placement], bound: int, hopeless: list[str], began: float
) -> Schedule:
    broken = judge(problem, plan)
    worth = value(problem, plan)
    if broken or worth > bound:
        raise AssertionError(f"plan worth {worth} of at most {bound} breaks {broken}")
    placed = {p.request for p in plan}
    refused = tuple(
        Refused(
            request=request.code,
            refusal=explain(problem, request.code)
            if request.code in hopeless
            else Refusal(why="fits_alone"),
        )
        for request in problem.requests
        if request.code not in placed
    )
    return Schedule(
        placements=tuple(sorted(plan, key=lambda p: (p.start, p.unit, p.step))),
        refused=refused,
        objective=worth,
        bound=bound,
        status="optimal" if worth == bound else "feasible",
        seconds=perf_counter() - began,
    )


def _none(found: Found, cancelled: Cancelled | None, began: float) -> NoSchedule:
    seconds = perf_counter() - began
    if found.verdict == "infeasible":
        return NoSchedule(why="proven_impossible", seconds=seconds)
    if cancelled is not None and cancelled():
        return NoSchedule(why="cancelled", seconds=seconds)
    return NoSchedule(why="out_of_time", seconds=seconds)
