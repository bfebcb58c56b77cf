"""Pools and budgets: from when on a run may draw, and what it leaves."""

from solver.engine.fast.compiled import compiled
from solver.engine.fast.tables import NEVER, Plan, Question


@compiled
def mark_at(q: Question, plan: Plan, pool: int, moment: int) -> int:
    """The mark whose level holds at a moment; the first stands before every moment."""
    low = q.pools[pool].first
    high = low + plan.mark_count[pool]
    while high - low > 1:
        middle = (low + high) >> 1
        if plan.marks[middle].time <= moment:
            low = middle
        else:
            high = middle
    return int(low)


@compiled
def from_pool(q: Question, plan: Plan, pool: int, start: int, length: int, amount: int) -> int:
    """The first moment from which so much can be drawn for so many slots."""
    row = q.pools[pool]
    if plan.mark_count[pool] + 2 > row.room or amount > row.capacity:
        return NEVER
    most = row.capacity - amount
    end = row.first + plan.mark_count[pool]
    at = mark_at(q, plan, pool, start)
    while at < end and plan.marks[at].time < start + length:
        if plan.marks[at].used > most:
            start = plan.marks[at + 1].time if at + 1 < end else NEVER
        at += 1
    return start


@compiled
def draw(q: Question, plan: Plan, pool: int, start: int, end: int, amount: int) -> None:
    """Draw so much more, or with a negative amount less, from start to end."""
    first = _cut(q, plan, pool, start)
    last = _cut(q, plan, pool, end)
    for at in range(first, last):
        plan.marks[at].used += amount
    _join(q, plan, pool, last)
    _join(q, plan, pool, first)


@compiled
def _cut(q: Question, plan: Plan, pool: int, moment: int) -> int:
    """A mark at the moment itself."""
    at = mark_at(q, plan, pool, moment)
    if plan.marks[at].time == moment:
        return at
    last = q.pools[pool].first + plan.mark_count[pool]
    for n in range(last, at + 1, -1):
        plan.marks[n] = plan.marks[n - 1]
    plan.marks[at + 1].time = moment
    plan.marks[at + 1].used = plan.marks[at].used
    plan.mark_count[pool] += 1
    return at + 1


@compiled
def _join(q: Question, plan: Plan, pool: int, at: int) -> None:
    """Take a mark away that changes nothing."""
    first = q.pools[pool].first
    if at > first and plan.marks[at].used == plan.marks[at - 1].used:
        last = first + plan.mark_count[pool]
        for n in range(at, last - 1):
            plan.marks[n] = plan.marks[n + 1]
        plan.mark_count[pool] -= 1
