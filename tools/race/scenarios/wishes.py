"""The request form as a company sends it, and who holds something afterwards."""

from __future__ import annotations

from uuid import uuid4

from sqlalchemy import select
from sqlalchemy.orm import Session

from booking.models import Offer, Request
from booking.models.kinds import OfferStatus
from booking.planning.grid import Moments
from tools.race.crowd import Shot
from tools.race.stage import ZONE
from tools.race.visitors import Visitor


def hold_shot(visitor: Visitor, wish: str, window: Moments) -> Shot:
    """Ask for one hour, in no other window; `wish` is what the address of the form says."""
    start, end = (moment.astimezone(ZONE) for moment in window)
    fields = {
        "token": uuid4().hex,
        "day": start.date().isoformat(),
        "from": f"{start:%H:%M}",
        "to": f"{end:%H:%M}",
        "hours": "1",
        "minutes": "0",
        "service": "equipment_use",
        "samples": "1",
        "purpose": "Race",
        "visitor": "Somebody",
        "visitor_telephone": "090-0000-0000",
    }
    return Shot(visitor, "hold", f"/company/request?{wish}", fields)


def holders(session: Session) -> dict[int, str]:
    """Whoever holds an offer now, by person."""
    people = session.scalars(
        select(Request.asked_by_id).join(Offer).where(Offer.status == OfferStatus.HELD)
    )
    return {person: "hold" for person in people if person is not None}
