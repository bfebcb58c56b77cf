"""Calendars and grids: the first moment at or after another."""

from solver.engine.fast.compiled import compiled
from solver.engine.fast.tables import NEVER, NONE, Question


@compiled
def in_calendar(q: Question, calendar: int, start: int, length: int) -> int:
    """The first moment from which so many slots lie in one stretch of the calendar."""
    at, end = span_at(q, calendar, start)
    while at < end:
        begin = max(start, q.spans[at].start)
        if begin + length <= q.spans[at].end:
            return int(begin)
        at += 1
    return NEVER


@compiled
def span_at(q: Question, calendar: int, moment: int) -> tuple[int, int]:
    """The first span of the calendar that ends behind the moment, and the end of its spans."""
    low, end = q.calendars[calendar], q.calendars[calendar + 1]
    high = end
    while low < high:
        middle = (low + high) >> 1
        if q.spans[middle].end <= moment:
            low = middle + 1
        else:
            high = middle
    return low, end


@compiled
def last_in(q: Question, calendar: int, moment: int) -> int:
    """The last moment at or before another that lies in the calendar; -1 where none does."""
    at, end = span_at(q, calendar, moment)
    if at < end and q.spans[at].start <= moment:
        return moment
    return q.spans[at - 1].end - 1 if at > q.calendars[calendar] else NONE


@compiled
def after_pauses(q: Question, calendar: int, start: int, length: int) -> int:
    """The end of a run that takes so many slots of the calendar; NEVER where they are too few."""
    at, end = span_at(q, calendar, start)
    left = length
    while at < end:
        begin = max(start, q.spans[at].start)
        if left <= q.spans[at].end - begin:
            return int(begin + left)
        left -= q.spans[at].end - begin
        at += 1
    return NEVER


@compiled
def slots_away(q: Question, calendar: int, moment: int) -> int:
    """Slots between a moment and the nearest of the calendar's spans, their ends counted."""
    at, end = span_at(q, calendar, moment)
    nearest = q.horizon[0]
    if at < end:
        nearest = max(0, q.spans[at].start - moment)
    if at > q.calendars[calendar]:
        nearest = min(nearest, moment - q.spans[at - 1].end)
    return int(nearest)


@compiled
def on_grid(q: Question, grid: int, start: int) -> int:
    """The first allowed start."""
    day = day_of(q, start)
    row = q.grids[grid]
    while day < len(q.days):
        begin = q.days[day]
        until = q.days[day + 1] if day + 1 < len(q.days) else NEVER
        found = begin + _offset(q, row.every, row.first_offset, row.end_offset, start - begin)
        if found < until:
            return int(found)
        day += 1
        start = until
    return NEVER


@compiled
def day_of(q: Question, slot: int) -> int:
    """The number of the local day a slot lies in."""
    low, high = 0, len(q.days)
    while low < high:
        middle = (low + high) >> 1
        if q.days[middle] <= slot:
            low = middle + 1
        else:
            high = middle
    return low - 1


@compiled
def _offset(q: Question, every: int, first: int, end: int, least: int) -> int:
    """The first offset of a day's grid that is at least so much."""
    if first == end:
        return (least + every - 1) // every * every
    for at in range(first, end):
        if q.offsets[at] >= least:
            return int(q.offsets[at])
    return NEVER
