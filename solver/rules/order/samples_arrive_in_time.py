"""Samples that travel from one step's site to another's arrive before the other side of the lag.

They set out in some slot d that is at or after the earlier side plus the least wait (0 where that
is negative) and, where the way has collection hours, in one of them; they arrive at d plus the way.
Between two units of one site, sites without a row, or steps without a unit there is no way to go.
"""

from collections.abc import Iterator, Sequence

from solver.outcome import Placement, Violation, violation
from solver.problem import Lag, Problem, Travel


def violations(problem: Problem, placements: Sequence[Placement]) -> Iterator[Violation]:
    placed = {p.step: p for p in placements}
    for lag in problem.lags:
        before, after = placed.get(lag.before), placed.get(lag.after)
        if not lag.travels or before is None or after is None:
            continue
        way = _way(problem, before, after)
        if way is None:
            continue
        needed_at = after.start if lag.target == "start" else after.end
        arrives = _arrives(way, before, lag)
        if arrives is None:
            yield violation(__name__, step=lag.after, before=lag.before, problem="never collected")
        elif arrives > needed_at:
            yield violation(
                __name__, step=lag.after, before=lag.before, missing_slots=arrives - needed_at
            )


def _way(problem: Problem, before: Placement, after: Placement) -> Travel | None:
    units = [problem.units_by_code.get(p.unit) for p in (before, after)]
    if units[0] is None or units[1] is None:
        return None
    return problem.travel_by_sites.get((units[0].site, units[1].site))


def _arrives(way: Travel, before: Placement, lag: Lag) -> int | None:
    """The first arrival there can be; None when nobody collects any more."""
    ready = (before.end if lag.origin == "end" else before.start) + max(0, lag.least)
    if not way.leaves:
        return ready + way.slots
    collected = [max(ready, start) for start, end in way.leaves if end > ready]
    return min(collected) + way.slots if collected else None
