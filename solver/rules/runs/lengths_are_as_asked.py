"""A run takes exactly as long as its alternative says; where it may pause, open slots count."""

from collections.abc import Iterator, Sequence

from solver.outcome import Placement, Violation, violation
from solver.problem import Problem, Step
from solver.rules.spans import covered_slots


def violations(problem: Problem, placements: Sequence[Placement]) -> Iterator[Violation]:
    for p in placements:
        step = problem.steps_by_code.get(p.step)
        asked = step.alternative(p.alternative) if step is not None else None
        if step is None or asked is None:
            continue
        given = _slots(problem, step, p)
        if given != asked.duration:
            yield violation(__name__, step=p.step, asked_slots=asked.duration, given_slots=given)


def _slots(problem: Problem, step: Step, p: Placement) -> int:
    unit = problem.units_by_code.get(p.unit)
    if step.may_pause and unit is not None:
        return covered_slots(unit.open, p.start, p.end)
    return p.end - p.start
