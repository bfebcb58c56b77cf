"""Every part that must be attended has exactly one person, and nobody attends anything else."""

from collections import Counter
from collections.abc import Iterator, Sequence

from solver.outcome import Placement, Violation, violation
from solver.problem import Problem


def violations(problem: Problem, placements: Sequence[Placement]) -> Iterator[Violation]:
    for p in placements:
        step = problem.steps_by_code.get(p.step)
        asked = step.alternative(p.alternative) if step is not None else None
        if asked is None:
            continue
        if not (asked.attendance or p.attendance):
            continue
        needed = Counter((part.mode, *part.span(p.start, p.end)) for part in asked.attendance)
        given = Counter((part.mode, part.start, part.end) for part in p.attendance)
        for mode, start, end in needed - given:
            yield violation(
                __name__, step=p.step, problem="nobody", mode=mode, start=start, end=end
            )
        for mode, start, end in given - needed:
            yield violation(
                __name__, step=p.step, problem="not asked for", mode=mode, start=start, end=end
            )
