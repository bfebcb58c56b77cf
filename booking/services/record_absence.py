"""A technician is away: a fact, entered by anyone of the site, without a reason."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from booking.errors import NotAllowed, NotNow
from booking.models import Absence, Assignment, Person, Reservation
from booking.models.kinds import ReservationStatus
from booking.permissions import Action, require
from booking.services.claims import lock_rows
from booking.services.history import record
from booking.services.notices import desk_of, tell


def record_absence(
    session: Session,
    technician: Person,
    starts_at: datetime,
    ends_at: datetime,
    *,
    by: Person,
    at: datetime,
) -> list[Reservation]:
    """Record it, whatever stands in that time; the reservations it overlaps are marked at risk.

    Nothing new is placed into it. Raises NotAllowed off the site, NotNow when it is over.
    """
    require(by, Action.RECORD_ABSENCE)
    if technician.facility_id != by.facility_id:
        raise NotAllowed(Action.RECORD_ABSENCE)
    if ends_at <= starts_at or ends_at <= at:
        raise NotNow("over")
    lock_rows(session, [], [technician.id], at=at)
    absence = Absence(
        technician_id=technician.id, starts_at=starts_at, ends_at=ends_at, entered_by_id=by.id
    )
    session.add(absence)
    session.flush()  # history names it by id
    attended = select(Assignment.reservation_id).where(
        Assignment.technician_id == technician.id,
        Assignment.starts_at < ends_at,
        Assignment.ends_at > starts_at,
    )
    met = session.scalars(
        select(Reservation)
        .where(Reservation.id.in_(attended), Reservation.status == ReservationStatus.STANDING)
        .order_by(Reservation.id)
    ).all()
    for reservation in met:
        reservation.at_risk = True
        tell(
            session,
            desk_of(session, reservation.unit.instrument_id, without=technician),
            "reservation_at_risk",
            at=at,
            request=reservation.request,
            reservation=reservation,
        )
    record(
        session,
        "record_absence",
        "absence",
        absence.id,
        by=by,
        at=at,
        after={"technician": technician.id, "at_risk": [r.id for r in met]},
    )
    return list(met)
