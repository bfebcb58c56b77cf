"""Nobody runs a unit while it is closed, out of order or claimed by somebody else."""

from collections.abc import Iterator, Sequence

from solver.outcome import Placement, Violation, violation
from solver.problem import Problem
from solver.rules.spans import overlap


def violations(problem: Problem, placements: Sequence[Placement]) -> Iterator[Violation]:
    for p in placements:
        unit = problem.units_by_code.get(p.unit)
        for start, end in unit.blocked if unit is not None else ():
            if overlap((p.start, p.end), (start, end)):
                yield violation(__name__, step=p.step, unit=p.unit, blocked_from=start)
