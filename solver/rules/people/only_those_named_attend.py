"""A part that names people is attended by one of them."""

from collections.abc import Iterator, Sequence

from solver.outcome import Placement, Violation, violation
from solver.problem import Problem
from solver.rules.parts import attended_parts


def violations(problem: Problem, placements: Sequence[Placement]) -> Iterator[Violation]:
    for p in placements:
        for part, given in attended_parts(problem, p):
            if part.by and given.person not in part.by:
                yield violation(__name__, step=p.step, person=given.person, start=given.start)
