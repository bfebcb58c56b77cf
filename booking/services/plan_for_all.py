"""まとめて日程案を作る: ask for proposals for every waiting request of a facility at once."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import Session

from booking.errors import NotAllowed, NotNow
from booking.models import Job, Person, PlanningRun, Request
from booking.models.kinds import JobState, RequestStatus
from booking.permissions import Action, require
from booking.services.history import record
from instruments.models import Facility, Instrument, instrument_capability
from instruments.words import InstrumentState

KIND = "plan_facility"
UNDER_WAY = (JobState.QUEUED, JobState.RUNNING)


def start_planning(
    session: Session, facility: Facility, *, by: Person, at: datetime
) -> PlanningRun:
    """Write the work down; a second click while one is under way gives the same run.

    Raises NotAllowed off the facility.
    """
    require(by, Action.PROPOSE)
    if by.facility_id != facility.id:
        raise NotAllowed(Action.PROPOSE)
    # Two clicks at once: the second waits for the row and then finds the first one's run.
    session.execute(select(Facility.id).where(Facility.id == facility.id).with_for_update())
    there = run_under_way(session, facility)
    if there is not None:
        return there
    job = Job(kind=KIND, payload={}, created_at=at, created_by_id=by.id)
    session.add(job)
    session.flush()  # the run names the job by id
    run = PlanningRun(facility_id=facility.id, job_id=job.id, asked_by_id=by.id, asked_at=at)
    session.add(run)
    session.flush()  # the job and history name the run by id
    job.payload = {"planning_run": run.id}
    record(session, "start_planning", "planning_run", run.id, by=by, at=at)
    return run


def run_under_way(session: Session, facility: Facility) -> PlanningRun | None:
    """The facility's run that waits for a worker or is being worked on."""
    return session.scalar(
        select(PlanningRun)
        .join(PlanningRun.job)
        .where(PlanningRun.facility_id == facility.id, Job.state.in_(UNDER_WAY))
        .order_by(PlanningRun.id.desc())
        .limit(1)
    )


def stop_planning(session: Session, run: PlanningRun, *, by: Person, at: datetime) -> None:
    """Ask the worker to stop: nothing is proposed then. Raises NotAllowed, NotNow when it is over.

    A run that nobody has begun yet is taken back at once.
    """
    require(by, Action.PROPOSE)
    if by.facility_id != run.facility_id:
        raise NotAllowed(Action.PROPOSE)
    job = session.scalars(select(Job).where(Job.id == run.job_id).with_for_update()).one()
    if job.state not in UNDER_WAY:
        raise NotNow(job.state.value)
    job.cancel_asked = True
    if job.state is JobState.QUEUED:
        job.state = JobState.CANCELLED
    record(session, "stop_planning", "planning_run", run.id, by=by, at=at)


def waiting_requests(session: Session, facility_id: int) -> list[Request]:
    """What waits for a time at the facility: left to it, or to any that has the capability."""
    capable_here = (
        select(instrument_capability.c.capability_id)
        .join(Instrument, Instrument.id == instrument_capability.c.instrument_id)
        .where(Instrument.facility_id == facility_id, Instrument.state == InstrumentState.AVAILABLE)
    )
    anywhere = and_(Request.facility_id.is_(None), Request.capability_id.in_(capable_here))
    return list(
        session.scalars(
            select(Request)
            .where(
                Request.status == RequestStatus.WAITING,
                or_(Request.facility_id == facility_id, anywhere),
            )
            .order_by(Request.id)
        )
    )
