"""A run the company brings starts in staffed hours; where it stays with it, all lies there."""

from collections.abc import Iterator, Sequence

from solver.outcome import Placement, Violation, violation
from solver.problem import Problem
from solver.rules.spans import covers


def violations(problem: Problem, placements: Sequence[Placement]) -> Iterator[Violation]:
    for p in placements:
        unit, step = problem.units_by_code.get(p.unit), problem.steps_by_code.get(p.step)
        if unit is None or step is None or step.windows_bind == "free":
            continue
        there_until = p.end if step.windows_bind == "whole" else p.start + 1
        if not covers(unit.open, p.start, there_until):
            yield violation(__name__, step=p.step, unit=p.unit, start=p.start, end=there_until)
