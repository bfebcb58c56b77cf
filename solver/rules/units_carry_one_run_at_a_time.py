"""A unit carries one run at a time, standing or placed."""

from collections.abc import Iterator, Sequence

from solver.outcome import Placement, Violation, violation
from solver.problem import Problem
from solver.rules.spans import overlap


def violations(problem: Problem, placements: Sequence[Placement]) -> Iterator[Violation]:
    for n, p in enumerate(placements):
        unit = problem.units_by_code.get(p.unit)
        for run in unit.occupied if unit is not None else ():
            if overlap((p.start, p.end), (run.start, run.end)):
                yield violation(__name__, step=p.step, unit=p.unit, taken_from=run.start)
        for other in placements[:n]:
            if other.unit == p.unit and overlap((p.start, p.end), (other.start, other.end)):
                yield violation(__name__, step=p.step, unit=p.unit, other=other.step)
