"""A request that follows another is placed only in a plan that places that one."""

from collections.abc import Iterator, Sequence

from solver.outcome import Placement, Violation, violation
from solver.problem import Problem


def violations(problem: Problem, placements: Sequence[Placement]) -> Iterator[Violation]:
    placed = {p.request for p in placements}
    for request in problem.requests:
        if request.follows and request.code in placed and request.follows not in placed:
            yield violation(__name__, request=request.code, follows=request.follows)
