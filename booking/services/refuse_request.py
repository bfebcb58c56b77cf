"""A technician refuses a request that was left to the facility, without inventing a time first."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from booking.errors import ReasonMissing
from booking.models import Person, Request
from booking.models.kinds import RequestStatus
from booking.permissions import Action, require
from booking.services.history import record
from booking.services.hold_offers import lock_request
from booking.services.notices import asker_of, tell


def refuse_request(
    session: Session, request: Request, *, reason: str, by: Person, at: datetime
) -> None:
    """Refuse with a reason the company will read. Raises NotAllowed, ReasonMissing, NotNow."""
    require(by, Action.REFUSE)
    if not reason.strip():
        raise ReasonMissing
    lock_request(session, request, RequestStatus.WAITING)
    request.status = RequestStatus.REFUSED
    record(
        session,
        "refuse_request",
        "request",
        request.id,
        by=by,
        at=at,
        before={"status": "waiting"},
        after={"status": "refused"},
        words=reason,
    )
    tell(session, asker_of(session, request), "request_refused", at=at, request=request)
