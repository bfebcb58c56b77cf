"""What stands with a technician who is not qualified for it, or not at work then, any more.

A qualification, working hours or an account may end whatever stands: that is a fact. But nobody is
left to find out at the door: what is not covered is listed until somebody takes it over.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Executable, select
from sqlalchemy.orm import Session

from booking.models import (
    Assignment,
    Attendance,
    Person,
    Placement,
    Proposal,
    Reservation,
    Skill,
    WorkingTime,
)
from booking.models.kinds import ProposalStatus, ReservationStatus
from booking.planning.grid import Grid
from booking.planning.local import local_spans
from instruments.models import Unit


@dataclass(frozen=True, slots=True)
class Uncovered:
    """A technician's part of a visit, or of a tentative booking, and the rule it breaks now."""

    technician_id: int
    starts_at: datetime
    ends_at: datetime
    instrument_id: int
    reservation_id: int | None
    proposal_id: int  # also of a visit: what it was made from
    rule: str


@dataclass(frozen=True, slots=True)
class _Able:
    """What somebody can do and when, as it stands."""

    person: Person
    zone: ZoneInfo
    until: Mapping[int, date | None]  # by instrument id
    week: Sequence[WorkingTime]


def uncovered(
    session: Session, people: Sequence[Person], *, at: datetime
) -> dict[int, list[Uncovered]]:
    """Parts to come that are not covered, by technician's id, by time. Four queries."""
    able = _able(session, people)
    found: dict[int, list[Uncovered]] = defaultdict(list)
    rows = [
        row
        for parts in (_promised(able, at), _proposed(able, at))
        for row in session.execute(parts).all()
    ]
    for row in sorted(rows, key=lambda row: row.starts_at):
        rule = _broken(able[row.technician_id], row)
        if rule:
            found[row.technician_id].append(Uncovered(**row._mapping, rule=rule))
    return found


def cases(parts: Iterable[Uncovered]) -> int:
    """How many visits and tentative bookings the parts belong to."""
    return len({part.proposal_id for part in parts})


def _able(session: Session, people: Iterable[Person]) -> dict[int, _Able]:
    at_a_facility = {person.id: person for person in people if person.facility is not None}
    until: dict[int, dict[int, date | None]] = defaultdict(dict)
    for skill in session.scalars(select(Skill).where(Skill.technician_id.in_(at_a_facility))):
        until[skill.technician_id][skill.instrument_id] = skill.valid_until
    week: dict[int, list[WorkingTime]] = defaultdict(list)
    for row in session.scalars(
        select(WorkingTime).where(WorkingTime.technician_id.in_(at_a_facility))
    ):
        week[row.technician_id].append(row)
    return {
        number: _Able(person, ZoneInfo(person.facility.zone), until[number], week[number])
        for number, person in at_a_facility.items()
        if person.facility is not None
    }


def _promised(ids: Iterable[int], at: datetime) -> Executable:
    return (
        select(
            Assignment.technician_id,
            Assignment.starts_at,
            Assignment.ends_at,
            Unit.instrument_id,
            Reservation.id.label("reservation_id"),
            Reservation.proposal_id,
        )
        .join(Reservation, Assignment.reservation_id == Reservation.id)
        .join(Unit, Reservation.unit_id == Unit.id)
        .where(
            Assignment.technician_id.in_(list(ids)),
            Assignment.ends_at > at,
            Reservation.status == ReservationStatus.STANDING,
        )
    )


def _proposed(ids: Iterable[int], at: datetime) -> Executable:
    return (
        select(
            Attendance.technician_id,
            Attendance.starts_at,
            Attendance.ends_at,
            Unit.instrument_id,
            Reservation.id.label("reservation_id"),  # never there: it is not promised yet
            Proposal.id.label("proposal_id"),
        )
        .join(Placement, Attendance.placement_id == Placement.id)
        .join(Proposal, Placement.proposal_id == Proposal.id)
        .join(Unit, Placement.unit_id == Unit.id)
        .outerjoin(Reservation, Reservation.proposal_id == Proposal.id)
        .where(
            Attendance.technician_id.in_(list(ids)),
            Attendance.ends_at > at,
            Proposal.status == ProposalStatus.WAITING,
        )
    )


def _broken(able: _Able, part: Any) -> str:
    """The name of the rule that the part breaks; empty when it is covered."""
    last = part.ends_at.astimezone(able.zone).date()
    missing = part.instrument_id not in able.until
    until = able.until.get(part.instrument_id)
    if missing or (until is not None and until < last):
        return "people_are_qualified"
    return "" if _at_work(able, part) else "people_work_when_they_work"


def _at_work(able: _Able, part: Any) -> bool:
    if not able.person.active:
        return False
    first, last = (m.astimezone(able.zone).date() for m in (part.starts_at, part.ends_at))
    grid = Grid.over(first, last, able.zone)
    reached = part.starts_at
    for starts_at, ends_at in sorted(local_spans(able.week, grid, until=able.person.valid_until)):
        if starts_at <= reached < ends_at:
            reached = ends_at
    return bool(reached >= part.ends_at)
