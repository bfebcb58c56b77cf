"""Further units: from when on so many of those a run needs are free."""

from solver.engine.fast.compiled import compiled
from solver.engine.fast.fit.hours import in_calendar
from solver.engine.fast.fit.runs import on_unit
from solver.engine.fast.tables import FURTHER, NEVER, Plan, Question


@compiled
def free_from(q: Question, plan: Plan, unit: int, start: int, length: int, setting: int) -> int:
    """The first moment from which a further unit can be kept."""
    calendar = q.units[unit].free
    moved = True
    while moved and start < NEVER:
        first = in_calendar(q, calendar, start, length)
        if first >= NEVER:
            return NEVER
        start = on_unit(q, plan, unit, first, length, setting, 1, FURTHER)
        moved = start > first
    return start


@compiled
def with_further(q: Question, plan: Plan, way: int, start: int, length: int, setting: int) -> int:
    """The first moment at or after `start` at which enough may be free; those chosen then stand
    in plan.picked."""
    row = q.ways[way]
    chosen = 0
    for need in range(row.first_need, row.end_need):
        needed = q.needs[need]
        found, soonest = 0, NEVER
        for n in range(needed.first_unit, needed.end_unit):
            unit = q.need_units[n]
            if found == needed.count or unit == row.unit or _is_picked(plan, chosen, unit):
                continue
            free = free_from(q, plan, unit, start, length, setting)
            if free == start:
                plan.picked[2 * chosen], plan.picked[2 * chosen + 1] = unit, needed.slot + found
                chosen += 1
                found += 1
            else:
                soonest = min(soonest, free)
        if found < needed.count:
            return soonest
    return start


@compiled
def _is_picked(plan: Plan, count: int, unit: int) -> bool:
    found = False
    for n in range(count):
        found = found or plan.picked[2 * n] == unit
    return found
