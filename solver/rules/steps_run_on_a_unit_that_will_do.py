"""A step runs on one of the units its alternatives name."""

from collections.abc import Iterator, Sequence

from solver.outcome import Placement, Violation, violation
from solver.problem import Problem


def violations(problem: Problem, placements: Sequence[Placement]) -> Iterator[Violation]:
    for p in placements:
        step = problem.steps_by_code.get(p.step)
        if step is not None and step.alternative(p.unit) is None:
            yield violation(__name__, step=p.step, unit=p.unit)
