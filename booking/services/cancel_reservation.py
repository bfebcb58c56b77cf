"""A promise is given back: by the company, or by the facility with a reason."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from booking.errors import AlreadyDecided, NotNow, ReasonMissing
from booking.models import HistoryEntry, Person, Reservation
from booking.models.kinds import RequestStatus, ReservationStatus
from booking.permissions import STAFF_OF_A_FACILITY, Action, require
from booking.services.claims import release
from booking.services.history import record
from booking.services.notices import asker_of, attending, tell


def cancel_reservation(
    session: Session, reservation: Reservation, *, reason: str, by: Person, at: datetime
) -> None:
    """Cancel a visit that has not begun; unit and technicians are free at once.

    The facility must say why. Raises NotAllowed, ReasonMissing, AlreadyDecided, NotNow.
    """
    require(by, Action.CANCEL)
    by_staff = by.role in STAFF_OF_A_FACILITY
    if by_staff and not reason.strip():
        raise ReasonMissing
    lock_reservation(session, reservation)
    if reservation.starts_at <= at:
        raise NotNow("begun")
    release(session, reservation.request_id)
    reservation.status = ReservationStatus.CANCELLED
    reservation.sequence += 1
    reservation.request.status = RequestStatus.CANCELLED
    record(
        session,
        "cancel_reservation",
        "reservation",
        reservation.id,
        by=by,
        at=at,
        before={"status": "standing"},
        after={"status": "cancelled", "by_facility": by_staff},
        words=reason,
    )
    heard = [*asker_of(session, reservation.request), *attending(session, reservation)]
    tell(
        session,
        [p for p in heard if p.id != by.id],
        "reservation_cancelled",
        at=at,
        request=reservation.request,
        reservation=reservation,
        by_facility=by_staff,
    )


def lock_reservation(session: Session, reservation: Reservation) -> None:
    """Lock the row and see that the promise still stands. Raises AlreadyDecided."""
    session.execute(
        select(Reservation.id).where(Reservation.id == reservation.id).with_for_update()
    )
    session.refresh(reservation)
    if reservation.status is not ReservationStatus.STANDING:
        entry = session.scalar(
            select(HistoryEntry).where(
                HistoryEntry.about == "reservation",
                HistoryEntry.about_id == reservation.id,
                HistoryEntry.what == "cancel_reservation",
            )
        )
        who, when = (entry.by_id, entry.at) if entry else (None, None)
        raise AlreadyDecided(reservation.status.value, who, when)
