"""A run starts and ends inside the horizon."""

from collections.abc import Iterator, Sequence

from solver.outcome import Placement, Violation, violation
from solver.problem import Problem


def violations(problem: Problem, placements: Sequence[Placement]) -> Iterator[Violation]:
    for p in placements:
        if p.start < 0 or p.end > problem.horizon:
            yield violation(
                __name__, step=p.step, start=p.start, end=p.end, horizon=problem.horizon
            )
