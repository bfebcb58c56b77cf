"""Units: from when on a run fits between the runs a unit carries."""

from solver.engine.fast.compiled import compiled
from solver.engine.fast.tables import HOLD, NEVER, RUN, Plan, Question, Table


@compiled
def change_slots(q: Question, unit: int, before: int, after: int) -> int:
    """The change-over from one setting to another."""
    row = q.units[unit]
    if row.change < 0:
        return 0 if before == after else int(row.default_change)
    change = q.changes[row.change]
    one, other = q.local[change.local, before], q.local[change.local, after]
    if one == change.width - 1 and before == after:
        return 0  # a setting that no row names
    return int(q.change_slots[change.first_slot + one * change.width + other])


@compiled
def first_near(rows: Table, first: int, count: int, moment: int) -> int:
    """The first of some rows, in order of their starts, that starts behind the moment."""
    low, high = first, first + count
    while low < high:
        middle = (low + high) >> 1
        if rows[middle].start <= moment:
            low = middle + 1
        else:
            high = middle
    return low


@compiled
def on_unit(
    q: Question,
    plan: Plan,
    unit: int,
    start: int,
    length: int,
    setting: int,
    pieces: int,
    kind: int,
) -> int:
    """The first moment from which the unit is free for a run of so many slots."""
    row = q.units[unit]
    if plan.run_count[unit] >= row.room or (kind == RUN and pieces > row.capacity):
        return NEVER
    moved = True
    while moved:
        moved = False
        at = first_near(plan.runs, row.first_run, plan.run_count[unit], start - row.reach)
        end = row.first_run + plan.run_count[unit]
        while at < end and plan.runs[at].start < start + length + row.longest:
            free = _beside(q, plan, unit, at, start, length, setting, pieces, kind)
            if free > start:
                start, moved = free, True
                break
            at += 1
    return start


@compiled
def _beside(
    q: Question,
    plan: Plan,
    unit: int,
    at: int,
    start: int,
    length: int,
    setting: int,
    pieces: int,
    kind: int,
) -> int:
    """The first moment at which the run is not in the way of one that stands."""
    other = plan.runs[at]
    before, after = 0, 0
    if other.kind != HOLD and kind != HOLD:
        before = change_slots(q, unit, setting, other.setting)
        after = change_slots(q, unit, other.setting, setting)
    if start >= other.end + after or start + length + before <= other.start:
        return start
    shared = kind == RUN and other.kind == RUN and setting == other.setting
    if shared and q.units[unit].capacity > 1 and other.end - other.start == length:
        if start < other.start:
            return int(other.start)
        if start == other.start and _has_room(q, plan, unit, at, pieces):
            return start
    return int(other.end + after)


@compiled
def _has_room(q: Question, plan: Plan, unit: int, at: int, pieces: int) -> bool:
    """Whether so many pieces fit into the batch of a run."""
    one, row = plan.runs[at], q.units[unit]
    first = first_near(plan.runs, row.first_run, plan.run_count[unit], one.start - 1)
    total = pieces
    while first < row.first_run + plan.run_count[unit] and plan.runs[first].start == one.start:
        other = plan.runs[first]
        if other.kind == RUN and other.end == one.end and other.setting == one.setting:
            total += other.pieces
        first += 1
    return bool(total <= row.capacity)


@compiled
def add_run(
    q: Question,
    plan: Plan,
    unit: int,
    start: int,
    end: int,
    step: int,
    setting: int,
    pieces: int,
    kind: int,
) -> None:
    """Put a run on a unit that has room for its row."""
    first = q.units[unit].first_run
    last = first + plan.run_count[unit]
    at = first_near(plan.runs, first, plan.run_count[unit], start)
    for n in range(last, at, -1):
        plan.runs[n] = plan.runs[n - 1]
    row = plan.runs[at]
    row.start, row.end, row.step = start, end, step
    row.setting, row.pieces, row.kind = setting, pieces, kind
    plan.run_count[unit] += 1


@compiled
def drop_run(q: Question, plan: Plan, unit: int, start: int, step: int, kind: int) -> None:
    """Take a run off a unit."""
    first = q.units[unit].first_run
    last = first + plan.run_count[unit]
    at = first_near(plan.runs, first, plan.run_count[unit], start - 1)
    while at < last and (plan.runs[at].step != step or plan.runs[at].kind != kind):
        at += 1
    for n in range(at, last - 1):
        plan.runs[n] = plan.runs[n + 1]
    plan.run_count[unit] -= 1
