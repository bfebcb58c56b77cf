"""Make a proposal of a run: the time is held until it is answered, and whoever answers is told."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from booking.models import Offer, Person, PlanningRun, Proposal, Request
from booking.models.kinds import Answerer, RequestStatus
from booking.planning.answers import Run
from booking.planning.question import Question
from booking.pricing import estimate
from booking.services.claims import Subjects, hold, release
from booking.services.history import record
from booking.services.notices import asker_of, desk_of, tell
from instruments.models import Facility, Instrument
from instruments.opening import open_days_after


def propose(
    session: Session,
    request: Request,
    run: Run,
    question: Question,
    subjects: Subjects,
    *,
    awaits: Answerer,
    by: Person | None,
    at: datetime,
    planning_run: PlanningRun | None = None,
    offered: Offer | None = None,
    tells: bool = True,
) -> Proposal:
    """Hold exactly this run for the request, with the subjects already locked.

    The price of the offer it comes from stands. Raises Taken when the database finds a claim in the
    way.
    """
    instrument = question.instrument_of(run.unit_id)
    amount = offered or estimate(session, request, run, question)
    release(session, request.id)
    hold(
        session,
        subjects,
        [run],
        request_id=request.id,
        valid_until=None,  # a proposal never lapses silently: it is answered
        setting=request.setting,
    )
    proposal = Proposal(
        request=request,
        awaits=awaits,
        made_at=at,
        made_by_id=by.id if by else None,
        planning_run_id=planning_run.id if planning_run else None,
        answer_by=_answer_by(instrument.facility, run, at),
        price_yen=amount.price_yen,
        price_lines=amount.price_lines,
        placement=run.as_placement(),
    )
    request.status = RequestStatus.PROPOSED
    request.facility_id = instrument.facility_id
    session.add(proposal)
    session.flush()  # notice and history name the proposal by id
    record(
        session,
        "propose",
        "request",
        request.id,
        by=by,
        at=at,
        after={"status": "proposed", "proposal": proposal.id, **facts_of(run)},
    )
    if tells:
        _tell(session, proposal, instrument, by=by, at=at)
    return proposal


def facts_of(run: Run) -> dict[str, object]:
    """A run in ids and moments, for history."""
    return {
        "unit": run.unit_id,
        "starts_at": run.starts_at.isoformat(),
        "ends_at": run.ends_at.isoformat(),
        "technicians": sorted({part.technician_id for part in run.parts}),
    }


def answer_deadline(facility: Facility, at: datetime) -> datetime:
    """The end of the last open day on which the facility still answers in time."""
    zone = ZoneInfo(facility.zone)
    last = open_days_after(facility, at.astimezone(zone).date(), facility.answer_deadline_days)
    return datetime.combine(last + timedelta(days=1), time.min, zone)


def _answer_by(facility: Facility, run: Run, at: datetime) -> datetime:
    """In time by the facility's rule, and before the day of the visit."""
    day = run.starts_at.astimezone(ZoneInfo(facility.zone)).date()
    eve = datetime.combine(day, time.min, ZoneInfo(facility.zone))
    return min(answer_deadline(facility, at), eve if eve > at else run.starts_at)


def _tell(
    session: Session,
    proposal: Proposal,
    instrument: Instrument,
    *,
    by: Person | None,
    at: datetime,
) -> None:
    request = proposal.request
    to: Sequence[Person]
    if proposal.awaits is Answerer.FACILITY:
        to, template = desk_of(session, instrument.id), "proposal_to_answer"
    else:
        to, template = asker_of(session, request), "proposal_for_company"
    others = [p for p in to if by is None or p.id != by.id]
    tell(session, others, template, at=at, request=request, proposal=proposal.id)
