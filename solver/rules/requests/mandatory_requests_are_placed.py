"""A plan leaves no mandatory request out."""

from collections.abc import Iterator, Sequence

from solver.outcome import Placement, Violation, violation
from solver.problem import Problem


def violations(problem: Problem, placements: Sequence[Placement]) -> Iterator[Violation]:
    placed = {p.step for p in placements}
    for request in problem.requests:
        if request.mandatory and not any(step.code in placed for step in request.steps):
            yield violation(__name__, request=request.code)
