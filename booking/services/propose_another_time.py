"""A technician chooses another time: the old proposal is replaced, and the company is asked."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from booking.errors import AlreadyDecided, NotNow
from booking.models import Person, Proposal, Request
from booking.models.kinds import Answerer, ProposalStatus, RequestStatus
from booking.permissions import Action, require
from booking.planning.answers import Run, refuse_unless_fits, run_of, suggestions
from booking.planning.grid import Moments
from booking.planning.question import ask
from booking.services.claims import lock_company, lock_subjects
from booking.services.decide import decide, waiting_proposal
from booking.services.hold_offers import lock_request
from booking.services.propose import propose
from booking.settings import Settings


def propose_another_time(
    session: Session,
    request: Request,
    run: Run,
    *,
    seen: int | None = None,
    by: Person,
    at: datetime,
    settings: Settings,
) -> Proposal:
    """Propose this run in place of what was proposed, or first, for a waiting request.

    A time inside the company's own windows needs no further word of the company: it waits for the
    facility. Another time waits for the company, unless it only telephones. `seen` is the proposal
    that waited when the technician looked, 0 where none did; the same choice sent twice is one.
    Raises NotAllowed, NotNow, AlreadyDecided when a colleague was faster, RuleBroken, Taken.
    """
    require(by, Action.PROPOSE)
    lock_request(session, request, RequestStatus.WAITING, RequestStatus.PROPOSED)
    earlier = waiting_proposal(session, request.id)
    if seen is not None and seen != (earlier.id if earlier else 0):
        if earlier is not None and _is_the_same(earlier, run, by):
            return earlier
        raise _somebody_was_faster(session, request, earlier)
    if earlier is not None:
        decide(session, earlier, ProposalStatus.REPLACED, by=by, at=at)
    lock_company(session, [request.company_id])
    subjects = lock_subjects(session, [run], at=at)
    question = ask(
        session,
        [request],
        at=at,
        on_call_limit=settings.on_call_limit,
        windows=[(run.starts_at, run.ends_at)],
        notice=False,
    )
    refuse_unless_fits(question, run)
    return propose(
        session,
        request,
        run,
        question,
        subjects,
        awaits=_who_answers(request, run),
        by=by,
        at=at,
    )


def other_times(
    session: Session,
    request: Request,
    windows: list[Moments],
    *,
    at: datetime,
    settings: Settings,
    count: int = 6,
) -> list[Run]:
    """Runs in the windows a technician looks at; reads only. Raises NotNow."""
    if request.status not in {RequestStatus.WAITING, RequestStatus.PROPOSED}:
        raise NotNow(request.status.value)
    question = ask(
        session,
        [request],
        at=at,
        on_call_limit=settings.on_call_limit,
        windows=windows,
        notice=False,
    )
    return suggestions(question, request.id, count=count)


def _is_the_same(earlier: Proposal, run: Run, by: Person) -> bool:
    there = run_of(earlier.placement, run.request_id)
    return there == run and earlier.made_by_id == by.id


def _somebody_was_faster(
    session: Session, request: Request, now_waiting: Proposal | None
) -> AlreadyDecided:
    if now_waiting is not None:
        return AlreadyDecided("replaced", now_waiting.made_by_id, now_waiting.made_at)
    last = session.scalar(
        select(Proposal)
        .where(Proposal.request_id == request.id)
        .order_by(Proposal.id.desc())
        .limit(1)
    )
    if last is None:
        return AlreadyDecided(request.status.value, None, None)
    return AlreadyDecided(last.status.value, last.decided_by_id, last.decided_at)


def _who_answers(request: Request, run: Run) -> Answerer:
    wanted = any(w.starts_at <= run.starts_at and run.ends_at <= w.ends_at for w in request.windows)
    return Answerer.FACILITY if wanted or request.asked_by_id is None else Answerer.COMPANY
