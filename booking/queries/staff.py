"""The people of a facility as its manager keeps them: role, qualifications, hours, what is open."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from sqlalchemy import func, select
from sqlalchemy.orm import Session, joinedload

from booking.disclosure import account_for_manager, facility_for_manager
from booking.models import Person, Skill, WorkingTime
from booking.permissions import WHO_GUIDES, Role
from booking.queries.desk_people import Named, local_date
from booking.queries.people import HOME_ZONE
from booking.services.uncovered import Uncovered, cases, uncovered
from instruments.models import Facility, Instrument
from instruments.words import Attended, Guidance, InstrumentState

Row = tuple[int, time, time]  # weekday, from, until


@dataclass(frozen=True, slots=True)
class SkillLine:
    """A qualification of somebody."""

    instrument: Named
    instrument_id: int
    valid_until: date | None
    is_primary: bool
    over: bool


@dataclass(frozen=True, slots=True)
class OpenPart:
    """What somebody attends and is not qualified or there for any more."""

    part: Uncovered
    instrument: Named


@dataclass(frozen=True, slots=True)
class StaffLine:
    """Somebody of the facility."""

    id: int
    name: str
    reading: str
    email: str
    role: Role
    guides: bool
    valid_until: date | None
    active: bool
    ended: bool
    skills: tuple[SkillLine, ...]
    week: tuple[Row, ...]
    open_parts: tuple[OpenPart, ...]

    @property
    def open_cases(self) -> int:
        """How many visits and tentative bookings need somebody else."""
        return cases(one.part for one in self.open_parts)

    def hours_on(self, weekday: int) -> list[tuple[time, time]]:
        """When the person works on that day of the week."""
        return [(starts, ends) for day, starts, ends in self.week if day == weekday]


@dataclass(frozen=True, slots=True)
class StaffPage:
    """Everybody of one facility, and instruments that need somebody and have nobody."""

    code: str
    facility: Named
    people: tuple[StaffLine, ...]
    alone: tuple[Named, ...]


@dataclass(frozen=True, slots=True)
class PersonPage:
    """One person, and the instruments that can be added."""

    line: StaffLine
    facility: Facility | None
    zone: str
    instruments: tuple[tuple[int, Named], ...]


@dataclass(frozen=True, slots=True)
class FacilityLine:
    """A facility with how many accounts it has, and how many of them can guide."""

    code: str
    facility: Named
    people: int
    guides: int


def staff_page(session: Session, me: Person, code: str, *, at: datetime) -> StaffPage:
    """The people of the facility, by role and reading. Seven queries. Raises NotFound."""
    facility = facility_for_manager(session, me, code)
    rows = session.scalars(
        select(Person)
        .where(Person.facility_id == facility.id)
        .options(joinedload(Person.facility))
        .order_by(Person.role, Person.reading, Person.id)
    ).all()
    return StaffPage(
        code=facility.code,
        facility=Named(facility.name_ja, facility.name_en),
        people=tuple(_lines(session, rows, at=at)),
        alone=tuple(_alone(session, facility, at=at)),
    )


def person_page(session: Session, me: Person, number: int, *, at: datetime) -> PersonPage:
    """The person of that number. Raises NotFound for whom the reader does not keep."""
    person = account_for_manager(session, me, number)
    (line,) = _lines(session, [person], at=at)
    known = {skill.instrument_id for skill in line.skills}
    rows = session.scalars(
        select(Instrument)
        .where(Instrument.facility_id == person.facility_id, Instrument.id.not_in(known))
        .order_by(Instrument.reading, Instrument.name_ja, Instrument.id)
    )
    return PersonPage(
        line=line,
        facility=person.facility,
        zone=str(_zone(person)),
        instruments=tuple((row.id, Named(row.name_ja, row.name_en)) for row in rows),
    )


def facilities_with_people(session: Session) -> list[FacilityLine]:
    """Every facility, by prefecture and code. Three queries."""
    people = _counts(session, select(Person.facility_id, func.count()))
    guiding = select(Person.facility_id, func.count(Person.id.distinct())).join(
        Skill, Skill.technician_id == Person.id
    )
    guides = _counts(session, guiding.where(Person.active))
    rows = session.scalars(select(Facility).order_by(Facility.prefecture_jis, Facility.code))
    return [
        FacilityLine(
            row.code,
            Named(row.name_ja, row.name_en),
            people.get(row.id, 0),
            guides.get(row.id, 0),
        )
        for row in rows
    ]


def facility_choices(session: Session) -> list[tuple[str, Named]]:
    """Codes and names, by prefecture and code."""
    rows = session.scalars(select(Facility).order_by(Facility.prefecture_jis, Facility.code))
    return [(row.code, Named(row.name_ja, row.name_en)) for row in rows]


def _counts(session: Session, counted: object) -> dict[int, int]:
    grouped = counted.group_by(Person.facility_id)  # type: ignore[attr-defined]  # of any columns
    return dict(session.execute(grouped).all())


def _zone(person: Person) -> ZoneInfo:
    return ZoneInfo(person.facility.zone) if person.facility is not None else HOME_ZONE


def _lines(session: Session, rows: Sequence[Person], *, at: datetime) -> list[StaffLine]:
    ids = [row.id for row in rows]
    skills, week = _skills(session, ids), _week(session, ids)
    parts = uncovered(session, rows, at=at)
    names = _names(session, {part.instrument_id for some in parts.values() for part in some})
    lines = []
    for row in rows:
        today = local_date(at, _zone(row))
        lines.append(
            StaffLine(
                id=row.id,
                name=row.name,
                reading=row.reading,
                email=row.email or "",
                role=row.role,
                guides=row.role in WHO_GUIDES,
                valid_until=row.valid_until,
                active=row.active,
                ended=row.valid_until is not None and row.valid_until < today,
                skills=tuple(_skill_line(skill, today) for skill in skills[row.id]),
                week=tuple(week[row.id]),
                open_parts=tuple(
                    OpenPart(part, names[part.instrument_id]) for part in parts.get(row.id, [])
                ),
            )
        )
    return lines


def _skill_line(skill: Skill, today: date) -> SkillLine:
    return SkillLine(
        instrument=Named(skill.instrument.name_ja, skill.instrument.name_en),
        instrument_id=skill.instrument_id,
        valid_until=skill.valid_until,
        is_primary=skill.is_primary,
        over=skill.valid_until is not None and skill.valid_until < today,
    )


def _skills(session: Session, ids: Iterable[int]) -> dict[int, list[Skill]]:
    found: dict[int, list[Skill]] = defaultdict(list)
    for skill in session.scalars(
        select(Skill)
        .join(Instrument)
        .where(Skill.technician_id.in_(list(ids)))
        .order_by(Skill.is_primary.desc(), Instrument.reading, Instrument.id)
        .options(joinedload(Skill.instrument))
    ):
        found[skill.technician_id].append(skill)
    return found


def _week(session: Session, ids: Iterable[int]) -> dict[int, list[Row]]:
    found: dict[int, list[Row]] = defaultdict(list)
    for row in session.scalars(
        select(WorkingTime)
        .where(WorkingTime.technician_id.in_(list(ids)))
        .order_by(WorkingTime.weekday, WorkingTime.starts)
    ):
        found[row.technician_id].append((row.weekday, row.starts, row.ends))
    return found


def _names(session: Session, ids: Iterable[int]) -> dict[int, Named]:
    rows = session.execute(
        select(Instrument.id, Instrument.name_ja, Instrument.name_en).where(
            Instrument.id.in_(list(ids))
        )
    )
    return {number: Named(ja, en) for number, ja, en in rows}


def _alone(session: Session, facility: Facility, *, at: datetime) -> list[Named]:
    """Instruments that take requests, need a technician, and nobody is qualified for today."""
    today = local_date(at, ZoneInfo(facility.zone))
    able = (
        select(Skill.instrument_id)
        .join(Person, Skill.technician_id == Person.id)
        .where(Person.active, Skill.valid_until.is_(None) | (Skill.valid_until >= today))
    )
    rows = session.scalars(
        select(Instrument)
        .where(
            Instrument.facility_id == facility.id,
            Instrument.state == InstrumentState.AVAILABLE,
            (Instrument.guidance != Guidance.NEVER) | (Instrument.attended != Attended.NONE),
            Instrument.id.not_in(able),
        )
        .order_by(Instrument.reading, Instrument.id)
    )
    return [Named(row.name_ja, row.name_en) for row in rows]
