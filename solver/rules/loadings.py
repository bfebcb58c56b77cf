"""The runs of a plan as its units see them. The exact engine does not share this."""

from collections.abc import Sequence
from typing import NamedTuple

from solver.outcome import Placement
from solver.problem import Occupied, Problem, Unit


class Run(NamedTuple):
    """A step keeps a unit over [start, end): its own, or a further one, which it keeps alone."""

    step: str
    start: int
    end: int
    setting: str
    pieces: int
    further: bool


def runs_by_unit(problem: Problem, placements: Sequence[Placement]) -> dict[str, list[Run]]:
    """The runs of each unit the problem has, in the plan's order."""
    found: dict[str, list[Run]] = {}
    for p in placements:
        step = problem.steps_by_code.get(p.step)
        setting, pieces = (step.setting, step.pieces) if step is not None else ("", 1)
        for n, code in enumerate((p.unit, *p.also)):
            if code in problem.units_by_code:
                run = Run(p.step, p.start, p.end, setting, pieces, n > 0)
                found.setdefault(code, []).append(run)
    return found


def are_one_batch(unit: Unit, one: Run, other: Run) -> bool:
    """Whether two runs share one loading of a batch instrument, whatever its capacity says."""
    return (
        unit.capacity > 1
        and not (one.further or other.further)
        and (one.start, one.end, one.setting) == (other.start, other.end, other.setting)
    )


def joins(run: Run, standing: Occupied) -> bool:
    """Whether a run goes into a standing one that has room, however much."""
    return (
        standing.room > 0
        and not run.further
        and (run.start, run.end, run.setting) == (standing.start, standing.end, standing.setting)
    )


def loading_of(problem: Problem, placement: Placement) -> tuple[str, ...]:
    """What placements that share a run have in common, and no two others."""
    unit = problem.units_by_code.get(placement.unit)
    if unit is None or unit.capacity == 1:
        return (placement.step,)
    step = problem.steps_by_code.get(placement.step)
    setting = step.setting if step is not None else ""
    return unit.code, str(placement.start), str(placement.end), setting
