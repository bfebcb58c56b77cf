"""The company leaves the time to the facility: the request waits for a proposal."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import update
from sqlalchemy.orm import Session

from booking.errors import NotAllowed
from booking.models import Offer, Person, Request
from booking.models.kinds import OfferStatus, RequestStatus
from booking.permissions import Action, may
from booking.planning.candidates import candidates_for
from booking.services.claims import release
from booking.services.history import record
from booking.services.hold_offers import lock_request
from booking.services.notices import desk_of, tell
from instruments.models import Instrument


def leave_to_facility(session: Session, request: Request, *, by: Person, at: datetime) -> None:
    """Let go of the offers and put the request on the facility's list.

    A wish for a capability goes to one facility that has it: of the company's own prefecture where
    there is one, with the most such instruments. Raises NotAllowed, NotNow.
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
    able = candidates_for(session, [request])[request.id]
    if request.facility_id is None and able:
        request.facility_id = _nearest(able, request.company.prefecture_jis)
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
    here = [one for one in able if one.facility_id == request.facility_id]
    desk = [person for one in here for person in desk_of(session, one.id)]
    if request.instrument_id is not None:
        desk = desk_of(session, request.instrument_id)
    tell(session, desk, "request_waits", at=at, request=request)


def _nearest(able: Sequence[Instrument], prefecture_jis: str) -> int:
    """The facility that is asked: there is always somebody who has to answer."""
    counted = Counter(one.facility_id for one in able)
    own = {one.facility_id for one in able if one.facility.prefecture_jis == prefecture_jis}
    return min(counted, key=lambda number: (number not in own, -counted[number], number))
