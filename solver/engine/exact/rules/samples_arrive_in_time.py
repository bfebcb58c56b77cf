"""Samples that travel from one step's site to another's arrive before the other side of the lag."""

from ortools.sat.python import cp_model

from solver.engine.exact.variables import Values, Variables
from solver.problem import Lag, Travel


def constrain(var: Variables) -> None:
    for lag in var.problem.lags:
        sites = [_at_sites(var, step) for step in (lag.before, lag.after)] if lag.travels else []
        for origin, here in sites[0].items() if sites else ():
            for target, there in sites[1].items():
                way = var.problem.travel_by_sites.get((origin, target))
                if way is not None:
                    _arrives(var, lag, way, (here, there))


def _at_sites(var: Variables, step: str) -> dict[str, cp_model.IntVar]:
    """By site: a literal that the step runs there."""
    on: dict[str, list[cp_model.IntVar]] = {}
    for run in var.runs[step]:
        if run.option.unit is not None:
            on.setdefault(run.option.unit.site, []).append(run.on)
    return {site: _any(var, f"{step} at {site}", some) for site, some in on.items()}


def _any(var: Variables, name: str, some: list[cp_model.IntVar]) -> cp_model.IntVar:
    if len(some) == 1:
        return some[0]
    found = var.bool(name, lambda at: any(at[literal.index] for literal in some))
    var.model.add(sum(some) == found)
    return found


def _arrives(
    var: Variables, lag: Lag, way: Travel, both: tuple[cp_model.IntVar, cp_model.IntVar]
) -> None:
    least = max(0, lag.least)
    since = var.end[lag.before] if lag.origin == "end" else var.start[lag.before]
    until = var.start[lag.after] if lag.target == "start" else var.end[lag.after]
    leaves = since + least
    if way.leaves:
        leaves = _collected(var, lag, way, both)
        var.model.add(leaves >= since + least).only_enforce_if(*both)
    var.model.add(until >= leaves + way.slots).only_enforce_if(*both)


def _collected(
    var: Variables, lag: Lag, way: Travel, both: tuple[cp_model.IntVar, cp_model.IntVar]
) -> cp_model.IntVar:
    """The slot in which the samples set out, in collection hours."""
    spans = sorted(way.leaves)
    latest = max(end for _, end in spans) - 1

    def worked(at: Values) -> int:
        if not all(at[literal.index] for literal in both):
            return latest
        start = at[var.start[lag.before].index]
        since = var.end_in(at, lag.before) if lag.origin == "end" else start
        ready = since + max(0, lag.least)
        return min((max(ready, begin) for begin, end in spans if end > ready), default=latest)

    hours = cp_model.Domain.from_intervals([[start, end - 1] for start, end in spans])
    leaves = var.model.new_int_var_from_domain(hours, f"{lag.before} is collected")
    var.follows.append((leaves, worked))
    return leaves
