"""A run that may pause has its first and its last slot in open hours of its unit."""

from collections.abc import Iterator, Sequence

from solver.outcome import Placement, Violation, violation
from solver.problem import Problem
from solver.rules.spans import covers


def violations(problem: Problem, placements: Sequence[Placement]) -> Iterator[Violation]:
    for p in placements:
        step, unit = problem.steps_by_code.get(p.step), problem.units_by_code.get(p.unit)
        if step is None or unit is None or not step.may_pause:
            continue
        for slot in (p.start, p.end - 1):
            if not covers(unit.open, slot, slot + 1):
                yield violation(__name__, step=p.step, unit=p.unit, at=slot)
