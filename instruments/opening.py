"""When a facility is staffed: weekly hours less closures, holidays and the year's end.

Hours are local, answers are UTC; spans are half open and merged.
"""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

import holidays

from instruments.models import Facility

_NEVER_FOUND_AFTER_DAYS = 800  # longer than any closure a facility would still call a closure


def staffed_spans(
    facility: Facility, first_day: date, last_day: date
) -> list[tuple[datetime, datetime]]:
    """The staffed spans of the local days from `first_day` to `last_day`, both included."""
    zone = ZoneInfo(facility.zone)
    spans: list[tuple[datetime, datetime]] = []
    for day in _open_days(facility, first_day, last_day):
        for hours in sorted(facility.hours, key=lambda row: row.opens):
            if hours.weekday == day.weekday():
                starts_at = datetime.combine(day, hours.opens, zone).astimezone(UTC)
                ends_at = datetime.combine(day, hours.closes, zone).astimezone(UTC)
                _append_merged(spans, starts_at, ends_at)
    return spans


def is_open_on(facility: Facility, day: date) -> bool:
    return any(True for _ in _open_days(facility, day, day))


def open_days_after(facility: Facility, day: date, n: int) -> date:
    """The n-th open day after `day`, which itself is not counted; `day` when n is 0.

    Raises ValueError when the facility does not open often enough.
    """
    if n == 0:
        return day
    last = day + timedelta(days=_NEVER_FOUND_AFTER_DAYS)
    for count, open_day in enumerate(_open_days(facility, day + timedelta(days=1), last), start=1):
        if count == n:
            return open_day
    raise ValueError(f"facility {facility.code}: fewer than {n} open days after {day}")


def _open_days(facility: Facility, first_day: date, last_day: date) -> Iterator[date]:
    weekdays = {hours.weekday for hours in facility.hours}
    closed = {closure.day for closure in facility.closure_days}
    for offset in range((last_day - first_day).days + 1):
        day = first_day + timedelta(days=offset)
        if day.weekday() in weekdays and day not in closed and not _is_day_off(facility, day):
            yield day


def _is_day_off(facility: Facility, day: date) -> bool:
    if facility.closed_year_end and _is_year_end(day):
        return True
    return facility.closed_on_holidays and day in _national_holidays(day.year)


def _is_year_end(day: date) -> bool:
    """29 December to 3 January: the closed days common to prefectural institutes."""
    return (day.month == 12 and day.day >= 29) or (day.month == 1 and day.day <= 3)


@lru_cache(maxsize=64)
def _national_holidays(year: int) -> frozenset[date]:
    return frozenset(holidays.country_holidays("JP", years=year))


def _append_merged(
    spans: list[tuple[datetime, datetime]], starts_at: datetime, ends_at: datetime
) -> None:
    if spans and starts_at <= spans[-1][1]:
        spans[-1] = (spans[-1][0], max(spans[-1][1], ends_at))
    else:
        spans.append((starts_at, ends_at))
