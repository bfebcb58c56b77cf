"""What stands used of a capacity, as fixed intervals."""

from collections.abc import Iterable
from itertools import pairwise

from ortools.sat.python import cp_model


def standing_load(
    model: cp_model.CpModel, loads: Iterable[tuple[int, int, int]], capacity: int
) -> list[tuple[cp_model.IntervalVar, int]]:
    """Loads (start, end, amount) as steps, cut at the capacity: what stands is nobody's fault."""
    some = list(loads)
    moments = sorted({moment for start, end, _ in some for moment in (start, end)})
    steps = []
    for moment, following in pairwise(moments):
        load = sum(amount for start, end, amount in some if start <= moment < end)
        if load:
            interval = model.new_fixed_size_interval_var(moment, following - moment, "stands")
            steps.append((interval, min(load, capacity)))
    return steps
