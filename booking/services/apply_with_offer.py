"""The company takes one of its offers: the hold shrinks to it, and the facility is asked."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import update
from sqlalchemy.orm import Session

from booking.errors import AlreadyDecided, HoldExpired, NotAllowed
from booking.models import Offer, Person, Proposal
from booking.models.kinds import Answerer, OfferStatus, RequestStatus
from booking.permissions import Action, may
from booking.planning.answers import refuse_unless_fits, run_of
from booking.planning.question import ask
from booking.services.claims import lock_company, lock_subjects, still_held
from booking.services.hold_offers import lock_request
from booking.services.propose import propose
from booking.settings import Settings


def apply_with_offer(
    session: Session, offer: Offer, *, by: Person, at: datetime, settings: Settings
) -> Proposal:
    """Apply for the offered time (利用申込); while the hold lasts there is room.

    Raises NotAllowed, NotNow, AlreadyDecided, HoldExpired, RuleBroken when the house changed.
    """
    if not (may(by, Action.APPLY) or may(by, Action.REQUEST_BY_TELEPHONE)):
        raise NotAllowed(Action.APPLY)
    request = offer.request
    lock_request(session, request, RequestStatus.OPEN)
    session.refresh(offer, ["status", "held_until"])
    if offer.status is OfferStatus.CHOSEN:
        raise AlreadyDecided(offer.status.value, None, None)
    if offer.status is OfferStatus.LAPSED or offer.held_until <= at:
        raise HoldExpired(offer.held_until)
    run = run_of(offer.placement, request.id)
    lock_company(session, [request.company_id])
    subjects = lock_subjects(session, [run], at=at)
    if not still_held(session, subjects, request.id):  # over, and somebody was there since
        raise HoldExpired(offer.held_until)
    # The notice was kept when it was offered; midnight passing since must not undo a hold.
    question = ask(session, [request], at=at, on_call_limit=settings.on_call_limit, notice=False)
    refuse_unless_fits(question, run)
    session.execute(
        update(Offer)
        .where(Offer.request_id == request.id, Offer.status == OfferStatus.HELD)
        .values(status=OfferStatus.LAPSED)
    )
    offer.status = OfferStatus.CHOSEN
    return propose(
        session,
        request,
        run,
        question,
        subjects,
        awaits=Answerer.FACILITY,
        by=by,
        at=at,
        offered=offer,
    )
