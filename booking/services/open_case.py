"""Somebody outside a case opens it, with a reason that history keeps."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from booking.errors import NotFound, ReasonMissing
from booking.models import CaseOpening, Person, Request
from booking.permissions import Action, require
from booking.services.history import record

OPEN_FOR = timedelta(hours=8)  # one working day; longer needs a reason again


def open_case(
    session: Session, request_id: int, *, reason: str, by: Person, at: datetime
) -> CaseOpening:
    """Let the person see the case until the day's work is over.

    Raises NotAllowed, ReasonMissing, NotFound.
    """
    require(by, Action.OPEN_CASE)
    if not reason.strip():
        raise ReasonMissing
    if session.get(Request, request_id) is None:
        raise NotFound
    opening = CaseOpening(
        request_id=request_id,
        person_id=by.id,
        at=at,
        until=at + OPEN_FOR,
        reason=reason.strip(),
    )
    session.add(opening)
    session.flush()  # history names it by id
    record(
        session,
        "open_case",
        "request",
        request_id,
        by=by,
        at=at,
        after={"opening": opening.id, "until": opening.until.isoformat()},
    )
    return opening
