"""Between every two runs of a unit lies the change-over from the earlier setting to the later."""

from collections.abc import Iterator, Sequence

from solver.outcome import Placement, Violation, violation
from solver.problem import Occupied, Problem, Unit


def violations(problem: Problem, placements: Sequence[Placement]) -> Iterator[Violation]:
    for n, p in enumerate(placements):
        unit = problem.units_by_code.get(p.unit)
        if unit is None:
            continue
        others = [_run(problem, other) for other in placements[:n] if other.unit == p.unit]
        for other in (*unit.occupied, *others):
            missing = _missing_slots(unit, _run(problem, p), other)
            if missing > 0:
                yield violation(__name__, step=p.step, unit=p.unit, missing_slots=missing)


def _run(problem: Problem, placement: Placement) -> Occupied:
    step = problem.steps_by_code.get(placement.step)
    setting = step.setting if step is not None else ""
    return Occupied(start=placement.start, end=placement.end, setting=setting)


def _missing_slots(unit: Unit, one: Occupied, other: Occupied) -> int:
    earlier, later = (one, other) if one.start <= other.start else (other, one)
    gap = later.start - earlier.end
    if gap < 0:
        return 0  # they overlap: units_carry_one_run_at_a_time says so
    return unit.changeover_slots(earlier.setting, later.setting) - gap
