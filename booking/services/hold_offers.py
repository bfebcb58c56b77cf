"""Show up to three times that are certain, and keep them while the company chooses."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from booking.errors import NotAllowed, NothingFits, NotNow, RuleBroken, TooManyHolds
from booking.models import Company, Offer, Person, Proposal, RefusedWish, Request
from booking.models.kinds import OfferStatus, ProposalStatus, RequestStatus
from booking.permissions import Action, may
from booking.planning.answers import Run, refusal, refuse_unless_fits, suggestions
from booking.planning.question import Question, ask
from booking.pricing import estimate
from booking.services.claims import hold, lock_subjects, release
from booking.services.decide import read_locked
from booking.services.history import record
from booking.settings import Settings
from solver.outcome import Refusal

TRIES = 4  # each time somebody was faster; then the page says that nothing is left


def hold_offers(
    session: Session, request: Request, *, by: Person, at: datetime, settings: Settings
) -> list[Offer]:
    """Find, hold and price up to three offers; what was offered before is let go.

    An empty list means that nothing fits: the wish is kept as refused, and `why_nothing_fits` says
    which rules stand in the way. Raises NotAllowed, NotNow, TooManyHolds.
    """
    if not (may(by, Action.REQUEST) or may(by, Action.REQUEST_BY_TELEPHONE)):
        raise NotAllowed(Action.REQUEST)
    lock_request(session, request, RequestStatus.OPEN)
    _refuse_too_many(session, request, at=at, limit=settings.open_holds_per_company)
    release(session, request.id)
    _lapse(session, request)
    runs, question = find_runs(session, request, at=at, settings=settings)
    if not runs:
        groups = " ".join(refusal(question, request.id).groups)
        session.add(RefusedWish(request_id=request.id, at=at, groups=groups))
        record(session, "hold_offers", "request", request.id, by=by, at=at, after={"offers": 0})
        return []
    held_until = (at + timedelta(minutes=settings.hold_minutes)).replace(microsecond=0)
    subjects = lock_subjects(session, runs, at=at)
    hold(
        session,
        subjects,
        runs,
        request_id=request.id,
        valid_until=held_until,
        setting=request.setting,
    )
    offers = [
        _offer(session, request, run, question, rank=rank, held_until=held_until)
        for rank, run in enumerate(runs, start=1)
    ]
    session.add_all(offers)
    record(
        session,
        "hold_offers",
        "request",
        request.id,
        by=by,
        at=at,
        after={"offers": len(offers), "held_until": held_until.isoformat()},
    )
    session.flush()  # the page names the offers by id
    return offers


def find_runs(
    session: Session, request: Request, *, at: datetime, settings: Settings, count: int = 3
) -> tuple[list[Run], Question]:
    """Runs that are certain at this moment, with everything they touch locked.

    Suggested first without a lock, then locked and judged anew; where somebody was faster, the
    others are suggested.
    """
    for _ in range(TRIES):
        question = ask(session, [request], at=at, on_call_limit=settings.on_call_limit)
        runs = suggestions(question, request.id, count=count)
        if not runs:
            return [], question
        lock_subjects(session, runs, at=at)
        question = ask(session, [request], at=at, on_call_limit=settings.on_call_limit)
        standing = [run for run in runs if _fits(question, run)]
        if standing:
            return standing, question
    return [], question


def why_nothing_fits(
    session: Session, request: Request, *, at: datetime, settings: Settings
) -> Refusal:
    """The rules in the way of the request and what would change it; reads only."""
    question = ask(session, [request], at=at, on_call_limit=settings.on_call_limit)
    return refusal(question, request.id)


def lock_request(session: Session, request: Request, *expected: RequestStatus) -> None:
    """Lock the request's row and see that it is still in a state that allows the step.

    Raises NotNow.
    """
    status = read_locked(session, request)
    if status not in expected:
        raise NotNow(status.value)


def _refuse_too_many(session: Session, request: Request, *, at: datetime, limit: int) -> None:
    # The company's row is locked: two people of one firm must not pass the limit side by side.
    session.execute(select(Company.id).where(Company.id == request.company_id).with_for_update())
    others = (Request.company_id == request.company_id, Request.id != request.id)
    waiting = session.scalar(
        select(func.count())
        .select_from(Proposal)
        .join(Request)
        .where(*others, Proposal.status == ProposalStatus.WAITING)
    )
    offered = session.scalar(
        select(func.count(Request.id.distinct()))
        .select_from(Offer)
        .join(Request)
        .where(*others, Offer.status == OfferStatus.HELD, Offer.held_until > at)
    )
    if (waiting or 0) + (offered or 0) >= limit:
        raise TooManyHolds(limit)


def _lapse(session: Session, request: Request) -> None:
    session.execute(
        update(Offer)
        .where(Offer.request_id == request.id, Offer.status == OfferStatus.HELD)
        .values(status=OfferStatus.LAPSED)
    )


def _fits(question: Question, run: Run) -> bool:
    try:
        refuse_unless_fits(question, run)
    except (RuleBroken, NothingFits):
        return False
    return True


def _offer(
    session: Session,
    request: Request,
    run: Run,
    question: Question,
    *,
    rank: int,
    held_until: datetime,
) -> Offer:
    amount = estimate(session, request, run, question)
    return Offer(
        request=request,
        rank=rank,
        held_until=held_until,
        price_yen=amount.price_yen,
        price_lines=amount.price_lines,
        placement=run.as_placement(),
    )
