"""A run takes exactly as long as its alternative says."""

from collections.abc import Iterator, Sequence

from solver.outcome import Placement, Violation, violation
from solver.problem import Problem


def violations(problem: Problem, placements: Sequence[Placement]) -> Iterator[Violation]:
    for p in placements:
        step = problem.steps_by_code.get(p.step)
        asked = step.alternative(p.unit) if step is not None else None
        if asked is not None and p.end - p.start != asked.duration:
            yield violation(
                __name__, step=p.step, asked_slots=asked.duration, given_slots=p.end - p.start
            )
