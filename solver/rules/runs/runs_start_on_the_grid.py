"""A run starts on its unit's grid or fixed times, both counted from the local day's start."""

from collections.abc import Iterator, Sequence

from solver.outcome import Placement, Violation, violation
from solver.problem import Problem


def violations(problem: Problem, placements: Sequence[Placement]) -> Iterator[Violation]:
    for p in placements:
        unit = problem.units_by_code.get(p.unit)
        if unit is None or p.start < problem.days[0]:
            continue
        after = p.start - problem.days[problem.day_of(p.start)]
        fits = after in unit.fixed_starts if unit.fixed_starts else after % unit.start_every == 0
        if not fits:
            yield violation(__name__, step=p.step, unit=p.unit, slots_after_midnight=after)
