"""At no moment do runs draw more of a pool than what stands used leaves of its capacity."""

from ortools.sat.python import cp_model

from solver.engine.exact.rules.standing_load import standing_load
from solver.engine.exact.variables import Variables


def constrain(var: Variables) -> None:
    drawn: dict[str, list[tuple[cp_model.IntervalVar, int]]] = {}
    for run in var.all_runs():
        for draw in run.option.alternative.pools:
            drawn.setdefault(draw.of, []).append((run.interval, draw.amount))
    for code, loads in drawn.items():
        pool = var.problem.pools_by_code[code]
        taken = [(load.start, load.end, load.amount) for load in pool.taken]
        standing = standing_load(var.model, taken, pool.capacity)
        intervals, demands = zip(*loads, *standing, strict=True)
        var.model.add_cumulative(intervals, demands, pool.capacity)
