"""A facility built for races: everybody wants one unit, one technician, or one of three calls.

Open Monday to Friday 9-17, nothing closed otherwise; no tariffs, for nothing here costs anything.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from booking.models import Company, Membership, Person, Skill, WorkingTime
from booking.permissions import Role
from booking.planning.grid import Moments
from booking.services.companies import company_key
from booking.services.subjects import ensure_subjects
from instruments.models import (
    Capability,
    Facility,
    Instrument,
    OpeningHours,
    Organization,
    Unit,
)
from instruments.words import Attended, Category, Guidance, OrganizationKind, Sharing

ZONE = ZoneInfo("Asia/Tokyo")
OPENS, CLOSES = time(9), time(17)
HOUR = timedelta(hours=1)
DAYS_AHEAD = 7
_CAPABILITY = "race-both"
BOTH = f"capability={_CAPABILITY}"  # the wish that two instruments serve


class Kind(StrEnum):
    """What there is too little of."""

    UNIT = "unit"  # one unit
    EXCLUSIVE = "exclusive"  # a unit each, one technician for all, one visitor at a time
    ON_CALL = "on_call"  # a unit each, one technician on call, up to the limit at once


@dataclass(frozen=True, slots=True)
class Stage:
    """Ids of what was built, and the hour everybody wants."""

    wishes: dict[Kind, tuple[str, ...]]  # as the address of the request form says them
    units: dict[Kind, tuple[int, ...]]  # in the order of the wishes
    pair: tuple[int, int]  # units of the two instruments that can both do what BOTH asks for
    companies: tuple[int, ...]
    engineers: tuple[int, ...]  # persons, one of each company
    desk: tuple[int, ...]
    facility_id: int
    places: dict[Kind, int]  # how many visits there is room for at one time
    day: date  # the Monday of the race

    @property
    def slot(self) -> Moments:
        """Ten to eleven on that Monday."""
        return self.hour_of_day(1)

    def hour_of_day(self, number: int) -> Moments:
        """The number-th open hour of the Monday, from 0."""
        starts_at = datetime.combine(self.day, OPENS, ZONE).astimezone(UTC) + number * HOUR
        return starts_at, starts_at + HOUR

    def other_hours(self, count: int) -> list[Moments]:
        """So many open hours of the weekdays that follow."""
        hours: list[Moments] = []
        day = self.day
        while len(hours) < count:
            day += timedelta(days=1)
            if day.weekday() < 5:
                opens = datetime.combine(day, OPENS, ZONE).astimezone(UTC)
                hours += [(opens + n * HOUR, opens + (n + 1) * HOUR) for n in range(8)]
        return hours[:count]

    def wish(self, kind: Kind, number: int) -> str:
        """What the number-th person asks for."""
        wishes = self.wishes[kind]
        return wishes[number % len(wishes)]

    def unit(self, kind: Kind, number: int) -> int:
        """The unit that serves the number-th person's wish."""
        units = self.units[kind]
        return units[number % len(units)]


def build(
    session: Session, *, clients: int, on_call_lanes: int, hashed: str, at: datetime
) -> Stage:
    """Put everything into an empty database; `hashed` is everybody's password."""
    facility = _facility()
    instruments = {
        Kind.UNIT: [_instrument(facility, "RACE-U")],
        Kind.EXCLUSIVE: [
            _instrument(facility, f"RACE-X{n:02}", Attended.FULL, Guidance.ALWAYS)
            for n in range(clients)
        ],
        Kind.ON_CALL: [
            _instrument(facility, f"RACE-C{n:02}", Attended.ON_CALL) for n in range(clients)
        ],
    }
    pair = [_instrument(facility, "RACE-A"), _instrument(facility, "RACE-B")]
    session.add(
        Capability(code=_CAPABILITY, name_ja="競争の測定", name_en="Race", instruments=pair)
    )
    desk = [_person(Role.TECHNICIAN, f"desk-{n:02}", hashed, facility) for n in range(clients)]
    engineers = [_person(Role.COMPANY, f"company-{n:02}", hashed) for n in range(clients)]
    members = [_member(person, at) for person in engineers]
    session.add_all([facility, *desk, *members])
    session.flush()  # working time names people by id
    session.add_all(_skills(desk[0], instruments[Kind.EXCLUSIVE]))
    session.add_all(_skills(desk[1], instruments[Kind.ON_CALL]))
    session.add_all(_office_hours(desk[:2]))
    session.flush()  # whoever has a skill gets lanes
    ensure_subjects(session, on_call_lanes=on_call_lanes)
    return Stage(
        wishes={
            kind: tuple(f"instrument={i.code}" for i in some) for kind, some in instruments.items()
        },
        units={kind: tuple(i.units[0].id for i in some) for kind, some in instruments.items()},
        pair=(pair[0].units[0].id, pair[1].units[0].id),
        companies=tuple(member.company.id for member in members),
        engineers=tuple(person.id for person in engineers),
        desk=tuple(person.id for person in desk),
        facility_id=facility.id,
        places={Kind.UNIT: 1, Kind.EXCLUSIVE: 1, Kind.ON_CALL: on_call_lanes},
        day=_a_monday(at),
    )


def _a_monday(at: datetime) -> date:
    day = at.astimezone(ZONE).date() + timedelta(days=DAYS_AHEAD)
    return day + timedelta(days=-day.weekday() % 7)


def _facility() -> Facility:
    return Facility(
        code="RACE",
        organization=Organization(
            code="RACE",
            name_ja="競争試験所",
            kind=OrganizationKind.PUBLIC_INSTITUTE,
            prefecture_jis="06",
        ),
        name_ja="競争試験所",
        name_en="House of races",
        prefecture_jis="06",
        sharing=Sharing.CONFIRMS,
        closed_year_end=False,
        closed_on_holidays=False,
        hours=[OpeningHours(weekday=day, opens=OPENS, closes=CLOSES) for day in range(5)],
    )


def _instrument(
    facility: Facility,
    code: str,
    attended: Attended = Attended.NONE,
    guidance: Guidance = Guidance.NEVER,
) -> Instrument:
    return Instrument(
        code=code,
        facility=facility,
        name_ja=code,
        name_en=code,
        category=Category.OBSERVATION,
        attended=attended,
        guidance=guidance,
        units=[Unit(label="1")],
    )


def _person(role: Role, name: str, hashed: str, facility: Facility | None = None) -> Person:
    return Person(
        email=f"{name}@race.example",
        password=hashed,
        fs_uniquifier=name,
        name=name,
        role=role,
        telephone="023-000-0000",
        language="en",
        facility=facility,
    )


def _member(person: Person, at: datetime) -> Membership:
    company = Company(
        name=f"Firm of {person.name}",
        search_key=company_key(f"Firm of {person.name}"),
        prefecture_jis="06",
    )
    return Membership(person=person, company=company, asked_at=at, approved_at=at)


def _skills(technician: Person, instruments: Sequence[Instrument]) -> list[Skill]:
    return [Skill(technician=technician, instrument=instrument) for instrument in instruments]


def _office_hours(technicians: Sequence[Person]) -> list[WorkingTime]:
    return [
        WorkingTime(technician_id=person.id, weekday=day, starts=OPENS, ends=CLOSES)
        for person in technicians
        for day in range(5)
    ]
