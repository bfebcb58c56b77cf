"""The company can come at other times than it said: what was offered before is let go."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import update
from sqlalchemy.orm import Session

from booking.errors import RequestIncomplete
from booking.models import Offer, Person, Request, Window
from booking.models.kinds import OfferStatus, RequestStatus
from booking.permissions import Action, require
from booking.planning.grid import Moments
from booking.services.claims import release
from booking.services.history import record
from booking.services.hold_offers import lock_request
from booking.services.request_use import Broken, broken_windows


def change_windows(
    session: Session,
    request: Request,
    windows: Sequence[Moments],
    *,
    more_broken: Sequence[Broken] = (),
    by: Person,
    at: datetime,
) -> None:
    """Put these times in place of the earlier ones, while nothing is applied for.

    Raises NotAllowed, NotNow, RequestIncomplete with every broken rule.
    """
    require(by, Action.REQUEST)
    broken = [*more_broken, *broken_windows(windows, at=at)]
    if broken:
        raise RequestIncomplete(broken)
    lock_request(session, request, RequestStatus.OPEN)
    release(session, request.id)
    session.execute(
        update(Offer)
        .where(Offer.request_id == request.id, Offer.status == OfferStatus.HELD)
        .values(status=OfferStatus.LAPSED)
    )
    before = len(request.windows)
    request.windows = [
        Window(starts_at=starts_at, ends_at=ends_at) for starts_at, ends_at in windows
    ]
    session.flush()  # whoever looks for offers reads the new windows
    record(
        session,
        "change_windows",
        "request",
        request.id,
        by=by,
        at=at,
        before={"windows": before},
        after={"windows": len(windows)},
    )
