"""A time on an instrument as pages show it: where, when, with whom, for how much."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from booking.models import Assignment, Attendance, Offer, Placement, Proposal, Reservation
from booking.models.kinds import AttendanceMode
from instruments.models import Facility, Instrument


@dataclass(frozen=True, slots=True)
class Attending:
    """A technician's part."""

    name: str
    mode: AttendanceMode
    starts_at: datetime
    ends_at: datetime


@dataclass(frozen=True, slots=True)
class Slot:
    """An offer, a proposal or a reservation, by its own number."""

    number: int
    instrument: Instrument
    unit_label: str
    starts_at: datetime
    ends_at: datetime
    attending: tuple[Attending, ...]
    price_yen: int | None
    price_lines: tuple[dict[str, Any], ...]

    @property
    def facility(self) -> Facility:
        """Where the instrument stands."""
        return self.instrument.facility

    @property
    def zone(self) -> str:
        """Of the clock there."""
        return self.instrument.facility.zone


def slot_of(row: Offer | Proposal | Reservation) -> Slot:
    """The row as pages show it."""
    where: Placement | Reservation = row if isinstance(row, Reservation) else row.placement
    people = where.assignments if isinstance(where, Reservation) else where.attendance
    return Slot(
        number=row.id,
        instrument=where.unit.instrument,
        unit_label=where.unit.label if len(where.unit.instrument.units) > 1 else "",
        starts_at=where.starts_at,
        ends_at=where.ends_at,
        attending=tuple(_attending(people)),
        price_yen=row.price_yen,
        price_lines=tuple(row.price_lines),
    )


def _attending(people: Iterable[Attendance | Assignment]) -> Iterable[Attending]:
    for part in people:
        yield Attending(part.technician.name, part.mode, part.starts_at, part.ends_at)
