"""Holding offers for the company's own request, so that a repeat changes nothing."""

from __future__ import annotations

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from booking.models import Offer, Person
from booking.models.kinds import OfferStatus, RequestStatus
from booking.routes import door
from booking.routes.company.entrance import my_request
from booking.services.hold_offers import hold_offers


def hold_if_none(session: Session, by: Person, request_id: int) -> None:
    """Look for offers unless some are held, or the request has gone on."""
    row = my_request(session, by, request_id)
    # The form sent twice at once: the second waits here, and then finds the offers of the first.
    session.refresh(row, ["status"], with_for_update=True)
    held = session.scalar(
        select(
            exists().where(
                Offer.request_id == row.id,
                Offer.status == OfferStatus.HELD,
                Offer.held_until > door.now(),
            )
        )
    )
    if row.status is RequestStatus.OPEN and not held:
        hold_offers(session, row, by=by, at=door.now(), settings=door.settings())
