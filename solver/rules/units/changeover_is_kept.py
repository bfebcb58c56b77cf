"""Between every two runs of a unit lies the change-over from the earlier setting to the later."""

from collections.abc import Iterator, Sequence
from itertools import islice

from solver.outcome import Placement, Violation, violation
from solver.problem import Problem, Unit
from solver.rules.loadings import Run, runs_by_unit


def violations(problem: Problem, placements: Sequence[Placement]) -> Iterator[Violation]:
    for code, runs in runs_by_unit(problem, placements).items():
        unit = problem.units_by_code[code]
        longest = max([unit.default_changeover, *(row.slots for row in unit.changeovers)])
        if longest:
            stand = [Run("", o.start, o.end, o.setting, 0, further=False) for o in unit.occupied]
            yield from _too_close(unit, sorted([*runs, *stand], key=lambda r: r.start), longest)


def _too_close(unit: Unit, in_order: list[Run], longest: int) -> Iterator[Violation]:
    for n, run in enumerate(in_order):
        for later in islice(in_order, n + 1, None):
            gap = later.start - run.end
            if gap >= longest:
                break
            missing = unit.changeover_slots(run.setting, later.setting) - gap
            step = later.step or run.step
            # They overlap: units_carry_one_run_at_a_time says so. Both stand: it is nobody's fault.
            if gap >= 0 and missing > 0 and step:
                yield violation(__name__, step=step, unit=unit.code, missing_slots=missing)
