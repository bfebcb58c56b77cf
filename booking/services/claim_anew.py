"""What is promised keeps other units, people or times from now on: let go and claimed as one set.

An update in two steps would meet itself: the database refuses overlaps at once.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from booking.models import Reservation
from booking.planning.answers import Run, refuse_unless_fits
from booking.planning.question import Question, ask
from booking.services.claims import hold, lock_company, lock_rows, promise, release
from booking.settings import Settings


def claim_anew(
    session: Session, reservation: Reservation, run: Run, *, at: datetime, settings: Settings
) -> Question:
    """Lock what is kept and what will be, judge the run, release, claim; gives the question judged.

    The reservation's own row is left to the caller. Raises RuleBroken, Taken.
    """
    request = reservation.request
    lock_company(session, [request.company_id])
    subjects = lock_rows(
        session,
        {reservation.unit_id, run.unit_id},
        {a.technician_id for a in reservation.assignments}
        | {part.technician_id for part in run.parts},
        at=at,
    )
    question = ask(
        session,
        [request],
        at=at,
        on_call_limit=settings.on_call_limit,
        windows=[(run.starts_at, run.ends_at)],
        notice=False,
    )
    refuse_unless_fits(question, run)
    release(session, request.id)
    hold(session, subjects, [run], request_id=request.id, valid_until=None, setting=request.setting)
    promise(session, request.id, reservation.id)
    return question
