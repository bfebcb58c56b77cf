"""A step that goes where an earlier one of its request went runs on that one's unit."""

from collections.abc import Iterator, Sequence

from solver.outcome import Placement, Violation, violation
from solver.problem import Problem


def violations(problem: Problem, placements: Sequence[Placement]) -> Iterator[Violation]:
    unit_of = {p.step: p.unit for p in placements}
    for p in placements:
        step = problem.steps_by_code.get(p.step)
        first = step.same_unit_as if step is not None else ""
        if first in unit_of and unit_of[first] != p.unit:
            yield violation(__name__, step=p.step, unit=p.unit, first=first, on=unit_of[first])
