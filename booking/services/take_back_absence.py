"""An absence that was entered wrongly, or will not happen, is taken back."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from booking.errors import AlreadyDecided, NotAllowed
from booking.models import Absence, Assignment, HistoryEntry, Person, Reservation
from booking.models.kinds import ReservationStatus
from booking.permissions import Action, require
from booking.services.claims import lock_rows
from booking.services.history import record
from booking.services.notices import desk_of, tell


def take_back_absence(
    session: Session, absence: Absence, *, by: Person, at: datetime
) -> list[Reservation]:
    """Take it back: the technician can be asked for again; visits no absence touches are safe.

    Gives those visits. Raises NotAllowed off the site, AlreadyDecided when somebody was faster.
    """
    require(by, Action.RECORD_ABSENCE)
    technician = absence.technician
    if technician.facility_id != by.facility_id:
        raise NotAllowed(Action.RECORD_ABSENCE)
    lock_rows(session, [], [technician.id], at=at)
    session.refresh(absence, with_for_update=True)
    if absence.taken_back_at is not None:
        raise AlreadyDecided("taken_back", _taken_back_by(session, absence), absence.taken_back_at)
    absence.taken_back_at = at
    session.flush()  # what follows asks for the absences that are left
    safe = _safe_again(session, absence)
    for reservation in safe:
        reservation.at_risk = False
        tell(
            session,
            desk_of(session, reservation.unit.instrument_id, without=technician),
            "reservation_safe_again",
            at=at,
            request=reservation.request,
            reservation=reservation,
        )
    record(
        session,
        "take_back_absence",
        "absence",
        absence.id,
        by=by,
        at=at,
        before={"technician": technician.id},
        after={"safe_again": [reservation.id for reservation in safe]},
    )
    return safe


def _safe_again(session: Session, absence: Absence) -> list[Reservation]:
    """Visits at risk that this absence touches, and no other one does."""
    touched = select(Assignment.reservation_id).where(
        Assignment.technician_id == absence.technician_id,
        Assignment.starts_at < absence.ends_at,
        Assignment.ends_at > absence.starts_at,
    )
    another = exists().where(
        Assignment.reservation_id == Reservation.id,
        Absence.technician_id == Assignment.technician_id,
        Absence.taken_back_at.is_(None),
        Absence.starts_at < Assignment.ends_at,
        Absence.ends_at > Assignment.starts_at,
    )
    return list(
        session.scalars(
            select(Reservation)
            .where(
                Reservation.id.in_(touched),
                Reservation.status == ReservationStatus.STANDING,
                Reservation.at_risk,
                ~another,
            )
            .order_by(Reservation.id)
        )
    )


def _taken_back_by(session: Session, absence: Absence) -> int | None:
    return session.scalar(
        select(HistoryEntry.by_id).where(
            HistoryEntry.about == "absence",
            HistoryEntry.about_id == absence.id,
            HistoryEntry.what == "take_back_absence",
        )
    )
