"""The search by CP-SAT: from a plan as a complete hint, anytime, to be cancelled."""

import math
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Literal

from ortools.sat.python import cp_model

from solver.engine.exact.model import build, plan_of, values
from solver.engine.limits import Limits
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What CP-SAT claims. bound is None when it has none."""

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

    Raises AssertionError when the model itself is wrong."""
    model, var = build(problem)
    for variable, value in values(problem, var, hint) or ():
        model.add_hint(variable, value)
    solver = _solver(limits, presolve=presolve)
    watch = _Watch(progress, began)
    solver.best_bound_callback = watch.bound_moved
    with _stopped_when(solver, cancelled):
        verdict = _VERDICTS.get(solver.solve(model, watch))
    if verdict is None:
        raise AssertionError(f"CP-SAT refuses the model: {model.validate()}")
    if verdict == "infeasible":
        return Found(verdict=verdict, plan=None, bound=None)
    plan = plan_of(var, solver) if verdict != "unknown" else None
    bound = solver.best_objective_bound
    known = math.isfinite(bound) and verdict != "unknown"
    return Found(verdict=verdict, plan=plan, bound=math.floor(bound + 1e-6) if known else None)


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

    def __init__(self, progress: Progress | None, began: float) -> None:
        super().__init__()
        self._progress = progress
        self._began = began
        self._best: int | None = None

    def on_solution_callback(self) -> None:
        self._best = round(self.objective_value)
        self.bound_moved(self.best_objective_bound)

    def bound_moved(self, bound: float) -> None:
        """Tell the new bound, once there is a plan to tell it of."""
        if self._progress is not None and self._best is not None:
            seconds = time.perf_counter() - self._began
            self._progress(self._best, math.floor(bound + 1e-6), seconds)


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
