"""A run starts neither before the notice the facility needs nor further ahead than it plans."""

from collections.abc import Iterator, Sequence

from solver.outcome import Placement, Violation, violation
from solver.problem import Problem


def violations(problem: Problem, placements: Sequence[Placement]) -> Iterator[Violation]:
    for p in placements:
        step = problem.steps_by_code.get(p.step)
        if step is not None and not step.not_before <= p.start < step.not_after:
            yield violation(
                __name__,
                step=p.step,
                start=p.start,
                not_before=step.not_before,
                not_after=step.not_after,
            )
