"""The search by CP-SAT: from a plan as a complete hint, anytime, to be cancelled."""

import math
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import Literal

from ortools.sat.python import cp_model

from solver.engine.exact.goal import Sum
from solver.engine.exact.model import Built, build
from solver.engine.exact.plans import plan_of, values
from solver.engine.limits import Limits
from solver.objective import as_value, factors, most_levels
from solver.outcome import Placement
from solver.problem import Problem

Progress = Callable[[int, int, float], None]  # objective, bound, seconds
Verdict = Literal["optimal", "feasible", "infeasible", "unknown"]

_VERDICTS: dict[cp_model.CpSolverStatus, Verdict] = {
    cp_model.OPTIMAL: "optimal",
    cp_model.FEASIBLE: "feasible",
    cp_model.INFEASIBLE: "infeasible",
    cp_model.UNKNOWN: "unknown",
}
_LOOK_EVERY_SECONDS = 0.1
# Levels whose value stays below this are asked for as one sum; CP-SAT's own sums end at 2**63.
_ONE_SUM_BELOW = 1 << 44
# What a level before the last may take of the time that is left.
_SHARE = 0.6


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What CP-SAT claims. bound is the most any plan's value can be; None when it has none."""

    verdict: Verdict
    plan: tuple[Placement, ...] | None
    bound: int | None


def search(
    problem: Problem,
    limits: Limits,
    *,
    began: float,
    hint: Sequence[Placement],
    progress: Progress | None,
    cancelled: Callable[[], bool] | None,
    presolve: bool = True,
) -> Found:
    """Search within the limits; progress counts its seconds from `began`.

    Raises AssertionError when the model itself is wrong.
    """
    built, until = build(problem), time.perf_counter() + limits.seconds
    goals = _goals(problem, built)
    found = Found(verdict="unknown", plan=None, bound=None)
    proven: list[int] = []
    for n, goal in enumerate(goals):
        left = until - time.perf_counter()
        share = left if n + 1 == len(goals) else left * _SHARE
        if found.plan is not None and share < _LOOK_EVERY_SECONDS:
            break
        search_one = _Search(problem, built, goal, proven, len(goals) > 1)
        # With two workers ortools 9.15.6755 ended the process on 1,088 requests, 99 of them locked.
        workers = 1 if any(one.locked for one in problem.standing) else limits.workers
        own = replace(limits, seconds=max(share, 0.01), workers=workers)
        solver = _solver(own, presolve=presolve)
        found = search_one.run(solver, found, hint, progress, cancelled, began)
        if found.verdict != "optimal" or found.plan is None:
            break
        proven.append(solver.value(goal))
        hint = found.plan
        built.model.add(goal >= proven[-1])
    return found


def _goals(problem: Problem, built: Built) -> list[Sum]:
    """One sum of all levels where it is small enough, or else one goal for each."""
    each = factors(problem)
    if abs(as_value(problem, most_levels(problem))) < _ONE_SUM_BELOW and each[0] < _ONE_SUM_BELOW:
        return [sum(factor * level for factor, level in zip(each, built.levels, strict=True))]
    return list(built.levels)


class _Search:
    """One solve for one goal, when those before it are proven."""

    def __init__(
        self, problem: Problem, built: Built, goal: Sum, proven: list[int], by_level: bool
    ) -> None:
        self._problem, self._built, self._goal = problem, built, goal
        self._proven, self._by_level = list(proven), by_level
        self._most = most_levels(problem)

    def run(
        self,
        solver: cp_model.CpSolver,
        before: Found,
        hint: Sequence[Placement],
        progress: Progress | None,
        cancelled: Callable[[], bool] | None,
        began: float,
    ) -> Found:
        """What is found; a search that ends without a plan leaves the one there was."""
        model, var = self._built.model, self._built.var
        model.maximize(self._goal)
        model.proto.clear_solution_hint()
        for index, value in (values(var, hint) or {}).items():
            model.add_hint(model.get_int_var_from_proto_index(index), value)
        watch = _Watch(self._built.levels, self._problem, self.bound, progress, began)
        solver.best_bound_callback = watch.bound_moved
        with _stopped_when(solver, cancelled):
            verdict = _VERDICTS.get(solver.solve(model, watch))
        if verdict is None:
            raise AssertionError(f"CP-SAT refuses the model: {model.validate()}")
        if verdict == "infeasible":
            return Found(verdict=verdict, plan=None, bound=None)
        known = verdict != "unknown" and math.isfinite(solver.best_objective_bound)
        bound = self.bound(solver.best_objective_bound) if known else before.bound
        plan = plan_of(var, solver) if verdict != "unknown" else before.plan
        return Found(verdict=verdict, plan=plan, bound=bound)

    def bound(self, of_goal: float) -> int:
        """The most a plan's value can be, when the goal can be so much."""
        whole = math.floor(of_goal + 1e-6)
        if not self._by_level:
            return whole
        known = [*self._proven, whole]
        return as_value(self._problem, (*known, *self._most[len(known) :]))


def _solver(limits: Limits, *, presolve: bool) -> cp_model.CpSolver:
    solver = cp_model.CpSolver()
    set_to = solver.parameters
    set_to.max_time_in_seconds = limits.seconds
    set_to.num_workers = limits.workers
    set_to.random_seed = limits.seed
    if limits.deterministic_time is not None:
        set_to.max_deterministic_time = limits.deterministic_time
    # Below ten seconds presolve costs more than it gives.
    set_to.cp_model_presolve = presolve
    set_to.cp_model_probing_level = 0
    set_to.max_presolve_iterations = 1
    set_to.symmetry_level = 0
    set_to.cp_model_use_sat_presolve = False
    return solver


class _Watch(cp_model.CpSolverSolutionCallback):
    """Passes every better plan and bound on."""

    def __init__(
        self,
        levels: Sequence[Sum],
        problem: Problem,
        bound: Callable[[float], int],
        progress: Progress | None,
        began: float,
    ) -> None:
        super().__init__()
        self._levels, self._bound = levels, bound
        self._factors = factors(problem)
        self._progress = progress
        self._began = began
        self._best: int | None = None

    def on_solution_callback(self) -> None:
        reached = (self.value(level) for level in self._levels)
        worth = sum(f * level for f, level in zip(self._factors, reached, strict=True))
        if self._best is None or worth > self._best:
            self._best = worth
        self.bound_moved(self.best_objective_bound)

    def bound_moved(self, bound: float) -> None:
        """Tell the new bound, once there is a plan to tell it of."""
        if self._progress is not None and self._best is not None:
            seconds = time.perf_counter() - self._began
            self._progress(self._best, self._bound(bound), seconds)


@contextmanager
def _stopped_when(
    solver: cp_model.CpSolver, cancelled: Callable[[], bool] | None
) -> Iterator[None]:
    over = threading.Event()

    def look() -> None:
        while not over.wait(_LOOK_EVERY_SECONDS):
            if cancelled is not None and cancelled():
                solver.stop_search()  # again and again: a stop before the search began is lost

    watcher = threading.Thread(target=look, daemon=True)
    watcher.start()
    try:
        yield
    finally:
        over.set()
        watcher.join()
