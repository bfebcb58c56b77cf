"""Moments become slots here and nowhere else, and slots become moments again."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from solver.problem import Span

SLOT_MINUTES = 5  # the finest booking grid in the catalogue; every shorter length rounds up to it
SLOT = timedelta(minutes=SLOT_MINUTES)

Moments = tuple[datetime, datetime]  # half open


@dataclass(frozen=True, slots=True)
class Grid:
    """Whole slots from `origin`, a local midnight in UTC, up to `horizon`."""

    origin: datetime
    horizon: int
    days: tuple[int, ...]  # the first slot of each local day
    zone: ZoneInfo

    @classmethod
    def over(cls, first: date, last: date, zone: ZoneInfo) -> Grid:
        """The grid of the local days from `first` to `last`, both included."""
        count = (last - first).days + 2  # the day after the last ends it
        midnights = [
            datetime.combine(first + timedelta(days=n), time.min, zone).astimezone(UTC)
            for n in range(count)
        ]
        slots = [int((midnight - midnights[0]) / SLOT) for midnight in midnights]
        return cls(origin=midnights[0], horizon=slots[-1], days=tuple(slots[:-1]), zone=zone)

    def floor(self, moment: datetime) -> int:
        """The slot in which the moment lies."""
        return (moment - self.origin) // SLOT

    def ceil(self, moment: datetime) -> int:
        """The first slot that begins at the moment or after it."""
        return -((self.origin - moment) // SLOT)

    def moment(self, slot: int) -> datetime:
        """When the slot begins."""
        return self.origin + slot * SLOT

    def inside(self, spans: Iterable[Moments]) -> tuple[Span, ...]:
        """Spans that may be used: rounded inwards, what lies off the grid is dropped."""
        return self._cut((self.ceil(start), self.floor(end)) for start, end in spans)

    def around(self, spans: Iterable[Moments]) -> tuple[Span, ...]:
        """Spans that are taken: rounded outwards."""
        return self._cut((self.floor(start), self.ceil(end)) for start, end in spans)

    def _cut(self, spans: Iterable[Span]) -> tuple[Span, ...]:
        cut = ((max(0, start), min(self.horizon, end)) for start, end in spans)
        return tuple(sorted((start, end) for start, end in cut if start < end))


def slots_for(minutes: int) -> int:
    """Whole slots that cover so many minutes."""
    return -(-minutes // SLOT_MINUTES)
