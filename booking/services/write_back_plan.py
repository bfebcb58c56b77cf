"""What the solver found becomes proposals: those that still fit, one by one; never reservations."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from booking.errors import NothingFits, NotNow, RuleBroken, Taken
from booking.models import PlanningRun, Proposal, Request
from booking.models.kinds import Answerer, RequestStatus
from booking.planning.answers import Run, refuse_unless_fits
from booking.planning.question import ask
from booking.services.claims import lock_company, lock_subjects
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
    in_order = sorted(runs, key=lambda run: run.request_id)
    _lock_all(session, in_order, at=at)
    for run in in_order:
        try:
            with session.begin_nested():
                proposals.append(_write_back(session, planning_run, run, at=at, settings=settings))
        except (NotNow, RuleBroken, NothingFits, Taken):
            continue  # taken or withdrawn meanwhile
    planning_run.placed = len(proposals)
    return proposals


def _lock_all(session: Session, runs: Sequence[Run], *, at: datetime) -> None:
    # All at once and in the order everybody keeps: run by run, two plans could lock each other out.
    rows = session.execute(
        select(Request.id, Request.company_id)
        .where(Request.id.in_([run.request_id for run in runs]))
        .order_by(Request.id)
        .with_for_update()
    )
    lock_company(session, {row.company_id for row in rows})
    lock_subjects(session, runs, at=at)


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
