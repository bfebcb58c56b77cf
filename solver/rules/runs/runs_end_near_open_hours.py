"""Where the end binds hard, open hours of the unit are no further from it than the tolerance."""

from collections.abc import Iterator, Sequence

from solver.outcome import Placement, Violation, violation
from solver.problem import Problem


def violations(problem: Problem, placements: Sequence[Placement]) -> Iterator[Violation]:
    for p in placements:
        step, unit = problem.steps_by_code.get(p.step), problem.units_by_code.get(p.unit)
        if step is None or unit is None or step.end_binds != "hard":
            continue
        inside = (hours for hours in unit.open if hours[0] < problem.horizon and hours[1] > 0)
        slack = step.end_tolerance
        if not any(start - slack <= p.end <= end + slack for start, end in inside):
            yield violation(__name__, step=p.step, unit=p.unit, end=p.end, tolerance=slack)
