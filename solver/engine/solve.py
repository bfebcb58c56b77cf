"""Places all waiting requests: the fast engine plans, CP-SAT improves and proves, all is judged."""

import threading
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from functools import partial
from time import perf_counter

from solver.engine.ahead import Ahead, look_ahead
from solver.engine.exact.search import Found, Progress, search
from solver.engine.fast.ahead import compile_ahead
from solver.engine.fast.improve import first_plan, improve
from solver.engine.limits import Limits
from solver.explain import explain
from solver.judge import judge
from solver.objective import as_value, value
from solver.outcome import NoSchedule, Placement, Refusal, Refused, Schedule
from solver.problem import Problem

__all__ = ["Limits", "Progress", "solve"]

Cancelled = Callable[[], bool]
Plan = tuple[Placement, ...]

_LEAST_SECONDS = 0.05
# The fast engine's first share of the time, before CP-SAT gets its plan as a hint.
_FIRST_SHARE, _FIRST_SECONDS = 0.1, 1.0
# Alone on one core, the fast engine has this share of the rest.
_SHARE_ALONE = 0.5
# Up to so many ways to run, CP-SAT alone is best: it proves most of them in the time.
_FEW_OPTIONS = 400
# Above so many ways to run, a model alone takes longer to build than it is worth (measured on
# network weeks: 7,400 ways of 1,000 requests take about 3 s to build and hint).
_MOST_OPTIONS = 20_000
# Under a deterministic time: tries of the fast engine for each unit of it.
_TRIES_PER_UNIT = 500


def solve(
    problem: Problem,
    limits: Limits,
    *,
    start: Sequence[Placement] = (),
    progress: Progress | None = None,
    cancelled: Cancelled | None = None,
) -> Schedule | NoSchedule:
    """The best plan found within the limits, with a bound no plan can pass.

    The search sets out from `start`, where that is a plan of the problem. progress(objective,
    bound, seconds) is called for every better plan, perhaps from another thread. cancelled() is
    asked about every 0.1 s; the best plan found until then is returned.
    Raises AssertionError when a plan of ours breaks a rule.
    """
    compile_ahead()  # done already, but for the first time after a change of the solver
    began = perf_counter()
    if cancelled is not None and cancelled():
        return NoSchedule(why="cancelled", seconds=perf_counter() - began)
    ahead = look_ahead(problem)
    hopeless = [c for c in ahead.hopeless if problem.requests_by_code[c].mandatory]
    if hopeless:
        refused = tuple(Refused(request=c, refusal=explain(problem, c)) for c in hopeless)
        return NoSchedule(why="proven_impossible", seconds=perf_counter() - began, refused=refused)
    work = _Work(problem, limits, ahead, _Best(problem, ahead.top, progress), cancelled, began)
    work.first = tuple(start)
    verdict = work.do()
    if work.best.plan is None:
        return _none(verdict, cancelled, began)
    return _schedule(problem, work.best, ahead, began)


class _Best:
    """The best whole plan and the lowest bound so far; tells of both as they improve."""

    def __init__(self, problem: Problem, top: int, progress: Progress | None) -> None:
        self._problem, self._progress = problem, progress
        self._lock = threading.Lock()
        locked = {problem.steps_by_code[one.step].request for one in problem.standing if one.locked}
        self._must = locked | {r.code for r in problem.requests if r.mandatory}
        self.plan: Plan | None = None
        self.worth: int | None = None
        self.bound = top
        self._told: int | None = None

    @property
    def is_reached(self) -> bool:
        """Whether somebody told of a plan that no other can be better than."""
        return self._told is not None and self._told >= self.bound

    def tell(self, worth: int, bound: int, seconds: float) -> None:
        """A plan of this worth was found somewhere; it is offered when its search ends."""
        with self._lock:
            self.bound = min(self.bound, bound)
            if self._told is None or worth > self._told:
                self._told = worth
                if self._progress is not None:
                    self._progress(worth, self.bound, seconds)

    def tell_levels(self, levels: tuple[int, ...], seconds: float) -> None:
        """The same, of a plan's levels."""
        self.tell(as_value(self._problem, levels), self.bound, seconds)

    def offer(self, plan: Plan | None) -> None:
        """Keep the plan if it leaves out no request that must be in, and is better."""
        if plan is None:
            return
        if not self._must <= {p.request for p in plan}:
            return
        worth = value(self._problem, plan)
        with self._lock:
            if self.worth is None or worth > self.worth:
                self.plan, self.worth = plan, worth

    @property
    def is_proven(self) -> bool:
        """Whether no plan can be better."""
        return self.worth is not None and self.worth >= self.bound


