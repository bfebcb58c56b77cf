"""The earliest start of a step in one of its ways."""

from solver.engine.fast.compiled import compiled
from solver.engine.fast.fit.further import with_further
from solver.engine.fast.fit.hours import after_pauses, in_calendar, on_grid
from solver.engine.fast.fit.lanes import Run
from solver.engine.fast.fit.people import later_for_party, later_for_people
from solver.engine.fast.fit.runs import on_unit
from solver.engine.fast.fit.stocks import from_pool
from solver.engine.fast.tables import HOLD, NEVER, RUN, Plan, Question


@compiled
def end_of(q: Question, step: int, way: int, start: int) -> int:
    """The end of a run; NEVER where open hours are too few."""
    row = q.ways[way]
    if q.steps[step].pauses:
        return after_pauses(q, row.open, start, row.duration)
    return int(start + row.duration)


@compiled
def run_of(q: Question, step: int, way: int) -> Run:
    """What others must know of a run to share it."""
    row = q.ways[way]
    shares = row.unit >= 0 and q.units[row.unit].capacity > 1
    return Run(int(row.unit), int(row.site), int(q.steps[step].setting), bool(shares))


@compiled
def earliest(q: Question, plan: Plan, step: int, way: int, start: int, last: int) -> int:
    """The first start in [start, last] at which the step can run in this way; else NEVER.

    Nothing of the step itself may be in the plan.
    """
    if not _has_budget(q, plan, way):
        return NEVER
    run, pauses = run_of(q, step, way), q.steps[step].pauses
    while start <= last:
        end = end_of(q, step, way, start)
        if end > q.horizon[0]:
            return NEVER
        moved = _after_rules(q, way, start, end)
        if moved == start:
            moved = _after_units(q, plan, step, way, start, end)
        if moved == start:
            late = later_for_people(q, plan, way, run, start, end)
            if late == 0:
                late = later_for_party(q, plan, step, way, run, start, end)
            if late == 0:
                return start
            moved = start + late
        # How far a run must move says little of its start where its end moves with open q.
        start = start + 1 if pauses and moved < NEVER else moved
    return NEVER


@compiled
def _after_rules(q: Question, way: int, start: int, end: int) -> int:
    row = q.ways[way]
    moved = start
    if row.unit >= 0 and q.units[row.unit].grid >= 0:
        moved = on_grid(q, q.units[row.unit].grid, start)
    for n in range(row.first_rule, row.end_rule):
        if moved > start:
            break
        rule = q.rules[n]
        begin = (end if rule.begin_at_end else start) + rule.begin
        stop = (end if rule.stop_at_end else start) + rule.stop
        found = in_calendar(q, rule.calendar, begin, stop - begin)
        moved = start + found - begin if found < NEVER else NEVER
    return int(moved)


@compiled
def _after_units(q: Question, plan: Plan, step: int, way: int, start: int, end: int) -> int:
    row, what = q.ways[way], q.steps[step]
    moved, length = start, end - start
    if row.unit >= 0:
        moved = on_unit(q, plan, row.unit, start, length, what.setting, what.pieces, RUN)
    if moved == start and row.end_need > row.first_need:
        moved = with_further(q, plan, way, start, length, what.setting)
    for n in range(row.first_draw, row.end_draw):
        if moved == start:
            drawn = q.draws[n]
            moved = from_pool(q, plan, drawn.of, start, length, drawn.amount)
    return moved


@compiled
def _has_budget(q: Question, plan: Plan, way: int) -> bool:
    row = q.ways[way]
    for n in range(row.first_spend, row.end_spend):
        if q.draws[n].amount > plan.budgets[q.draws[n].of]:
            return False
    return True


@compiled
def can_wait(q: Question, plan: Plan, step: int, way: int, start: int) -> int:
    """Where the step keeps its unit from an earlier one on: how far that one would have to move.

    0 when nothing lies between the two.
    """
    row, unit = q.steps[step], q.ways[way].unit
    first = plan.placed[row.same_as]
    if not row.keeps or first.end == start:
        return 0
    length = start - first.end
    free = on_unit(q, plan, unit, first.end, length, row.setting, row.pieces, HOLD)
    closed = in_calendar(q, q.units[unit].free, first.end, length)
    return int(max(free, closed) - first.end)
