"""The demo's people: staff with skills and working time, and accounts of companies and others."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from uuid import uuid4

from sqlalchemy import select
from sqlalchemy.orm import Session

from booking.models import Person, Skill, WorkingTime
from booking.permissions import Role
from booking.services.demo.accounts import NO_MAIL, address, people_rows
from booking.services.demo.calendar_words import end_of_fiscal_year, weekly_hours
from instruments.models import Facility, Instrument, Organization
from instruments.words import InstrumentState, Sharing

SKILL_YEARS = 3
AUDIT_DAYS = 90
INSTRUMENTS_EACH = 8  # of a technician added where the demo names nobody
ADDED_NAMES = (  # plainly nobody's
    ("例示 一郎（担当）", "れいじ いちろう"),
    ("例示 二葉（担当）", "れいじ ふたば"),
    ("例示 三郎（担当）", "れいじ さぶろう"),
    ("例示 四葉（担当）", "れいじ よつば"),
    ("例示 五郎（担当）", "れいじ ごろう"),
    ("例示 六花（担当）", "れいじ りっか"),
    ("例示 七海（担当）", "れいじ ななみ"),
    ("例示 八郎（担当）", "れいじ はちろう"),
    ("例示 九美（担当）", "れいじ くみ"),
    ("例示 十郎（担当）", "れいじ じゅうろう"),
    ("例示 百子（担当）", "れいじ ももこ"),
    ("例示 千里（担当）", "れいじ ちさと"),
)
USUAL_HOURS = "Mon-Fri 08:30-17:15"


@dataclass
class Staffing:
    """What was entered, and instruments named in the file that the facility does not have."""

    people: list[Person] = field(default_factory=list)
    employer: dict[int, str] = field(default_factory=dict)  # company's name by person id
    unknown: list[str] = field(default_factory=list)
    added: int = 0  # technicians for instruments that nobody was in charge of


def enter_people(session: Session, folder: Path, *, password: str, today: date) -> Staffing:
    """Enter everyone of the file, and technicians for what nobody is in charge of.

    `password` is the hash that all of them share.
    """
    staffing = Staffing()
    for row, email in people_rows(folder):
        person = _person(session, row, email, password=password, today=today)
        staffing.people.append(person)
        if person.role is Role.COMPANY:
            staffing.employer[person.id] = row["organization_code"]
        if person.role is Role.TECHNICIAN:
            staffing.unknown += _skills(session, person, row, today=today)
            _working_time(session, person, row["working_pattern"])
    session.flush()  # who is still missing is seen from the skills
    for facility in session.scalars(
        select(Facility).where(Facility.sharing == Sharing.CONFIRMS).order_by(Facility.code)
    ):
        _fill_gaps(session, facility, staffing, password=password, today=today)
    session.flush()
    return staffing


def _person(
    session: Session, row: Mapping[str, str], email: str | None, *, password: str, today: date
) -> Person:
    role = Role(row["role"])
    facility = _facility(session, row.get("organization_code", "")) if role in _PLACED else None
    person = Person(
        email=email,
        password=password if email else None,
        fs_uniquifier=uuid4().hex,
        name=row["name"].removeprefix(NO_MAIL),
        reading=row["reading_kana"],
        role=role,
        post=row.get("post_ja", ""),
        facility_id=facility.id if facility else None,
        valid_until=_last_day(row, role, today),
    )
    session.add(person)
    session.flush()  # skills and memberships name the person by id
    return person


_PLACED = frozenset(
    {Role.TECHNICIAN, Role.FACILITY_MANAGER, Role.APPROVER, Role.CLERK, Role.PARTNER}
)


def _facility(session: Session, code: str) -> Facility | None:
    """The facility of that code, or the first one of the organization of that code."""
    return session.scalar(
        select(Facility)
        .join(Organization)
        .where((Facility.code == code) | (Organization.code == code))
        .order_by(Facility.code)
        .limit(1)
    )


def _last_day(row: Mapping[str, str], role: Role, today: date) -> date | None:
    if role is Role.AUDITOR:
        return today + timedelta(days=AUDIT_DAYS)
    return end_of_fiscal_year(today) if "任期" in row.get("notes", "") else None


def _skills(session: Session, person: Person, row: Mapping[str, str], *, today: date) -> list[str]:
    """Skills by the instruments' names at the person's facility; names that are not there."""
    instruments = {
        instrument.name_ja: instrument
        for instrument in session.scalars(
            select(Instrument).where(Instrument.facility_id == person.facility_id)
        )
    }
    unknown = []
    for column in ("primary_instruments", "deputy_instruments"):
        for name in filter(None, row[column].split(";")):
            if name in instruments:
                primary = column == "primary_instruments"
                _skill(session, person, instruments[name], primary=primary, today=today)
            else:
                unknown.append(name)
    return unknown


def _skill(
    session: Session, person: Person, instrument: Instrument, *, primary: bool, today: date
) -> None:
    years_on = date(today.year + SKILL_YEARS, today.month, 1)
    session.add(
        Skill(
            technician_id=person.id,
            instrument_id=instrument.id,
            is_primary=primary,
            valid_until=person.valid_until or years_on,
        )
    )


def _working_time(session: Session, person: Person, pattern: str) -> None:
    session.add_all(
        WorkingTime(technician_id=person.id, weekday=day, starts=starts, ends=ends)
        for day, starts, ends in weekly_hours(pattern)
    )


def _fill_gaps(
    session: Session, facility: Facility, staffing: Staffing, *, password: str, today: date
) -> None:
    """Put a plainly fictitious technician in charge of every instrument that has nobody."""
    covered = set(session.scalars(select(Skill.instrument_id).where(Skill.is_primary)))
    alone = [
        instrument
        for instrument in facility.instruments
        if instrument.state is InstrumentState.AVAILABLE and instrument.id not in covered
    ]
    groups = [alone[i : i + INSTRUMENTS_EACH] for i in range(0, len(alone), INSTRUMENTS_EACH)]
    added = [_added(session, facility, staffing, password=password) for _ in groups]
    for place, person in enumerate(added):
        _in_charge(session, person, groups[place], primary=True, today=today)
        deputy = added[(place + 1) % len(added)]
        if deputy is not person:
            _in_charge(session, deputy, groups[place], primary=False, today=today)


def _added(session: Session, facility: Facility, staffing: Staffing, *, password: str) -> Person:
    number = 1 + sum(person.role is Role.TECHNICIAN for person in staffing.people)
    name, reading = ADDED_NAMES[staffing.added % len(ADDED_NAMES)]
    staffing.added += 1
    person = Person(
        email=address(Role.TECHNICIAN, number),
        password=password,
        fs_uniquifier=uuid4().hex,
        name=name,
        reading=reading,
        role=Role.TECHNICIAN,
        facility_id=facility.id,
    )
    session.add(person)
    session.flush()  # skills name the person by id
    _working_time(session, person, USUAL_HOURS)
    staffing.people.append(person)
    return person


def _in_charge(
    session: Session, person: Person, group: Iterable[Instrument], *, primary: bool, today: date
) -> None:
    for instrument in group:
        _skill(session, person, instrument, primary=primary, today=today)


def colleagues(people: Sequence[Person], facility_id: int) -> list[Person]:
    """The technicians of a facility, in the order they were entered."""
    return [p for p in people if p.role is Role.TECHNICIAN and p.facility_id == facility_id]
