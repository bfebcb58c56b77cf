"""Every part somebody attends lies in one stretch of the staffed hours of the unit."""

from collections.abc import Iterator, Sequence

from solver.outcome import Placement, Violation, violation
from solver.problem import Problem
from solver.rules.spans import covers


def violations(problem: Problem, placements: Sequence[Placement]) -> Iterator[Violation]:
    for p in placements:
        unit = problem.units_by_code.get(p.unit)
        for part in p.attendance if unit is not None else ():
            if unit is not None and not covers(unit.open, part.start, part.end):
                yield violation(__name__, step=p.step, unit=p.unit, start=part.start, end=part.end)
