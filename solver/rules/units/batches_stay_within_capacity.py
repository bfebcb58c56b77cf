"""The pieces of steps that share a run fit into it, or into the room a standing run has left."""

from collections.abc import Iterator, Sequence

from solver.outcome import Placement, Violation, violation
from solver.problem import Problem, Unit
from solver.rules.loadings import Run, joins, runs_by_unit


def violations(problem: Problem, placements: Sequence[Placement]) -> Iterator[Violation]:
    for code, runs in runs_by_unit(problem, placements).items():
        unit = problem.units_by_code[code]
        for shared in _shared(unit, runs):
            pieces = sum(run.pieces for run in shared)
            rooms = [stands.room for stands in unit.occupied if joins(shared[0], stands)]
            room = min(rooms, default=unit.capacity)
            if pieces > room:
                yield violation(__name__, step=shared[-1].step, unit=code, pieces=pieces, room=room)


def _shared(unit: Unit, runs: list[Run]) -> list[list[Run]]:
    """Runs of the unit by loading; what is no batch instrument is loaded by each run anew."""
    found: dict[tuple[object, ...], list[Run]] = {}
    for n, run in enumerate(runs):
        if not run.further:
            key = (run.start, run.end, run.setting) if unit.capacity > 1 else (n,)
            found.setdefault(key, []).append(run)
    return list(found.values())
