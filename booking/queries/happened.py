"""What happened to a case, for the company: states and moments; people through disclosure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import Session, joinedload

from booking.models import HistoryEntry, Membership, Person, Proposal, Request, Reservation


class Actor(StrEnum):
    """Who did it, as far as the company needs to know."""

    COMPANY = "company"
    FACILITY = "facility"
    PRODUCT = "product"


@dataclass(frozen=True, slots=True)
class Happened:
    """One line of the case's history; `name` is empty for anybody who is not a colleague."""

    at: datetime
    what: str  # the service's name
    actor: Actor
    name: str
    after: dict[str, Any]
    words: str  # said when it happened


def happened(session: Session, request: Request) -> tuple[Happened, ...]:
    """The history of a request with its proposals and visits, oldest first. Four queries."""
    proposals = session.scalars(select(Proposal.id).where(Proposal.request_id == request.id)).all()
    visits = session.scalars(
        select(Reservation.id).where(Reservation.request_id == request.id)
    ).all()
    about = HistoryEntry.about
    entries = session.scalars(
        select(HistoryEntry)
        .where(
            or_(
                and_(about == "request", HistoryEntry.about_id == request.id),
                and_(about == "proposal", HistoryEntry.about_id.in_(proposals)),
                and_(about == "reservation", HistoryEntry.about_id.in_(visits)),
            )
        )
        .order_by(HistoryEntry.at, HistoryEntry.id)
        .options(joinedload(HistoryEntry.remark))
    ).all()
    colleagues = _colleagues(session, request)
    return tuple(_line(entry, colleagues) for entry in entries)


def _colleagues(session: Session, request: Request) -> dict[int, str]:
    rows = session.execute(
        select(Person.id, Person.name)
        .join(Membership, Membership.person_id == Person.id)
        .where(Membership.company_id == request.company_id)
    )
    return {row.id: row.name for row in rows}


def _line(entry: HistoryEntry, colleagues: dict[int, str]) -> Happened:
    if entry.by_id is None:
        actor = Actor.PRODUCT
    else:
        actor = Actor.COMPANY if entry.by_id in colleagues else Actor.FACILITY
    name = colleagues.get(entry.by_id, "") if entry.by_id else ""
    words = entry.remark.text if entry.remark else ""
    return Happened(entry.at, entry.what, actor, name, entry.after, words)
