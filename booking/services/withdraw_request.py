"""The company takes its request back before it is confirmed; what was held is free at once."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import update
from sqlalchemy.orm import Session

from booking.models import Offer, Person, Request
from booking.models.kinds import OfferStatus, ProposalStatus, RequestStatus
from booking.permissions import Action, require
from booking.services.claims import release
from booking.services.decide import decide, waiting_proposal
from booking.services.history import record
from booking.services.hold_offers import lock_request
from booking.services.notices import asker_of, desk_of, tell


def withdraw_request(session: Session, request: Request, *, by: Person, at: datetime) -> None:
    """Withdraw a request that is not confirmed yet.

    Raises NotAllowed, NotNow, AlreadyDecided.
    """
    require(by, Action.WITHDRAW)
    lock_request(
        session, request, RequestStatus.OPEN, RequestStatus.WAITING, RequestStatus.PROPOSED
    )
    before = request.status
    proposal = waiting_proposal(session, request.id)
    if proposal is not None:
        decide(session, proposal, ProposalStatus.WITHDRAWN, by=by, at=at)
    release(session, request.id)
    session.execute(
        update(Offer)
        .where(Offer.request_id == request.id, Offer.status == OfferStatus.HELD)
        .values(status=OfferStatus.LAPSED)
    )
    request.status = RequestStatus.WITHDRAWN
    record(
        session,
        "withdraw_request",
        "request",
        request.id,
        by=by,
        at=at,
        before={"status": before.value},
        after={"status": "withdrawn"},
    )
    to = asker_of(session, request)
    if proposal is not None:
        to = [*to, *desk_of(session, proposal.placement.unit.instrument_id)]
    tell(session, [p for p in to if p.id != by.id], "request_withdrawn", at=at, request=request)
