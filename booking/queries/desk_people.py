"""Who works at the facility of the person who looks, and what each is in charge of."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from booking.errors import NotFound
from booking.models import Person, Skill
from booking.permissions import Role
from booking.planning.grid import Moments
from instruments.models import Facility


@dataclass(frozen=True, slots=True)
class Named:
    """A name in both languages, for the filter that chooses one."""

    name_ja: str
    name_en: str


@dataclass(frozen=True, slots=True)
class Colleague:
    """Somebody of the same facility."""

    id: int
    name: str


def my_facility(session: Session, person: Person) -> Facility:
    """Where the person works, with hours and closed days. Raises NotFound for who has none.

    A page asks several times; only the first asks the database.
    """
    if person.facility_id is None:
        raise NotFound
    whole = [selectinload(Facility.hours), selectinload(Facility.closure_days)]
    return session.get_one(Facility, person.facility_id, options=whole)


def my_instruments(session: Session, person: Person) -> frozenset[int]:
    """Instruments the person is in charge of or deputy for."""
    return frozenset(
        session.scalars(select(Skill.instrument_id).where(Skill.technician_id == person.id))
    )


def technicians_of(session: Session, facility: Facility) -> list[Colleague]:
    """Everyone of the facility who may be with a visitor, by reading."""
    people = session.execute(
        select(Person.id, Person.name)
        .where(
            Person.facility_id == facility.id,
            Person.active,
            Person.role.in_([Role.TECHNICIAN, Role.FACILITY_MANAGER]),
        )
        .order_by(Person.reading, Person.id)
    )
    return [Colleague(number, name) for number, name in people]


def names_of(session: Session, facility_id: int, ids: Iterable[int | None]) -> dict[int, str]:
    """Names of those among `ids` who work at the facility; nobody else's."""
    wanted = {number for number in ids if number is not None}
    if not wanted:
        return {}
    rows = session.execute(
        select(Person.id, Person.name).where(
            Person.id.in_(wanted), Person.facility_id == facility_id
        )
    )
    return dict(rows.all())


def zone_of(facility: Facility) -> ZoneInfo:
    """The facility's clock."""
    return ZoneInfo(facility.zone)


def day_span(zone: ZoneInfo, first: date, days: int = 1) -> Moments:
    """From the local midnight that begins `first`, so many days long."""
    last = first + timedelta(days=days)
    return (
        datetime.combine(first, time.min, zone).astimezone(UTC),
        datetime.combine(last, time.min, zone).astimezone(UTC),
    )


def local_date(moment: datetime, zone: ZoneInfo) -> date:
    """The day the clock there shows."""
    return moment.astimezone(zone).date()
