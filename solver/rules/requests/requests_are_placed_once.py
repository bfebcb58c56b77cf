"""A placement is of a step that was asked for, and each step has one place at most."""

from collections.abc import Iterator, Sequence

from solver.outcome import Placement, Violation, violation
from solver.problem import Problem


def violations(problem: Problem, placements: Sequence[Placement]) -> Iterator[Violation]:
    seen: set[str] = set()
    for p in placements:
        step = problem.steps_by_code.get(p.step)
        if step is None or step.request != p.request:
            yield violation(__name__, step=p.step, request=p.request, problem="not asked for")
        if p.step in seen:
            yield violation(__name__, step=p.step, request=p.request, problem="placed twice")
        seen.add(p.step)
