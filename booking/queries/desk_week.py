"""The facility's own week: a row for each unit, a cell for each day, and the same as a day list."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from booking.models import ClaimSubject, Person
from booking.planning.grid import Moments
from booking.queries.desk_cases import named, unit_label
from booking.queries.desk_claims import Kept, kept_where
from booking.queries.desk_people import (
    Named,
    day_span,
    local_date,
    my_facility,
    my_instruments,
    zone_of,
)
from instruments.models import Facility, Instrument, Unit
from instruments.opening import is_open_on
from instruments.words import InstrumentState

DAYS = 7
FIRST, LAST = time(8), time(18)  # drawn where the facility's own hours are not longer


@dataclass(frozen=True, slots=True)
class WeekBar:
    """A claim in one day's cell, in percent of the hours drawn; what lies outside is cut."""

    left: float
    width: float
    kept: Kept
    goes_on: bool  # into the next day


@dataclass(frozen=True, slots=True)
class WeekRow:
    """One unit's week."""

    instrument: Named
    unit: str
    mine: bool
    cells: tuple[tuple[WeekBar, ...], ...]


@dataclass(frozen=True, slots=True)
class ListedUnit:
    """An entry of the day list."""

    instrument: Named
    unit: str
    kept: Kept


@dataclass(frozen=True, slots=True)
class WeekDay:
    """One day of the week."""

    day: date
    open: bool
    today: bool
    listed: tuple[ListedUnit, ...]


@dataclass(frozen=True, slots=True)
class Week:
    """Seven days from a Monday on."""

    zone: str
    facility: Named
    first: date
    before: date
    after: date
    first_hour: int
    last_hour: int
    days: tuple[WeekDay, ...]
    rows: tuple[WeekRow, ...]


def desk_week(session: Session, me: Person, day: date, *, at: datetime) -> Week:
    """The week of `day`. A constant number of queries."""
    facility = my_facility(session, me)
    zone = zone_of(facility)
    first = day - timedelta(days=day.weekday())
    own = my_instruments(session, me)
    units = _units(session, facility)
    kept = kept_where(
        session,
        me,
        ClaimSubject.unit_id.in_([unit.id for unit in units]),
        day_span(zone, first, DAYS),
        at=at,
    )
    hours = _hours(facility)
    rows = [_row(unit, kept, first, zone, hours, own) for unit in units]
    return Week(
        zone=facility.zone,
        facility=Named(facility.name_ja, facility.name_en),
        first=first,
        before=first - timedelta(days=DAYS),
        after=first + timedelta(days=DAYS),
        first_hour=hours[0].hour,
        last_hour=hours[1].hour + (1 if hours[1].minute else 0),
        days=tuple(_days(facility, units, kept, first, at=at)),
        rows=tuple(sorted(rows, key=lambda row: not row.mine)),
    )


def _units(session: Session, facility: Facility) -> Sequence[Unit]:
    return session.scalars(
        select(Unit)
        .join(Instrument)
        .where(
            Instrument.facility_id == facility.id,
            Instrument.state != InstrumentState.RETIRED,
            Unit.active,
        )
        .order_by(Instrument.reading, Instrument.name_ja, Unit.instrument_id, Unit.label)
        .options(selectinload(Unit.instrument).selectinload(Instrument.units))
    ).all()


def _hours(facility: Facility) -> tuple[time, time]:
    opens = min((h.opens for h in facility.hours), default=FIRST)
    closes = max((h.closes for h in facility.hours), default=LAST)
    return min(FIRST, opens.replace(minute=0)), max(LAST, closes)


def _row(
    unit: Unit,
    kept: Sequence[Kept],
    first: date,
    zone: ZoneInfo,
    hours: tuple[time, time],
    own: frozenset[int],
) -> WeekRow:
    own_claims = [k for k in kept if k.unit_id == unit.id]
    days = [first + timedelta(days=n) for n in range(DAYS)]
    return WeekRow(
        instrument=named(unit.instrument),
        unit=unit_label(unit),
        mine=unit.instrument_id in own,
        cells=tuple(tuple(_bars(own_claims, day, zone, hours)) for day in days),
    )


def _bars(
    kept: Sequence[Kept], day: date, zone: ZoneInfo, hours: tuple[time, time]
) -> list[WeekBar]:
    begins = datetime.combine(day, hours[0], zone)
    ends = datetime.combine(day, hours[1], zone)
    whole = (ends - begins).total_seconds()
    midnight = day_span(zone, day)[1]
    bars = []
    for one in kept:
        start, end = max(one.starts_at, begins), min(one.ends_at, ends)
        if start < end:
            left = (start - begins).total_seconds() / whole
            right = (end - begins).total_seconds() / whole
            bars.append(
                WeekBar(
                    left=round(100 * left, 2),
                    width=round(100 * (right - left), 2),
                    kept=one,
                    goes_on=one.ends_at > midnight,
                )
            )
    return bars


def _days(
    facility: Facility, units: Sequence[Unit], kept: Sequence[Kept], first: date, *, at: datetime
) -> list[WeekDay]:
    zone = zone_of(facility)
    by_id = {unit.id: unit for unit in units}
    today = local_date(at, zone)
    found = []
    for number in range(DAYS):
        day = first + timedelta(days=number)
        listed = [
            ListedUnit(named(unit.instrument), unit_label(unit), one)
            for one in kept
            if _overlaps(one, day_span(zone, day)) and (unit := by_id.get(one.unit_id or 0))
        ]
        found.append(
            WeekDay(day, open=is_open_on(facility, day), today=day == today, listed=tuple(listed))
        )
    return found


def _overlaps(kept: Kept, span: Moments) -> bool:
    return kept.starts_at < span[1] and kept.ends_at > span[0]
