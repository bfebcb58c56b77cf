"""Which days an instrument is free, for anyone: days and never hours, from free/busy alone."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from booking.disclosure import busy_times
from booking.planning.question import months_after
from instruments.models import Facility, Instrument
from instruments.opening import staffed_spans

Spans = Sequence[tuple[datetime, datetime]]
_ONE_DAY = timedelta(days=1)


class DayState(StrEnum):
    """What the public may know of a day."""

    FREE = "free"  # at least one unit is free all day
    PARTLY = "partly"  # the shortest use fits somewhere
    FULL = "full"
    CLOSED = "closed"
    OUTSIDE = "outside"  # over, too soon, or too far ahead to apply for


@dataclass(frozen=True, slots=True)
class Day:
    """One local day of a facility."""

    day: date
    state: DayState

    @property
    def can_be_had(self) -> bool:
        """Whether a use that begins on this day may still find room."""
        return self.state in {DayState.FREE, DayState.PARTLY}


def today_at(facility: Facility, at: datetime) -> date:
    """The facility's own date."""
    return at.astimezone(ZoneInfo(facility.zone)).date()


def first_and_last_day(facility: Facility, at: datetime) -> tuple[date, date]:
    """The days on which a use that is applied for now may begin, both included."""
    today = today_at(facility, at)
    first = today + timedelta(days=facility.notice_days)
    return first, months_after(today, facility.months_ahead)


def days_of(
    session: Session, instruments: Sequence[Instrument], first: date, last: date, *, at: datetime
) -> dict[int, tuple[Day, ...]]:
    """Every day from `first` to `last` by instrument id. One query, whatever the numbers.

    The facilities must come with their hours and closure days, the instruments with their units.
    """
    unit_ids = [unit.id for it in instruments for unit in it.units if unit.active]
    # Two days more than any zone needs: what lies outside a day's hours is cut off below.
    margin = (datetime.combine(first, time.min, UTC), datetime.combine(last, time.min, UTC))
    busy: dict[int, list[tuple[datetime, datetime]]] = defaultdict(list)
    for one in busy_times(session, unit_ids, margin[0] - _ONE_DAY, margin[1] + 2 * _ONE_DAY, at=at):
        busy[one.unit_id].append((one.starts_at, one.ends_at))
    facilities = {it.facility.id: it.facility for it in instruments}  # each worked out once
    opens = {key: _open_spans(one, first, last, at) for key, one in facilities.items()}
    return {
        it.id: tuple(_day(it, day, spans, busy) for day, spans in opens[it.facility.id].items())
        for it in instruments
    }


def _open_spans(
    facility: Facility, first: date, last: date, at: datetime
) -> dict[date, Spans | None]:
    """What is left of the opening hours of each day; None where nobody may apply for it."""
    days = [first + timedelta(days=n) for n in range((last - first).days + 1)]
    begins = first_and_last_day(facility, at)
    return {
        day: _left_over(staffed_spans(facility, day, day), at)
        if begins[0] <= day <= begins[1]
        else None
        for day in days
    }


def _left_over(spans: Spans, at: datetime) -> Spans | None:
    """The spans that are not over; None when they all are."""
    left = [(max(start, at), end) for start, end in spans if at < end]
    return left if left or not spans else None


def _day(it: Instrument, day: date, spans: Spans | None, busy: Mapping[int, Spans]) -> Day:
    if spans is None:
        return Day(day, DayState.OUTSIDE)
    if not spans:
        return Day(day, DayState.CLOSED)
    units = [list(_gaps(spans, busy.get(unit.id, ()))) for unit in it.units if unit.active]
    if any(gaps == list(spans) for gaps in units):
        return Day(day, DayState.FREE)
    # A run longer than a day needs at least the longest open span of the day it begins on.
    needed = min(timedelta(minutes=it.min_minutes), max(end - start for start, end in spans))
    fits = any(_holds(it, day, gap, needed) for gaps in units for gap in gaps)
    return Day(day, DayState.PARTLY if fits else DayState.FULL)


def _gaps(spans: Spans, busy: Spans) -> Iterator[tuple[datetime, datetime]]:
    """The open spans less the busy ones; `busy` is ordered by start."""
    for start, end in spans:
        free_from = start
        for taken_from, taken_to in busy:
            if taken_to <= free_from or end <= taken_from:
                continue
            if free_from < taken_from:
                yield free_from, taken_from
            free_from = max(free_from, taken_to)
        if free_from < end:
            yield free_from, end


def _holds(it: Instrument, day: date, gap: tuple[datetime, datetime], needed: timedelta) -> bool:
    return any(gap[0] <= start and start + needed <= gap[1] for start in _starts(it, day, gap[0]))


def _starts(it: Instrument, day: date, after: datetime) -> Iterable[datetime]:
    """The fixed starts of the day, else the first start on the grid that is not before `after`."""
    zone = ZoneInfo(it.facility.zone)
    if it.fixed_starts:
        return [datetime.combine(day, it_starts, zone) for it_starts in it.fixed_start_times]
    midnight = datetime.combine(day, time.min, zone).astimezone(UTC)
    step = timedelta(minutes=it.grid_minutes)
    return [midnight - ((midnight - after) // step) * step]
