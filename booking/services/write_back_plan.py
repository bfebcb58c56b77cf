"""What the solver found becomes proposals: those that still fit, one by one; never reservations."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy.orm import Session

from booking.errors import NothingFits, NotNow, RuleBroken, Taken
from booking.models import PlanningRun, Proposal, Request
from booking.models.kinds import Answerer, RequestStatus
from booking.planning.answers import Run, refuse_unless_fits
from booking.planning.question import ask
from booking.services.claims import lock_subjects
from booking.services.hold_offers import lock_request
from booking.services.propose import propose
from booking.settings import Settings


def write_back_plan(
    session: Session,
    planning_run: PlanningRun,
    runs: Iterable[Run],
    *,
    at: datetime,
    settings: Settings,
) -> list[Proposal]:
    """Leave a proposal for every run that is still possible; the rest waits on.

    Between question and answer the world went on: each run is locked, judged anew and claimed.
    """
    proposals = []
    for run in sorted(runs, key=lambda run: run.request_id):
        try:
            with session.begin_nested():
                proposals.append(_write_back(session, planning_run, run, at=at, settings=settings))
        except (NotNow, RuleBroken, NothingFits, Taken):
            continue  # taken or withdrawn meanwhile
    planning_run.placed = len(proposals)
    return proposals


def _write_back(
    session: Session, planning_run: PlanningRun, run: Run, *, at: datetime, settings: Settings
) -> Proposal:
    request = session.get_one(Request, run.request_id)
    lock_request(session, request, RequestStatus.WAITING)
    subjects = lock_subjects(session, [run], at=at)
    question = ask(session, [request], at=at, on_call_limit=settings.on_call_limit)
    refuse_unless_fits(question, run)
    return propose(
        session,
        request,
        run,
        question,
        subjects,
        awaits=Answerer.FACILITY,
        by=None,
        at=at,
        planning_run=planning_run,
    )
