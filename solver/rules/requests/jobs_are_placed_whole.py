"""All steps of a request are placed, or none."""

from collections.abc import Iterator, Sequence

from solver.outcome import Placement, Violation, violation
from solver.problem import Problem


def violations(problem: Problem, placements: Sequence[Placement]) -> Iterator[Violation]:
    placed = {p.step for p in placements}
    for request in problem.requests:
        missing = [step.code for step in request.steps if step.code not in placed]
        if 0 < len(missing) < len(request.steps):
            yield violation(__name__, request=request.code, step=missing[0], missing=len(missing))
