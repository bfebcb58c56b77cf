"""Places all waiting requests: the fast engine plans, CP-SAT improves and proves, all is judged."""

import threading
from collections.abc import Callable, Sequence
from concurrent.futures import Executor, ThreadPoolExecutor
from dataclasses import dataclass, replace
from functools import partial
from time import perf_counter

from solver.engine.ahead import Ahead, look_ahead
from solver.engine.best import Best
from solver.engine.exact.search import Found, Progress, search
from solver.engine.fast.ahead import compile_ahead
from solver.engine.fast.improve import first_plan, improve, is_of_lists
from solver.engine.limits import Limits
from solver.engine.parts import can_be_parted, improve_in_parts
from solver.explain import explain
from solver.judge import judge
from solver.objective import value
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
# Above so many ways to run, a model alone takes longer to build than it is worth: measured on
# network weeks 2.7 s for 7,400 ways, 7.5 s for 14,000, 25 s for 29,000.
_MOST_OPTIONS = 20_000
# Under a deterministic time: tries of the fast engine for each unit of it.
_TRIES_PER_UNIT = 500


def solve(
    problem: Problem,
    limits: Limits,
    *,
    start: Sequence[Placement] = (),
    executor: Executor | None = None,
    progress: Progress | None = None,
    cancelled: Cancelled | None = None,
) -> Schedule | NoSchedule:
    """The best plan found within the limits, with a bound no plan can pass.

    The search sets out from `start`, where that is a plan of the problem. Parts of a large one are
    improved at once in `executor`, or in threads of its own: limits.workers of them.
    progress(objective, bound, seconds) is called for every better plan, perhaps from another
    thread. cancelled() is asked about every 0.1 s; the best plan found until then is returned.
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
    work = _Work(problem, limits, ahead, Best(problem, ahead.top, progress), cancelled, began)
    work.first, work.executor = tuple(start), executor
    verdict = work.do()
    if work.best.plan is None:
        return _none(verdict, cancelled, began)
    return _schedule(problem, work.best, ahead, began)


@dataclass(slots=True)
class _Work:
    """One solve: who searches when."""

    problem: Problem
    limits: Limits
    ahead: Ahead
    best: Best
    cancelled: Cancelled | None
    began: float
    first: Plan = ()
    executor: Executor | None = None

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
        if self.executor is not None or self.ahead.options > _MOST_OPTIONS:
            self._in_parts()
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

    def _in_parts(self) -> None:
        """Improve parts of the plan at once; the whole, where it has no parts."""
        if not can_be_parted(self.problem) or self.best.plan is None:
            self._improve(seconds=self._left())
            return
        if self.executor is not None:
            self._improve_parts(self.executor)
            return
        own = ThreadPoolExecutor(self.limits.workers)
        try:
            self._improve_parts(own)
        finally:
            own.shutdown(wait=False)

    def _improve_parts(self, executor: Executor) -> None:
        plan = improve_in_parts(
            self.problem,
            self.best.plan or (),
            executor,
            count=self.limits.workers,
            seconds=self._left(),
            seed=self.limits.seed,
            tell=lambda _, levels: self.best.tell_levels(levels, perf_counter() - self.began),
            cancelled=self._is_cancelled,
        )
        self.best.offer(plan)

    def _side_by_side(self) -> str:
        """Both engines at once. CP-SAT gets every worker: with one it would have no LNS.

        Where lists are searched it has one, for the proof: the lists need the core more.
        """
        over = threading.Event()
        with ThreadPoolExecutor(1) as beside:
            fast = beside.submit(self._improve, seconds=self._left(), over=over)
            verdict = self._prove(1 if is_of_lists(self.problem) else self.limits.workers)
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

    def _is_settled(self) -> bool:
        """Whether to search no more: somebody cancelled, or nothing can be better."""
        return self._is_cancelled() or self.best.is_reached

    def _improve(
        self,
        *,
        seconds: float | None = None,
        iterations: int | None = None,
        over: threading.Event | None = None,
    ) -> None:
        """Let the fast engine go on from its plan."""
        # From a whole plan on, all are whole; others are of no worth to whoever watches.
        since, is_whole = perf_counter() - self.began, self.best.is_whole(self.first)
        plan = improve(
            self.problem,
            seconds=seconds,
            iterations=iterations,
            seed=self.limits.seed,
            start=self.first,
            progress=lambda levels, took: (
                self.best.tell_levels(levels, since + took) if is_whole else None
            ),
            cancelled=lambda: self._is_settled() or (over is not None and over.is_set()),
        )
        self.first = plan
        self.best.offer(plan)

    def _prove(self, workers: int) -> str:
        """Let CP-SAT search; a claim that nothing fits is put again, without presolve.

        A false one is known (google/or-tools issues 5274 and 5295); beside a whole plan it is
        false for certain and says nothing about the bound.
        """
        ask = partial(search, self.problem, began=self.began, cancelled=self._is_settled)
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


def _schedule(problem: Problem, best: Best, ahead: Ahead, began: float) -> Schedule:
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
