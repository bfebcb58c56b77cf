"""代行入力: a technician enters a telephone booking and promises it in one step.

The same guard, judge and history as for everybody else; only the offers' round is left out, because
the caller is on the line.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from booking.errors import NothingFits, RequestIncomplete
from booking.models import Company, Person, Reservation
from booking.models.kinds import Answerer, RequestStatus
from booking.permissions import Action, require
from booking.planning.answers import refusal_of_that_time
from booking.services.claims import lock_company, lock_subjects
from booking.services.confirm_proposal import confirm_proposal
from booking.services.hold_offers import find_runs, lock_request
from booking.services.propose import propose
from booking.services.request_use import RequestDraft, broken_rules, save_request
from booking.settings import Settings


def book_by_telephone(
    session: Session,
    draft: RequestDraft,
    company: Company,
    *,
    by: Person,
    at: datetime,
    settings: Settings,
) -> Reservation:
    """Request, proposal and reservation at once, at the earliest time that fits the windows said.

    The same form sent twice is one booking. Raises NotAllowed, RequestIncomplete with every broken
    rule, NothingFits with the rules.
    """
    require(by, Action.REQUEST_BY_TELEPHONE)
    require(by, Action.CONFIRM)
    broken = [*draft.more_broken, *broken_rules(draft, at=at)]
    if broken:
        raise RequestIncomplete(broken)
    request = save_request(session, draft, company, asked_by=None, by=by, at=at)
    done = session.scalar(select(Reservation).where(Reservation.request_id == request.id))
    if done is not None:  # the form was sent twice
        return done
    lock_request(session, request, RequestStatus.OPEN)
    lock_company(session, [request.company_id])
    runs, question = find_runs(session, request, at=at, settings=settings, count=1)
    if not runs:
        raise NothingFits(refusal_of_that_time(question, request.id).groups)
    run = runs[0]
    subjects = lock_subjects(session, [run], at=at)
    proposal = propose(
        session,
        request,
        run,
        question,
        subjects,
        awaits=Answerer.FACILITY,
        by=by,
        at=at,
        tells=False,  # it is answered in the same breath
    )
    return confirm_proposal(session, proposal, by=by, at=at, settings=settings)
