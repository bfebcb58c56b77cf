"""The pieces of steps that share a run fit into it, or into the room a standing run has left."""

from ortools.sat.python import cp_model

from solver.engine.exact.variables import Variables
from solver.problem import Unit


def constrain(var: Variables) -> None:
    for code, uses in var.uses.items():
        unit = var.problem.units_by_code[code]
        loads = [(use.interval, use.run.step.pieces) for use in uses if not use.further]
        if unit.capacity > 1 and loads:
            intervals, demands = zip(*loads, *_standing(var.model, unit), strict=True)
            var.model.add_cumulative(intervals, demands, unit.capacity)


def _standing(model: cp_model.CpModel, unit: Unit) -> list[tuple[cp_model.IntervalVar, int]]:
    """What standing runs leave no room for; of several over one span the fullest counts."""
    full: dict[tuple[int, int], int] = {}
    for stands in unit.occupied:
        if stands.room:
            span = stands.start, stands.end
            full[span] = max(full.get(span, 0), unit.capacity - stands.room)
    return [
        (model.new_fixed_size_interval_var(start, end - start, f"{unit.code} stands"), pieces)
        for (start, end), pieces in full.items()
    ]
