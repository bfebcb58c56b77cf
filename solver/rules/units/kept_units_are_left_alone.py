"""Between two steps that keep their unit nothing else runs on it and nothing closes it."""

from collections.abc import Iterator, Sequence

from solver.outcome import Placement, Violation, violation
from solver.problem import Problem, Span
from solver.rules.loadings import runs_by_unit
from solver.rules.spans import overlap


def violations(problem: Problem, placements: Sequence[Placement]) -> Iterator[Violation]:
    kept_units = list(_kept(problem, placements))
    runs = runs_by_unit(problem, placements) if kept_units else {}
    for step, first, code, kept in kept_units:
        for run in runs[code]:
            if run.step not in (step, first) and overlap((run.start, run.end), kept):
                yield violation(__name__, step=step, unit=code, other=run.step)
        unit = problem.units_by_code[code]
        for start, end in (*((o.start, o.end) for o in unit.occupied), *unit.blocked):
            if overlap((start, end), kept):
                yield violation(__name__, step=step, unit=code, taken_from=start)


def _kept(
    problem: Problem, placements: Sequence[Placement]
) -> Iterator[tuple[str, str, str, Span]]:
    """The step that keeps, the one it stays with, their unit, and the time between them."""
    placed = {p.step: p for p in placements}
    for p in placements:
        step = problem.steps_by_code.get(p.step)
        first = placed.get(step.same_unit_as) if step is not None and step.keeps_unit else None
        if first is None or first.unit != p.unit or p.unit not in problem.units_by_code:
            continue
        kept = min(first.end, p.end), max(first.start, p.start)
        if kept[0] < kept[1]:
            yield p.step, first.step, p.unit, kept
