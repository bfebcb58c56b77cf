"""What keeps the units and technicians of one's own facility, named as far as one may."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session, joinedload

from booking.models import Claim, ClaimSubject, Closure, Person, Request
from booking.models.kinds import ClaimKind, ClosureKind, SubjectKind
from booking.planning.grid import Moments
from booking.planning.standing import standing
from booking.queries.desk_cases import known_view


@dataclass(frozen=True, slots=True)
class Kept:
    """One claim: what it is on, why, and whose it is where the reader may know."""

    subject_id: int
    unit_id: int | None
    technician_id: int | None
    lane: SubjectKind
    kind: ClaimKind
    starts_at: datetime
    ends_at: datetime
    request_id: int | None  # None also for a case the reader does not handle
    reservation_id: int | None
    closure_id: int | None
    closure_kind: ClosureKind | None
    company: str  # empty: a closure, or not for these eyes
    held_until: datetime | None  # of an offer the company has not chosen yet


def kept_on(
    session: Session,
    me: Person,
    unit_ids: Collection[int],
    technician_ids: Collection[int],
    span: Moments,
    *,
    at: datetime,
) -> list[Kept]:
    """Claims on those units and technicians that touch the span, by start. One query."""
    whose = ClaimSubject.unit_id.in_(unit_ids) | ClaimSubject.technician_id.in_(technician_ids)
    return kept_where(session, me, whose, span, at=at)


def kept_where(
    session: Session, me: Person, whose: ColumnElement[bool], span: Moments, *, at: datetime
) -> list[Kept]:
    """Claims on the subjects so described that touch the span, by start. One query."""
    begins, ends = span
    rows = session.execute(
        select(Claim, ClaimSubject, Request, Closure)
        .join(ClaimSubject, Claim.subject_id == ClaimSubject.id)
        .outerjoin(Request, Claim.request_id == Request.id)
        .outerjoin(Closure, Claim.closure_id == Closure.id)
        .where(whose, standing(at), Claim.starts_at < ends, Claim.ends_at > begins)
        .order_by(Claim.starts_at, Claim.id)
        .options(joinedload(Request.company), joinedload(Request.asked_by))
    )
    return [
        _kept(session, me, claim, subject, request, closure, at=at)
        for claim, subject, request, closure in rows
    ]


def _kept(
    session: Session,
    me: Person,
    claim: Claim,
    subject: ClaimSubject,
    request: Request | None,
    closure: Closure | None,
    *,
    at: datetime,
) -> Kept:
    view = known_view(session, me, request, at) if request else None
    known = view is not None and view.known
    return Kept(
        subject_id=subject.id,
        unit_id=subject.unit_id,
        technician_id=subject.technician_id,
        lane=subject.kind,
        kind=claim.kind,
        starts_at=claim.starts_at,
        ends_at=claim.ends_at,
        request_id=claim.request_id if known else None,
        reservation_id=claim.reservation_id if known else None,
        closure_id=claim.closure_id,
        closure_kind=closure.kind if closure else None,
        company=view.company if view else "",
        held_until=claim.valid_until,
    )
