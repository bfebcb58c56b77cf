"""A promised visit is put at another time, with the word of whoever comes."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from booking.errors import NotNow, ReasonMissing
from booking.models import Person, Reservation
from booking.permissions import Action, require
from booking.planning.answers import Run
from booking.planning.question import Question
from booking.pricing import estimate
from booking.services.cancel_reservation import lock_reservation
from booking.services.claim_anew import claim_anew
from booking.services.confirm_proposal import assignments_of
from booking.services.history import record
from booking.services.notices import asker_of, tell
from booking.services.propose import facts_of
from booking.settings import Settings


def move_reservation(
    session: Session,
    reservation: Reservation,
    run: Run,
    *,
    agreed_by: str,
    by: Person,
    at: datetime,
    settings: Settings,
) -> None:
    """Move the visit; `agreed_by` says who of the company agreed (a visit never moves by itself).

    Old and new time are released and claimed as one set. The visit never costs more for being moved
    by the facility. Raises NotAllowed, ReasonMissing, AlreadyDecided, NotNow, RuleBroken, Taken.
    """
    require(by, Action.MOVE)
    if not agreed_by.strip():
        raise ReasonMissing
    lock_reservation(session, reservation)
    if reservation.starts_at <= at:
        raise NotNow("begun")
    request = reservation.request
    before = {
        "unit": reservation.unit_id,
        "starts_at": reservation.starts_at.isoformat(),
        "yen": reservation.price_yen,
    }
    question = claim_anew(session, reservation, run, at=at, settings=settings)
    told = [a.technician for a in reservation.assignments]
    _put(session, reservation, run, question)
    record(
        session,
        "move_reservation",
        "reservation",
        reservation.id,
        by=by,
        at=at,
        before=before,
        after=facts_of(run) | {"yen": reservation.price_yen, "agreed": True},
        words=agreed_by,
    )
    told += [a.technician for a in reservation.assignments]
    tell(
        session,
        [*asker_of(session, request), *(p for p in told if p.id != by.id)],
        "reservation_moved",
        at=at,
        request=request,
        reservation=reservation,
        before=before["starts_at"],
    )


def _put(session: Session, reservation: Reservation, run: Run, question: Question) -> None:
    request = reservation.request
    amount = estimate(session, request, run, question)
    if amount.price_yen is not None and (
        reservation.price_yen is None or amount.price_yen < reservation.price_yen
    ):
        reservation.price_yen, reservation.price_lines = amount.price_yen, amount.price_lines
        reservation.legal_basis = amount.legal_basis
    reservation.unit_id = run.unit_id
    reservation.starts_at, reservation.ends_at = run.starts_at, run.ends_at
    reservation.at_risk = False
    reservation.sequence += 1
    reservation.assignments = assignments_of(run)
    session.flush()
    session.refresh(reservation, ["unit"])