@dataclass(slots=True)
class _Work:
    """One solve: who searches when."""

    problem: Problem
    limits: Limits
    ahead: Ahead
    best: _Best
    cancelled: Cancelled | None
    began: float
    first: Plan = ()

    def do(self) -> str:
        """Search until the time is over or nothing can be better; what CP-SAT claimed last."""
        self._begin()
        if self._is_over():
            return "unknown"
        if self.limits.deterministic_time is not None:
            return self._by_count(self.limits.deterministic_time)
        if self.ahead.options <= _FEW_OPTIONS and self.limits.workers == 1:
            return self._prove(1)
        self._improve(seconds=min(_FIRST_SECONDS, _FIRST_SHARE * self._left()))
        if self._is_over():
            return "unknown"
        if self.ahead.options > _MOST_OPTIONS:
            self._improve(seconds=self._left())
            return "unknown"
        if self.limits.workers == 1:
            return self._in_turn()
        return self._side_by_side()

    def _begin(self) -> None:
        if not judge(self.problem, self.first):
            self.best.offer(self.first)
        if self.problem.requests and not self.best.is_proven:
            self.first = first_plan(self.problem, seed=self.limits.seed, start=self.first)
            self.best.offer(self.first)
        if self.best.worth is not None:
            self.best.tell(self.best.worth, self.best.bound, perf_counter() - self.began)

    def _by_count(self, units: float) -> str:
        self._improve(iterations=max(1, int(units * _TRIES_PER_UNIT)))
        return "unknown" if self._is_over() else self._prove(1)

    def _in_turn(self) -> str:
        self._improve(seconds=self._left() * _SHARE_ALONE)
        return "unknown" if self._is_over() else self._prove(1)

    def _side_by_side(self) -> str:
        over = threading.Event()
        with ThreadPoolExecutor(1) as beside:
            fast = beside.submit(self._improve, seconds=self._left(), over=over)
            verdict = self._prove(max(1, self.limits.workers - 1))
            if verdict in ("optimal", "infeasible"):
                over.set()
            fast.result()
        return verdict

    def _left(self) -> float:
        return max(_LEAST_SECONDS, self.limits.seconds - (perf_counter() - self.began))

    def _is_over(self) -> bool:
        is_late = perf_counter() - self.began > self.limits.seconds - _LEAST_SECONDS
        by_count = self.limits.deterministic_time is not None
        return self.best.is_proven or self._is_cancelled() or (is_late and not by_count)

    def _is_cancelled(self) -> bool:
        return self.cancelled is not None and self.cancelled()

    def _improve(
        self,
        *,
        seconds: float | None = None,
        iterations: int | None = None,
        over: threading.Event | None = None,
    ) -> None:
        """Let the fast engine go on from its plan."""
        since = perf_counter() - self.began
        plan = improve(
            self.problem,
            seconds=seconds,
            iterations=iterations,
            seed=self.limits.seed,
            start=self.first,
            progress=lambda levels, took: self._tell(levels, since + took),
            cancelled=lambda: (
                self._is_cancelled() or self.best.is_reached or (over is not None and over.is_set())
            ),
        )
        self.first = plan
        self.best.offer(plan)

    def _tell(self, levels: tuple[int, ...], seconds: float) -> None:
        if self.best.worth is not None:
            self.best.tell_levels(levels, seconds)

    def _prove(self, workers: int) -> str:
        """Let CP-SAT search; a claim that nothing fits is put again, without presolve.

        A false one is known (google/or-tools issues 5274 and 5295); beside a whole plan it is
        false for certain and says nothing about the bound.
        """
        ask = partial(search, self.problem, began=self.began, cancelled=self._is_cancelled)
        limits = replace(self.limits, seconds=self._left(), workers=workers)
        found = ask(limits, hint=self.first, progress=self.best.tell)
        if found.verdict == "infeasible" and self.best.plan is None:
            again = replace(limits, seconds=self._left(), seed=limits.seed + 1)
            found = ask(again, hint=(), progress=None, presolve=False)
        return self._take(found)

    def _take(self, found: Found) -> str:
        self.best.offer(found.plan)
        if found.bound is not None:
            self.best.bound = min(self.best.bound, found.bound)
        return found.verdict


def _schedule(problem: Problem, best: _Best, ahead: Ahead, began: float) -> Schedule:
    plan: Sequence[Placement] = best.plan or ()
    broken = judge(problem, plan)
    worth = value(problem, plan)
    if broken or worth > best.bound:
        raise AssertionError(f"plan worth {worth} of at most {best.bound} breaks {broken}")
    placed = {p.request for p in plan}
    refused = tuple(
        Refused(
            request=request.code,
            refusal=explain(problem, request.code)
            if request.code in ahead.hopeless
            else Refusal(why="fits_alone"),
        )
        for request in problem.requests
        if request.code not in placed
    )
    return Schedule(
        placements=tuple(sorted(plan, key=lambda p: (p.start, p.unit, p.step))),
        refused=refused,
        objective=worth,
        bound=best.bound,
        status="optimal" if worth == best.bound else "feasible",
        seconds=perf_counter() - began,
    )


def _none(verdict: str, cancelled: Cancelled | None, began: float) -> NoSchedule:
    seconds = perf_counter() - began
    if verdict == "infeasible":
        return NoSchedule(why="proven_impossible", seconds=seconds)
    if cancelled is not None and cancelled():
        return NoSchedule(why="cancelled", seconds=seconds)
    return NoSchedule(why="out_of_time", seconds=seconds)
