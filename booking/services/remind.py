"""No proposal lapses silently: whoever stands in hears of it first, one open day later the head.

What waits for the company is put to the company again, then to the desk, which may telephone.
"""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from booking.models import HistoryEntry, Person, Proposal, Skill
from booking.models.kinds import Answerer, ProposalStatus
from booking.permissions import Role
from booking.services.history import record
from booking.services.notices import asker_of, desk_of, tell
from instruments.models import Facility
from instruments.opening import open_days_after

STAGES = {
    Answerer.FACILITY: ("deputy", "head"),
    Answerer.COMPANY: ("company", "desk"),
}
HEADS = (Role.APPROVER, Role.FACILITY_MANAGER)


def remind(session: Session, *, at: datetime) -> int:
    """Put the reminders that are due into the outbox; how many proposals were reminded of.

    History keeps each stage, so that none is done twice.
    """
    due = _due(session, at=at, lock=True)
    for proposal, stage in due:
        to = _whom(session, proposal, stage)
        tell(
            session,
            to,
            "answer_overdue",
            at=at,
            request=proposal.request,
            proposal=proposal.id,
            stage=stage,
            awaits=proposal.awaits.value,
        )
        record(
            session,
            "remind",
            "proposal",
            proposal.id,
            by=None,
            at=at,
            after={"stage": stage, "told": sorted(person.id for person in to)},
        )
    return len(due)


def someone_to_remind(session: Session, *, at: datetime) -> bool:
    """Whether a reminder is due; reads only."""
    return bool(_due(session, at=at, lock=False))


def _due(session: Session, *, at: datetime, lock: bool) -> list[tuple[Proposal, str]]:
    overdue = (
        select(Proposal)
        .where(Proposal.status == ProposalStatus.WAITING, Proposal.answer_by <= at)
        .order_by(Proposal.id)
    )
    if lock:  # another worker leaves the locked ones out
        overdue = overdue.with_for_update(skip_locked=True)
    proposals = session.scalars(overdue).all()
    done = _reminded(session, [proposal.id for proposal in proposals])
    return [
        (proposal, stage)
        for proposal in proposals
        if (stage := _next_stage(proposal, done[proposal.id], at=at))
    ]


def _reminded(session: Session, ids: list[int]) -> defaultdict[int, list[datetime]]:
    """When each proposal was reminded of, the first time first."""
    found: defaultdict[int, list[datetime]] = defaultdict(list)
    rows = session.execute(
        select(HistoryEntry.about_id, HistoryEntry.at)
        .where(
            HistoryEntry.what == "remind",
            HistoryEntry.about == "proposal",
            HistoryEntry.about_id.in_(ids),
        )
        .order_by(HistoryEntry.at)
    )
    for number, moment in rows:
        found[number].append(moment)
    return found


def _next_stage(proposal: Proposal, done: list[datetime], *, at: datetime) -> str:
    stages = STAGES[proposal.awaits]
    if not done:
        return stages[0]
    if len(done) == 1 and at >= _a_day_later(_facility(proposal), done[0]):
        return stages[1]
    return ""


def _a_day_later(facility: Facility, reminded_at: datetime) -> datetime:
    """The end of the first open day on which the one reminded could have answered."""
    zone = ZoneInfo(facility.zone)
    before = reminded_at.astimezone(zone).date() - timedelta(days=1)
    last = open_days_after(facility, before, 1)
    return datetime.combine(last + timedelta(days=1), time.min, zone)


def _facility(proposal: Proposal) -> Facility:
    return proposal.placement.unit.instrument.facility


def _whom(session: Session, proposal: Proposal, stage: str) -> list[Person]:
    instrument = proposal.placement.unit.instrument
    match stage:
        case "company":
            return asker_of(session, proposal.request) or desk_of(session, instrument.id)
        case "desk":
            return desk_of(session, instrument.id)
        case "deputy":
            return _deputies(session, instrument.id) or _heads(session, instrument.facility_id)
        case _:
            return _heads(session, instrument.facility_id)


def _deputies(session: Session, instrument_id: int) -> list[Person]:
    return list(
        session.scalars(
            select(Person)
            .join(Skill, Skill.technician_id == Person.id)
            .where(
                Skill.instrument_id == instrument_id,
                Skill.is_primary.is_(False),
                Person.active,
                Person.email.is_not(None),
            )
            .order_by(Person.id)
        )
    )


def _heads(session: Session, facility_id: int) -> list[Person]:
    """Who answers for the facility; all its technicians where nobody does."""
    staff = session.scalars(
        select(Person)
        .where(Person.facility_id == facility_id, Person.active, Person.email.is_not(None))
        .order_by(Person.id)
    ).all()
    heads = [person for person in staff if person.role in HEADS]
    return heads or [person for person in staff if person.role is Role.TECHNICIAN]
