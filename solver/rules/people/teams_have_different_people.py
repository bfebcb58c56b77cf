"""Parts of one run and mode that overlap have different people."""

from collections.abc import Iterator, Sequence
from itertools import combinations

from solver.outcome import Placement, Violation, violation
from solver.problem import Problem
from solver.rules.spans import overlap


def violations(problem: Problem, placements: Sequence[Placement]) -> Iterator[Violation]:
    for p in placements:
        for one, other in combinations(p.attendance, 2):
            if (one.person, one.mode) == (other.person, other.mode) and overlap(
                (one.start, one.end), (other.start, other.end)
            ):
                yield violation(__name__, step=p.step, person=one.person, mode=one.mode)
