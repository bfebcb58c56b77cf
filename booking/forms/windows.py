"""When somebody can come: rows of day, from and to, and whole ranges of weekdays."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from itertools import zip_longest
from zoneinfo import ZoneInfo

from werkzeug.datastructures import MultiDict

from booking.forms.entries import Entries, clock_of, day_of
from booking.planning.grid import SLOT_MINUTES, Moments
from booking.services.request_use import MOST_WINDOWS
from instruments.models import Facility
from instruments.opening import is_open_on

MOST_ROWS = 100  # read at all; from MOST_WINDOWS on the rule says so
LONGEST_RANGE_DAYS = 366


@dataclass(frozen=True, slots=True)
class Row:
    """One line as typed, so that it can be shown again."""

    day: str = ""
    starts: str = ""
    ends: str = ""


@dataclass(frozen=True, slots=True)
class Place:
    """Where the clock and the opening days are those of: a facility, or none in particular."""

    zone: ZoneInfo
    facility: Facility | None = None

    def is_open(self, day: date) -> bool:
        """Whether the facility opens on that day; without one, whether it is Monday to Friday."""
        return day.weekday() < 5 if self.facility is None else is_open_on(self.facility, day)

    def moment(self, day: date, clock: time) -> datetime:
        """The moment at which the clock there shows this."""
        return datetime.combine(day, clock, self.zone).astimezone(UTC)


def rows_of(given: MultiDict[str, str]) -> list[Row]:
    """Every row that was sent, as typed."""
    columns = (given.getlist(name)[:MOST_ROWS] for name in ("day", "from", "to"))
    return [Row(*row) for row in zip_longest(*columns, fillvalue="")]


def read_windows(
    entries: Entries, place: Place, *, at: datetime, ignoring: Row | None = None
) -> tuple[Moments, ...]:
    """The windows of all rows; what is wrong is noted beside its row (`window-0`, `window-1`, …).

    A row without a day counts as empty when its times are those it was shown with (`ignoring`).
    """
    windows = []
    for number, row in enumerate(rows_of(entries.given)):
        empty = not (row.day.strip() or row.starts.strip() or row.ends.strip())
        if empty or (ignoring and not row.day.strip() and _same_times(row, ignoring)):
            continue
        window = _window(entries, f"window-{number}", row, place, at=at)
        if window is not None:
            windows.append(window)
    return tuple(windows)


def _same_times(row: Row, other: Row) -> bool:
    return (clock_of(row.starts), clock_of(row.ends)) == (
        clock_of(other.starts),
        clock_of(other.ends),
    )


def _window(entries: Entries, name: str, row: Row, place: Place, *, at: datetime) -> Moments | None:
    day, starts, ends = day_of(row.day), clock_of(row.starts), clock_of(row.ends)
    for value, rule in ((day, "says_the_day"), (starts, "says_from"), (ends, "says_to")):
        if value is None:
            entries.note(name, rule)
    if day is None or starts is None or ends is None:
        return None
    return checked(entries, name, (place.moment(day, starts), place.moment(day, ends)), at=at)


def checked(entries: Entries, name: str, window: Moments, *, at: datetime) -> Moments | None:
    """The window, unless it runs backward, is over or lies off the grid; then it is noted."""
    starts_at, ends_at = window
    if starts_at.minute % SLOT_MINUTES or ends_at.minute % SLOT_MINUTES:
        entries.note(name, "off_grid", minutes=SLOT_MINUTES)
    elif ends_at <= starts_at:
        entries.note(name, "ends_after_it_starts")
    elif ends_at <= at:
        entries.note(name, "is_over")
    else:
        return window
    return None


def read_range(entries: Entries, place: Place, *, at: datetime) -> list[Row]:
    """Rows for every open day of the range (`range_first` … `range_to`); none when it is empty."""
    names = ("range_first", "range_last", "range_from", "range_to")
    typed = [entries.raw(name) for name in names]
    if not any(typed[:2]):
        return []
    first, last = day_of(typed[0]), day_of(typed[1])
    starts, ends = clock_of(typed[2]), clock_of(typed[3])
    if first is None or last is None:
        entries.note("range", "says_first_and_last_day")
    elif starts is None or ends is None:
        entries.note("range", "says_from_and_to")
    elif last < first:
        entries.note("range", "last_day_after_first")
    elif ends <= starts:
        entries.note("range", "ends_after_it_starts")
    elif (last - first).days > LONGEST_RANGE_DAYS:
        entries.note("range", "too_many", most=MOST_WINDOWS)
    else:
        return _rows_between(entries, place, (first, last), (starts, ends), at=at)
    return []


def _rows_between(
    entries: Entries,
    place: Place,
    days: tuple[date, date],
    clocks: tuple[time, time],
    *,
    at: datetime,
) -> list[Row]:
    starts, ends = clocks
    rows = [
        Row(day.isoformat(), f"{starts:%H:%M}", f"{ends:%H:%M}")
        for day in _days(*days)
        if place.is_open(day) and place.moment(day, ends) > at
    ]
    if not rows:
        entries.note("range", "no_open_day")
    elif len(rows) > MOST_WINDOWS:
        entries.note("range", "too_many", most=MOST_WINDOWS)
        return []
    return rows


def _days(first: date, last: date) -> Iterator[date]:
    for number in range((last - first).days + 1):
        yield first + timedelta(days=number)


def rows_from(windows: Iterable[Moments], zone: ZoneInfo) -> list[Row]:
    """Stored windows as rows of a form."""
    rows = []
    for starts_at, ends_at in windows:
        start, end = starts_at.astimezone(zone), ends_at.astimezone(zone)
        rows.append(Row(start.date().isoformat(), f"{start:%H:%M}", f"{end:%H:%M}"))
    return rows


def with_rows(given: MultiDict[str, str], rows: Sequence[Row]) -> MultiDict[str, str]:
    """The same entries with these rows in place of those that were sent."""
    copy = MultiDict(given)
    copy.setlist("day", [row.day for row in rows])
    copy.setlist("from", [row.starts for row in rows])
    copy.setlist("to", [row.ends for row in rows])
    return copy
