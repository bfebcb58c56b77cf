"""What happened to a case, oldest first: facts for sentences, people named inside the facility."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import Session, joinedload

from booking.models import HistoryEntry, Person, Proposal, Request, Reservation
from booking.queries.desk_people import names_of


@dataclass(frozen=True, slots=True)
class StoryLine:
    """One line of history; `who` is a colleague's name, empty for the company or the product."""

    at: datetime
    what: str
    who: str
    by_company: bool
    by_itself: bool
    before: dict[str, Any]
    after: dict[str, Any]
    words: str  # said when it happened


def story_of(session: Session, me: Person, request: Request) -> list[StoryLine]:
    """Every history line of the request, its proposals and its reservations. Five queries."""
    proposals = session.scalars(select(Proposal.id).where(Proposal.request_id == request.id)).all()
    visits = session.scalars(
        select(Reservation.id).where(Reservation.request_id == request.id)
    ).all()
    entries = session.scalars(
        select(HistoryEntry)
        .where(
            or_(
                and_(HistoryEntry.about == "request", HistoryEntry.about_id == request.id),
                and_(HistoryEntry.about == "proposal", HistoryEntry.about_id.in_(proposals)),
                and_(HistoryEntry.about == "reservation", HistoryEntry.about_id.in_(visits)),
            )
        )
        .order_by(HistoryEntry.id)
        .options(joinedload(HistoryEntry.remark))
    ).all()
    names = names_of(session, me.facility_id or 0, [entry.by_id for entry in entries])
    return [
        StoryLine(
            at=entry.at,
            what=entry.what,
            who=names.get(entry.by_id or 0, ""),
            by_company=entry.by_id is not None and entry.by_id not in names,
            by_itself=entry.by_id is None,
            before=entry.before,
            after=entry.after,
            words=entry.remark.text if entry.remark else "",
        )
        for entry in entries
    ]
