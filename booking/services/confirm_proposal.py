"""A technician confirms, or the company accepts another time: the proposal becomes a promise."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from booking.errors import ReasonMissing
from booking.models import Assignment, Person, Proposal, Reservation
from booking.models.kinds import Answerer, ProposalStatus, RequestStatus
from booking.permissions import Action, may, require
from booking.planning.answers import Run, refuse_unless_fits, run_of
from booking.planning.question import Question, ask
from booking.pricing import estimate
from booking.services.claims import lock_company, lock_subjects, promise
from booking.services.decide import decide
from booking.services.history import record
from booking.services.notices import asker_of, tell
from booking.settings import Settings


def confirm_proposal(
    session: Session,
    proposal: Proposal,
    *,
    agreed_by: str = "",
    by: Person,
    at: datetime,
    settings: Settings,
) -> Reservation:
    """Promise the proposed time, its technicians and its price (予約確定).

    What waits for the company is accepted by it, or by the desk that telephoned: `agreed_by` then
    says who of the company agreed. Raises NotAllowed, ReasonMissing without that word,
    AlreadyDecided, RuleBroken when the house changed meanwhile.
    """
    for_company = proposal.awaits is Answerer.COMPANY
    if not (for_company and may(by, Action.APPLY)):
        require(by, Action.CONFIRM)
        if for_company and not agreed_by.strip():
            raise ReasonMissing
    decide(session, proposal, ProposalStatus.CONFIRMED, by=by, at=at)
    request = proposal.request
    run = run_of(proposal.placement, request.id)
    lock_company(session, [request.company_id])
    lock_subjects(session, [run], at=at)
    question = _question(session, proposal, run, at=at, settings=settings)
    refuse_unless_fits(question, run)
    reservation = _reserve(session, proposal, run, question, by=by, at=at)
    promise(session, request.id, reservation.id)
    request.status = RequestStatus.CONFIRMED
    record(
        session,
        "confirm_proposal",
        "proposal",
        proposal.id,
        by=by,
        at=at,
        before={"status": "waiting"},
        after={"status": "confirmed", "reservation": reservation.id, "yen": reservation.price_yen},
        words=agreed_by,
    )
    tell(
        session,
        asker_of(session, request),
        "reservation_confirmed",
        at=at,
        request=request,
        reservation=reservation,
    )
    tell(
        session,
        [a.technician for a in reservation.assignments if a.technician_id != by.id],
        "assignment_made",
        at=at,
        request=request,
        reservation=reservation,
    )
    return reservation


def _question(
    session: Session, proposal: Proposal, run: Run, *, at: datetime, settings: Settings
) -> Question:
    # Whether the company can come was settled when it was proposed, also beside its own windows: a
    # caller without an account says so to the technician.
    agreed = [(run.starts_at, run.ends_at)]
    return ask(
        session,
        [proposal.request],
        at=at,
        on_call_limit=settings.on_call_limit,
        windows=agreed,
        notice=False,
    )


def _reserve(
    session: Session,
    proposal: Proposal,
    run: Run,
    question: Question,
    *,
    by: Person,
    at: datetime,
) -> Reservation:
    request = proposal.request
    amount = estimate(session, request, run, question)
    reservation = Reservation(
        request=request,
        proposal_id=proposal.id,
        unit_id=run.unit_id,
        starts_at=run.starts_at,
        ends_at=run.ends_at,
        price_yen=amount.price_yen,
        price_lines=amount.price_lines,
        legal_basis=amount.legal_basis,
        confirmed_by_id=by.id,
        confirmed_at=at,
        assignments=assignments_of(run),
    )
    session.add(reservation)
    session.flush()  # the claims are about to name the reservation
    return reservation


def assignments_of(run: Run) -> list[Assignment]:
    """The technicians' parts of a run as rows of a reservation."""
    return [
        Assignment(
            technician_id=part.technician_id,
            mode=part.mode,
            starts_at=part.starts_at,
            ends_at=part.ends_at,
        )
        for part in run.parts
    ]
