"""Wall-clock hours of a technician's week, laid on a grid of local days."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, timedelta

from booking.models import WorkingTime
from booking.planning.grid import Grid, Moments


def local_spans(
    weekly: Iterable[WorkingTime], grid: Grid, *, until: date | None
) -> Iterator[Moments]:
    """The hours as moments in UTC on every day of the grid, up to and including the day `until`."""
    by_weekday: dict[int, list[WorkingTime]] = {}
    for row in weekly:
        by_weekday.setdefault(row.weekday, []).append(row)
    first = grid.origin.astimezone(grid.zone).date()
    for number in range(len(grid.days)):
        day = first + timedelta(days=number)
        if until is not None and day > until:
            return
        for row in by_weekday.get(day.weekday(), ()):
            yield (
                datetime.combine(day, row.starts, grid.zone).astimezone(UTC),
                datetime.combine(day, row.ends, grid.zone).astimezone(UTC),
            )
