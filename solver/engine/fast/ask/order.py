"""What lies between steps, as tables: arcs, ways between sites, and in which order to place."""

from collections.abc import Iterable, Sequence

import numpy as np

from solver.engine.fast.ask.calendars import Calendars, table
from solver.engine.fast.ask.places import UnitRows
from solver.engine.fast.tables import ARC, AT_ANY_TIME, NONE, Table
from solver.problem import Problem, Step

Arc = tuple[int, int, int, int, int, int]


def arcs_of(problem: Problem, steps: dict[str, int]) -> list[Arc]:
    """Each lag as one arc, and a second one back where it has a hard most."""
    found: list[Arc] = []
    for lag in problem.lags:
        before, after = steps[lag.before], steps[lag.after]
        ends = int(lag.origin == "end"), int(lag.target == "end")
        found.append((before, after, lag.least, *ends, int(lag.travels)))
        if lag.most is not None and not lag.soft:
            found.append((after, before, -lag.most, ends[1], ends[0], 0))
    return found


def order_tables(
    problem: Problem, arcs: list[Arc], units: UnitRows, calendars: Calendars
) -> tuple[dict[str, Table], Table, Table]:
    """The tables, and for each step and one more where its arcs begin: in, and out."""
    rows = table(arcs, ARC)
    into, out = np.argsort(rows.after, kind="stable"), np.argsort(rows.before, kind="stable")
    numbers = np.arange(len(problem.steps_by_code) + 1)
    sites = len(units.sites)
    way = np.zeros((sites, sites), np.int32)
    leaves = np.full((sites, sites), NONE, np.int32)
    for travel in problem.travels:
        pair = units.sites.get(travel.origin), units.sites.get(travel.target)
        if None not in pair:
            way[pair] = travel.slots
            leaves[pair] = calendars.add(travel.leaves) if travel.leaves else AT_ANY_TIME
    tables = {
        "arcs": rows,
        "into": into.astype(np.int32),
        "out": out.astype(np.int32),
        "travel": way,
        "leaves": leaves,
    }
    return (
        tables,
        np.searchsorted(rows.after[into], numbers),
        np.searchsorted(rows.before[out], numbers),
    )


def placing_order(steps: Sequence[Step], arcs: Iterable[tuple[int, int]]) -> list[int]:
    """The request's steps, each behind those it waits for; in a circle, the first named first.

    arcs: pairs of positions in `steps`, the first of which waits for nothing of the second.
    """
    waits: list[set[int]] = [set() for _ in steps]
    for before, after in arcs:
        waits[after].add(before)
    positions = {step.code: n for n, step in enumerate(steps)}
    for n, step in enumerate(steps):
        if step.same_unit_as:
            waits[n].add(positions[step.same_unit_as])
    found: list[int] = []
    left = list(range(len(steps)))
    while left:
        ready = next((n for n in left if not waits[n] - set(found)), left[0])
        left.remove(ready)
        found.append(ready)
    return found
