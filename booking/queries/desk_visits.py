"""A promised visit, found from its request."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from booking.models import Reservation


def visit_of_request(session: Session, request_id: int) -> int | None:
    """The id of the request's latest reservation, standing or cancelled; None without one."""
    return session.scalar(
        select(Reservation.id)
        .where(Reservation.request_id == request_id)
        .order_by(Reservation.id.desc())
        .limit(1)
    )
