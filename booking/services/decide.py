"""One answer to a proposal: the update that finds it still waiting wins."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from booking.errors import AlreadyDecided
from booking.models import Person, Proposal, Request
from booking.models.kinds import ProposalStatus, RequestStatus


def decide(
    session: Session,
    proposal: Proposal,
    status: ProposalStatus,
    *,
    by: Person,
    at: datetime,
    reason: str = "",
) -> None:
    """Set the proposal's answer if nobody has answered yet.

    Two desks may decide at once: the update that finds the old state wins, the other hears who was
    faster. The request is locked first, as by everybody who changes it. Raises AlreadyDecided.
    """
    read_locked(session, proposal.request)
    changed = session.execute(
        update(Proposal)
        .where(Proposal.id == proposal.id, Proposal.status == ProposalStatus.WAITING)
        .values(status=status, decided_by_id=by.id, decided_at=at, reason=reason)
        .returning(Proposal.id)
        .execution_options(synchronize_session=False)
    ).one_or_none()
    session.refresh(proposal, ["status", "decided_by_id", "decided_at", "reason"])
    if changed is None:
        raise AlreadyDecided(proposal.status.value, proposal.decided_by_id, proposal.decided_at)


def read_locked(session: Session, request: Request) -> RequestStatus:
    """Lock the request's row; its status as it is now."""
    session.flush()  # reading anew forgets what is not written yet
    session.refresh(request, ["status"], with_for_update=True)
    return request.status


def waiting_proposal(session: Session, request_id: int) -> Proposal | None:
    """The proposal of the request that waits for an answer, if there is one."""
    return session.scalar(
        select(Proposal).where(
            Proposal.request_id == request_id, Proposal.status == ProposalStatus.WAITING
        )
    )
