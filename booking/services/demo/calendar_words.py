"""How the demo files say when: `D+3..D+10 Tue,Thu 09:00-17:00`, counted from the first start."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from booking.planning.grid import Moments

_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_PATTERN = re.compile(
    r"(?P<first>D\+\d+|\d\d-\d\d)\.\.(?P<last>D\+\d+|\d\d-\d\d)"
    r"(?: (?P<days>[A-Z][A-Za-z,-]+))? (?P<hours>\d\d:\d\d-\d\d:\d\d)"
)


def windows(text: str, *, today: date, zone: ZoneInfo) -> tuple[Moments, ...]:
    """One window a day; `03-29` is the next one to come. Raises ValueError when unreadable."""
    found = _PATTERN.fullmatch(text)
    if found is None:
        raise ValueError(f"{text!r}: write D+3..D+10 Tue,Thu 09:00-17:00")
    first = _day(found["first"], today)
    last = _day(found["last"], first if "-" in found["last"] else today)
    starts, ends = hours(found["hours"])
    return tuple(
        (
            datetime.combine(day, starts, zone).astimezone(UTC),
            datetime.combine(day, ends, zone).astimezone(UTC),
        )
        for day in _each(first, last)
        if day.weekday() in weekdays(found["days"] or "Mon-Sun")
    )


def weekly_hours(text: str) -> tuple[tuple[int, time, time], ...]:
    """`Mon-Fri 08:30-17:15` as (weekday, starts, ends); 0 is Monday. Nothing for an empty text."""
    if not text:
        return ()
    days, _, span = text.partition(" ")
    starts, ends = hours(span)
    return tuple((day, starts, ends) for day in sorted(weekdays(days)))


def weekdays(text: str) -> set[int]:
    """`Mon,Wed` or `Mon-Fri`. Raises ValueError for what is no day."""
    if "-" in text:
        first, last = (_DAYS.index(day) for day in text.split("-"))
        return set(range(first, last + 1))
    return {_DAYS.index(day) for day in text.split(",")}


def hours(text: str) -> tuple[time, time]:
    """`09:00-17:00`."""
    starts, ends = text.split("-")
    return time.fromisoformat(starts), time.fromisoformat(ends)


def end_of_fiscal_year(today: date) -> date:
    """The next 31 March, today included: the last day of a term in a Japanese public office."""
    return date(today.year + (today.month > 3), 3, 31)


def _day(text: str, start: date) -> date:
    if text.startswith("D+"):
        return start + timedelta(days=int(text[2:]))
    day = date.fromisoformat(f"{start.year}-{text}")
    return day if day >= start else date.fromisoformat(f"{start.year + 1}-{text}")


def _each(first: date, last: date) -> Iterator[date]:
    for offset in range((last - first).days + 1):
        yield first + timedelta(days=offset)
