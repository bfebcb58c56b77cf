"""Who is away, and which visits that puts at risk. No reason is known, so none can be shown."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from booking.errors import NotFound
from booking.models import Absence, Person, Request, Reservation
from booking.models.kinds import ReservationStatus
from booking.queries.desk_cases import RESERVED, Visit, visit_of
from booking.queries.desk_people import names_of


@dataclass(frozen=True, slots=True)
class AbsenceLine:
    """An absence with the visits it touches."""

    id: int
    name: str
    starts_at: datetime
    ends_at: datetime
    entered_by: str
    visits: tuple[Visit, ...]


def absences_of_desk(session: Session, me: Person, *, at: datetime) -> list[AbsenceLine]:
    """Absences at the facility that are not over, by start. A constant number of queries."""
    rows = session.scalars(
        select(Absence)
        .join(Person, Absence.technician_id == Person.id)
        .where(
            Person.facility_id == me.facility_id,
            Absence.ends_at > at,
            Absence.taken_back_at.is_(None),
        )
        .order_by(Absence.starts_at, Absence.id)
        .options(joinedload(Absence.technician))
    ).all()
    risky = _visits_at_risk(session, me, at=at)
    names = names_of(session, me.facility_id or 0, [row.entered_by_id for row in rows])
    return [
        AbsenceLine(
            id=row.id,
            name=row.technician.name,
            starts_at=row.starts_at,
            ends_at=row.ends_at,
            entered_by=names.get(row.entered_by_id, ""),
            visits=tuple(visit for visit in risky if _touches(visit, row)),
        )
        for row in rows
    ]


def technician_of_desk(session: Session, me: Person, number: int) -> Person:
    """Somebody who works at the reader's facility. Raises NotFound."""
    person = session.scalar(
        select(Person).where(Person.id == number, Person.facility_id == me.facility_id)
    )
    if person is None:
        raise NotFound
    return person


def absence_of_desk(session: Session, me: Person, number: int) -> Absence:
    """An absence at the reader's facility, taken back or not. Raises NotFound."""
    absence = session.scalar(
        select(Absence)
        .join(Person, Absence.technician_id == Person.id)
        .where(Absence.id == number, Person.facility_id == me.facility_id)
    )
    if absence is None:
        raise NotFound
    return absence


def same_absence(
    session: Session, technician_id: int, starts_at: datetime, ends_at: datetime
) -> Absence | None:
    """The absence that says exactly this, if it was entered already."""
    return session.scalar(
        select(Absence).where(
            Absence.technician_id == technician_id,
            Absence.starts_at == starts_at,
            Absence.ends_at == ends_at,
            Absence.taken_back_at.is_(None),
        )
    )


def _visits_at_risk(session: Session, me: Person, *, at: datetime) -> list[Visit]:
    rows = session.scalars(
        select(Reservation)
        .join(Request)
        .where(
            Request.facility_id == me.facility_id,
            Reservation.status == ReservationStatus.STANDING,
            Reservation.at_risk,
            Reservation.ends_at > at,
        )
        .order_by(Reservation.starts_at, Reservation.id)
        .options(*RESERVED)
    )
    return [visit_of(session, me, row, at) for row in rows]


def _touches(visit: Visit, absence: Absence) -> bool:
    return any(
        part.technician_id == absence.technician_id
        and part.starts_at < absence.ends_at
        and part.ends_at > absence.starts_at
        for part in visit.placed.people
    )
