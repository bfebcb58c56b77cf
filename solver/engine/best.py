"""The best plan and bound of one solve, whoever finds them."""

import threading

from solver.engine.exact.search import Progress
from solver.objective import as_value, value
from solver.outcome import Placement
from solver.problem import Problem

Plan = tuple[Placement, ...]


class Best:
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

    def is_whole(self, plan: Plan) -> bool:
        """Whether every request that must be in the plan is."""
        return self._must <= {p.request for p in plan}

    def offer(self, plan: Plan | None) -> None:
        """Keep the plan if it leaves out no request that must be in, and is better."""
        if plan is None or not self.is_whole(plan):
            return
        worth = value(self._problem, plan)
        with self._lock:
            if self.worth is None or worth > self.worth:
                self.plan, self.worth = plan, worth

    @property
    def is_proven(self) -> bool:
        """Whether no plan can be better."""
        return self.worth is not None and self.worth >= self.bound
