"""A technician refuses, or the company declines another time; the held time is free at once."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from booking.errors import NotAllowed, ReasonMissing
from booking.models import Person, Proposal
from booking.models.kinds import Answerer, ProposalStatus, RequestStatus
from booking.permissions import Action, may, require
from booking.services.claims import release
from booking.services.decide import decide
from booking.services.history import record
from booking.services.notices import asker_of, desk_of, tell


def refuse_proposal(
    session: Session, proposal: Proposal, *, reason: str, by: Person, at: datetime
) -> None:
    """Refuse with a reason the company will read.

    Raises NotAllowed, ReasonMissing, AlreadyDecided.
    """
    require(by, Action.REFUSE)
    if not reason.strip():
        raise ReasonMissing
    decide(session, proposal, ProposalStatus.REFUSED, by=by, at=at, reason=reason.strip())
    _let_go(session, proposal, RequestStatus.REFUSED, "refuse_proposal", by=by, at=at)
    tell(
        session,
        asker_of(session, proposal.request),
        "proposal_refused",
        at=at,
        request=proposal.request,
        proposal=proposal.id,
    )


def decline_proposal(session: Session, proposal: Proposal, *, by: Person, at: datetime) -> None:
    """The company does not want the other time: its request waits for the facility again.

    Raises NotAllowed, AlreadyDecided.
    """
    if proposal.awaits is not Answerer.COMPANY or not may(by, Action.APPLY):
        raise NotAllowed(Action.APPLY)
    decide(session, proposal, ProposalStatus.REFUSED, by=by, at=at)
    _let_go(session, proposal, RequestStatus.WAITING, "decline_proposal", by=by, at=at)
    tell(
        session,
        desk_of(session, proposal.placement.unit.instrument_id),
        "request_waits",
        at=at,
        request=proposal.request,
    )


def _let_go(
    session: Session,
    proposal: Proposal,
    status: RequestStatus,
    what: str,
    *,
    by: Person,
    at: datetime,
) -> None:
    release(session, proposal.request_id)
    proposal.request.status = status
    record(
        session,
        what,
        "proposal",
        proposal.id,
        by=by,
        at=at,
        before={"status": "waiting"},
        after={"status": "refused", "request": status.value},
    )
