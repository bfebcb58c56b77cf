"""Who may know what: the one gate between rows and anything that leaves the house.

Page, JSON, ICS, CSV, mail, error text and log all speak through it. A case (a request with all that
follows from it) is known to the company, to the staff of its facility, and to the coordinator who
entered it; others open it with a reason, which history records. Partners see free and busy; the
public sees days.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from booking.errors import NotFound
from booking.models import (
    CaseOpening,
    Claim,
    ClaimSubject,
    Closure,
    Membership,
    Offer,
    Person,
    Proposal,
    Request,
    Reservation,
)
from booking.permissions import STAFF_OF_A_FACILITY, Role
from booking.planning.standing import standing
from instruments.models import Facility

Case = TypeVar("Case", Request, Offer, Proposal, Reservation)


def visible(
    session: Session, person: Person | None, kind: type[Case], number: int, at: datetime
) -> Case:
    """The row of a case, if the person may know it.

    Raises NotFound alike for a row that does not exist and for one of somebody else's.
    """
    row = session.get(kind, number)
    if row is None or person is None:
        raise NotFound
    request = row if isinstance(row, Request) else row.request
    if not knows(session, person, request, at):
        raise NotFound
    return row


def knows(session: Session, person: Person, request: Request, at: datetime) -> bool:
    """Whether the person may see names, purpose and samples of the case now."""
    return _is_theirs(session, person, request) or _opened(session, person, request, at)


def handles(session: Session, person: Person, request: Request) -> bool:
    """Whether the case is the person's own work or wish, without opening it for a reason."""
    return _is_theirs(session, person, request)


def _is_theirs(session: Session, person: Person, request: Request) -> bool:
    if person.role is Role.COMPANY:
        return bool(
            session.scalar(
                select(
                    exists().where(
                        Membership.person_id == person.id,
                        Membership.company_id == request.company_id,
                        Membership.approved_at.is_not(None),
                    )
                )
            )
        )
    if person.role in STAFF_OF_A_FACILITY:
        return person.facility_id is not None and person.facility_id == request.facility_id
    return person.role is Role.COORDINATOR and request.entered_by_id == person.id


def _opened(session: Session, person: Person, request: Request, at: datetime) -> bool:
    return bool(
        session.scalar(
            select(
                exists().where(
                    CaseOpening.request_id == request.id,
                    CaseOpening.person_id == person.id,
                    CaseOpening.at <= at,
                    CaseOpening.until > at,
                )
            )
        )
    )


@dataclass(frozen=True, slots=True)
class CaseView:
    """A case as one person may see it; what is not for these eyes is an empty text."""

    request_id: int
    known: bool
    company: str = ""
    purpose: str = ""
    sample_text: str = ""
    visitor: str = ""
    visitor_telephone: str = ""
    payer: str = ""
    asked_by: str = ""


def case_view(session: Session, person: Person, request: Request, at: datetime) -> CaseView:
    """The confidential part of a case for this person."""
    if not knows(session, person, request, at):
        return CaseView(request_id=request.id, known=False)
    return CaseView(
        request_id=request.id,
        known=True,
        company=request.company.name,
        purpose=request.purpose,
        sample_text=request.sample_text,
        visitor=request.visitor,
        visitor_telephone=request.visitor_telephone,
        payer=request.payer,
        asked_by=request.asked_by.name if request.asked_by else "",
    )


@dataclass(frozen=True, slots=True)
class Busy:
    """A time a unit cannot be used; outsiders never learn why."""

    unit_id: int
    starts_at: datetime
    ends_at: datetime


def busy_times(
    session: Session,
    unit_ids: Iterable[int],
    starts_at: datetime,
    ends_at: datetime,
    *,
    at: datetime,
) -> list[Busy]:
    """Free/busy of the units for anyone in the network: 使用不可, neither by whom nor for what.

    Only the columns needed are read, so that nothing else can slip out. One query.
    """
    rows = session.execute(
        select(ClaimSubject.unit_id, Claim.starts_at, Claim.ends_at)
        .join(ClaimSubject, Claim.subject_id == ClaimSubject.id)
        .where(
            ClaimSubject.unit_id.in_(list(unit_ids)),
            Claim.starts_at < ends_at,
            Claim.ends_at > starts_at,
            standing(at),
        )
        .order_by(ClaimSubject.unit_id, Claim.starts_at)
    )
    return [Busy(unit_id, start, end) for unit_id, start, end in rows if unit_id is not None]


def account_for_manager(session: Session, manager: Person, number: int) -> Person:
    """An account the manager keeps: staff of the own facility; for an administrator all staff.

    Raises NotFound alike for nobody and for people of companies: they stay with their firm.
    """
    person = session.get(Person, number)
    if person is None or person.role is Role.COMPANY:
        raise NotFound
    staff = person.role in STAFF_OF_A_FACILITY and person.facility_id is not None
    own = staff and manager.facility_id == person.facility_id
    if manager.role is not Role.ADMIN and not own:
        raise NotFound
    return person


def facility_for_manager(session: Session, manager: Person, code: str) -> Facility:
    """A facility whose people the manager keeps. Raises NotFound."""
    facility = session.scalar(select(Facility).where(Facility.code == code))
    if facility is None or (manager.role is not Role.ADMIN and manager.facility_id != facility.id):
        raise NotFound
    return facility


def closure_for_staff(session: Session, person: Person, number: int) -> Closure:
    """A planned closure of the person's own facility. Raises NotFound."""
    closure = session.get(Closure, number)
    if closure is None or closure.unit.instrument.facility_id != person.facility_id:
        raise NotFound
    return closure
