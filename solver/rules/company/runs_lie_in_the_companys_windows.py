"""A run lies in, or where the company only brings the work starts in, one of its windows."""

from collections.abc import Iterator, Sequence

from solver.outcome import Placement, Violation, violation
from solver.problem import Problem
from solver.rules.spans import covers


def violations(problem: Problem, placements: Sequence[Placement]) -> Iterator[Violation]:
    for p in placements:
        step = problem.steps_by_code.get(p.step)
        if step is None or step.windows_bind == "free":
            continue
        there_until = p.end if step.windows_bind == "whole" else p.start + 1
        if not covers(step.windows, p.start, there_until):
            yield violation(__name__, step=p.step, start=p.start, end=there_until)
