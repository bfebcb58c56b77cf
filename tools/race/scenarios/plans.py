"""A plan for waiting requests is written back while companies ask for the same hours."""

from __future__ import annotations

from functools import partial

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from booking.models import Job, PlanningRun, Proposal
from booking.models.kinds import JobState
from booking.planning.answers import Run, suggestions
from booking.planning.question import ask
from tools.race.ground import Ground, now
from tools.race.rounds import Round, Scenario, Truth
from tools.race.scenarios.wishes import hold_shot, holders
from tools.race.sentences import JUST_TAKEN, NOTHING_LEFT
from tools.race.stage import Kind

HOURS = 4  # of the Monday, in each of which the plan places one request
LATER_EACH_ROUND = 0.1  # seconds; so that the plan is not always first
STEPS = 8


def _set_up(ground: Ground, kind: Kind, number: int) -> Round:
    ground.clear()
    stage = ground.stage
    runs, planning_run = ground.do(lambda session: _plan(session, ground, kind))
    holds = [
        hold_shot(
            ground.engineers[n],
            stage.wish(kind, n),
            stage.hour_of_day(n % HOURS),
        )
        for n in range(HOURS, ground.clients)
    ]
    return Round(
        shots=holds,
        winners=sum(
            min(stage.places[kind], len(range(hour, ground.clients, HOURS)))
            for hour in range(HOURS)
        ),
        truth=partial(_truth, kind, planning_run),
        beside=partial(
            ground.plan_writer.write, planning_run, runs, number % STEPS * LATER_EACH_ROUND
        ),
    )


def _plan(session: Session, ground: Ground, kind: Kind) -> tuple[list[Run], int]:
    """A request for each of the hours, what the solver would place, and the run it belongs to."""
    at, stage = now(), ground.stage
    requests = [
        ground.waiting(session, n, stage.wish(kind, n), stage.hour_of_day(n)) for n in range(HOURS)
    ]
    session.flush()
    runs = []
    for request in requests:
        question = ask(session, [request], at=at, on_call_limit=ground.settings.on_call_limit)
        runs += suggestions(question, request.id, count=1)
    job = Job(kind="plan_facility", payload={}, state=JobState.DONE, created_at=at)
    session.add(job)
    session.flush()  # the run names the job by id
    run = PlanningRun(
        facility_id=stage.facility_id, job_id=job.id, asked_by_id=stage.desk[0], asked_at=at
    )
    session.add(run)
    session.flush()  # whoever writes the plan back finds the run by id
    return runs, run.id


def _truth(kind: Kind, planning_run: int, session: Session) -> Truth:
    planned = session.scalar(select(func.count()).where(Proposal.planning_run_id == planning_run))
    return Truth(
        won=holders(session),
        planned=planned or 0,
        losers_read={"hold": (NOTHING_LEFT[kind], JUST_TAKEN)},
    )


PLAN = Scenario(name="plan", title="plan · hold", kinds=tuple(Kind), set_up=_set_up)
