"""The company leaves the time to the facility: the request waits for a proposal."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import update
from sqlalchemy.orm import Session

from booking.errors import NotAllowed
from booking.models import Offer, Person, Request
from booking.models.kinds import OfferStatus, RequestStatus
from booking.permissions import Action, may
from booking.services.claims import release
from booking.services.history import record
from booking.services.hold_offers import lock_request
from booking.services.notices import desk_of, tell


def leave_to_facility(session: Session, request: Request, *, by: Person, at: datetime) -> None:
    """Let go of the offers and put the request on the facility's list.

    Raises NotAllowed, NotNow.
    """
    if not (may(by, Action.APPLY) or may(by, Action.REQUEST_BY_TELEPHONE)):
        raise NotAllowed(Action.APPLY)
    lock_request(session, request, RequestStatus.OPEN)
    release(session, request.id)
    session.execute(
        update(Offer)
        .where(Offer.request_id == request.id, Offer.status == OfferStatus.HELD)
        .values(status=OfferStatus.LAPSED)
    )
    request.status = RequestStatus.WAITING
    record(
        session,
        "leave_to_facility",
        "request",
        request.id,
        by=by,
        at=at,
        before={"status": "open"},
        after={"status": "waiting"},
    )
    if request.instrument_id is not None:
        tell(
            session,
            desk_of(session, request.instrument_id),
            "request_waits",
            at=at,
            request=request,
        )
