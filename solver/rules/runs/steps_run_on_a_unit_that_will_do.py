"""A step runs by one of its alternatives, on that alternative's unit."""

from collections.abc import Iterator, Sequence

from solver.outcome import Placement, Violation, violation
from solver.problem import Problem


def violations(problem: Problem, placements: Sequence[Placement]) -> Iterator[Violation]:
    for p in placements:
        step = problem.steps_by_code.get(p.step)
        asked = step.alternative(p.alternative) if step is not None else None
        if step is not None and (asked is None or asked.unit != p.unit):
            yield violation(__name__, step=p.step, unit=p.unit)
