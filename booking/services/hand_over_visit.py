"""One technician takes a visit over from another: the visit itself stays where it is."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from booking.errors import NotNow
from booking.models import Person, Reservation
from booking.permissions import Action, require
from booking.planning.answers import run_of_visit
from booking.planning.by_hand import attended_by
from booking.services.cancel_reservation import lock_reservation
from booking.services.claim_anew import claim_anew
from booking.services.confirm_proposal import assignments_of
from booking.services.history import record
from booking.services.notices import tell
from booking.settings import Settings


def hand_over_visit(
    session: Session,
    reservation: Reservation,
    technician: Person,
    *,
    by: Person,
    at: datetime,
    settings: Settings,
) -> None:
    """`technician` attends instead of whoever does; no move, so only the technicians are told.

    Raises NotAllowed, AlreadyDecided, NotNow, RuleBroken, Taken.
    """
    require(by, Action.MOVE)
    lock_reservation(session, reservation)
    if reservation.starts_at <= at:
        raise NotNow("begun")
    before = run_of_visit(reservation)
    if not before.parts:
        raise NotNow("unattended")
    run = attended_by(before, technician.id)
    claim_anew(session, reservation, run, at=at, settings=settings)
    told = {a.technician_id: a.technician for a in reservation.assignments}
    reservation.assignments = assignments_of(run)
    reservation.at_risk = False
    reservation.sequence += 1  # whoever no longer attends takes it out of the calendar
    session.flush()  # the new rows know their technician from here on
    told[technician.id] = technician
    record(
        session,
        "hand_over_visit",
        "reservation",
        reservation.id,
        by=by,
        at=at,
        before={"technicians": sorted({part.technician_id for part in before.parts})},
        after={"technicians": [technician.id]},
    )
    tell(
        session,
        [person for person in told.values() if person.id != by.id],
        "technician_changed",
        at=at,
        request=reservation.request,
        reservation=reservation,
    )
