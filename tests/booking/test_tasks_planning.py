"""まとめて日程案を作る: proposals for all that wait at a facility, by the worker, never twice."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from booking.errors import NotAllowed, NotNow
from booking.models import Claim, HistoryEntry, Job, PlanningRun, Proposal, Request
from booking.models.kinds import Answerer, JobState, ProposalStatus, RequestStatus
from booking.permissions import Role
from booking.services.plan_for_all import start_planning, stop_planning, waiting_requests
from booking.services.withdraw_request import withdraw_request
from booking.tasks import Background
from booking.worker import Ticket
from solver.engine.solve import Limits, solve
from solver.problem import Problem
from tests.booking.killed import killed_at, spread, statements_of
from tests.booking.steps import applied, waiting
from tests.builders import (
    DAY,
    HOUR,
    NINE,
    SETTINGS,
    TODAY,
    House,
    a_capability,
    a_facility,
    a_house,
    a_person,
    an_instrument,
    hours,
    settle,
)

QUICK = replace(SETTINGS, solve_seconds=5)


def a_background(engine: Engine, *, at: datetime = TODAY) -> Background:
    """A worker's knowledge on a clock that stands still."""
    return Background.on(engine, QUICK, lambda: at)


def started(session: Session, house: House, *, at: datetime = TODAY) -> PlanningRun:
    """The technician clicked; committed."""
    run = start_planning(session, house.facility, by=house.technician, at=at)
    session.commit()
    return run


def seen(session: Session, run: PlanningRun) -> PlanningRun:
    """The run as it is now; on SQLite the write lock is let go."""
    session.expire_all()
    session.refresh(run)
    session.refresh(run.job)
    session.commit()
    return run


def proposals(session: Session) -> list[Proposal]:
    """Every proposal, by start."""
    session.expire_all()
    found = list(session.scalars(select(Proposal)))
    return sorted(found, key=lambda proposal: proposal.placement.starts_at)


def test_everything_that_waits_gets_a_proposal_that_holds_its_time(
    session: Session, engine: Engine
) -> None:
    house = a_house(session)
    asked = [waiting(session, house, minutes=120) for _ in range(3)]
    run = started(session, house)

    assert a_background(engine).worker().run_one()

    assert seen(session, run).job.state is JobState.DONE
    made = proposals(session)
    assert {proposal.request_id for proposal in made} == {request.id for request in asked}
    assert [p.placement.starts_at for p in made] == [NINE, NINE + 2 * HOUR, NINE + 4 * HOUR]
    assert {p.awaits for p in made} == {Answerer.FACILITY}
    assert {p.planning_run_id for p in made} == {run.id}
    assert {r.status for r in session.scalars(select(Request))} == {RequestStatus.PROPOSED}
    assert len(session.scalars(select(Claim)).all()) == 3


def test_question_answer_and_what_could_still_be_better_are_kept(
    session: Session, engine: Engine
) -> None:
    house = a_house(session)
    for _ in range(3):
        waiting(session, house, minutes=240)  # the day has room for two
    run = started(session, house)

    a_background(engine).worker().run_one()

    seen(session, run)
    assert run.question is not None
    assert len(Problem.from_json(run.question).requests) == 3
    assert run.answer is not None
    assert (run.placed, len(run.answer["placements"]), len(run.answer["refused"])) == (2, 2, 1)
    assert run.bound == run.answer["objective"]  # proved: no plan places more, or earlier
    assert run.seconds is not None
    progress = run.job.progress
    assert (progress["waiting"], progress["placed"], progress["more_at_most"]) == (3, 2, 0)
    assert progress["share"] == 1.0


def test_nothing_waits_and_nothing_is_proposed(session: Session, engine: Engine) -> None:
    house = a_house(session)
    run = started(session, house)

    a_background(engine).worker().run_one()

    assert (seen(session, run).job.state, run.placed) == (JobState.DONE, 0)


def test_a_second_click_follows_the_run_that_is_under_way(session: Session, engine: Engine) -> None:
    house = a_house(session)
    waiting(session, house)

    first, second = started(session, house), started(session, house)
    a_background(engine).worker().run_one()
    third = started(session, house)

    assert first.id == second.id != third.id
    assert len(session.scalars(select(Job)).all()) == 2


def test_only_the_facilitys_own_staff_plans_for_it(session: Session) -> None:
    house = a_house(session)
    stranger = a_person(Role.TECHNICIAN, facility=a_facility("OTHER"))
    session.add(stranger)
    session.commit()

    with pytest.raises(NotAllowed):
        start_planning(session, house.facility, by=stranger, at=TODAY)
    with pytest.raises(NotAllowed):
        start_planning(session, house.facility, by=house.engineer, at=TODAY)


def test_a_request_for_any_instrument_is_only_placed_on_the_facilitys_own(
    session: Session, engine: Engine
) -> None:
    house = a_house(session)
    elsewhere = an_instrument("SEM2", a_facility("OTHER"))
    able = a_capability("observe", house.instrument, elsewhere)
    session.add_all([elsewhere, able])
    settle(session)
    for _ in range(2):
        request = waiting(session, house, capability=able, minutes=480)
        request.facility_id = None  # asked of any facility
    session.flush()
    run = started(session, house)

    a_background(engine).worker().run_one()

    assert len(waiting_requests(session, elsewhere.facility_id)) == 1
    assert seen(session, run).placed == 1
    assert [p.placement.unit_id for p in proposals(session)] == [house.unit.id]


def test_what_was_withdrawn_or_taken_while_the_solver_ran_is_left_alone(
    session: Session, engine: Engine
) -> None:
    house = a_house(session)
    gone, beaten, placed = (
        waiting(session, house, windows=(hours(NINE + n * HOUR, 1),), minutes=60) for n in range(3)
    )
    run = started(session, house)
    background = a_background(engine)
    ticket = _ticket(session, run)
    asked = background.read_question(ticket)
    assert asked is not None
    answer = solve(asked.problem, Limits(seconds=5))

    withdraw_request(session, gone, by=house.engineer, at=TODAY)
    applied(session, house, windows=(hours(NINE + HOUR, 1),), minutes=60)
    session.commit()
    with background.writing.begin() as writing:
        background.write_answer(writing, ticket, asked, answer)

    session.expire_all()
    assert [r.status for r in (gone, beaten, placed)] == [
        RequestStatus.WITHDRAWN,
        RequestStatus.WAITING,
        RequestStatus.PROPOSED,
    ]
    assert run.placed == 1


def test_a_worker_that_lost_its_lease_writes_nothing(session: Session, engine: Engine) -> None:
    house = a_house(session)
    waiting(session, house)
    run = started(session, house)
    background = a_background(engine)
    slow = _ticket(session, run, fence="old")
    asked = background.read_question(slow)
    assert asked is not None
    answer = solve(asked.problem, Limits(seconds=5))

    _ticket(session, run, fence="new")
    with background.writing.begin() as writing:
        background.write_answer(writing, slow, asked, answer)

    assert proposals(session) == []
    assert seen(session, run).answer is None


def test_a_plan_that_is_stopped_proposes_nothing(session: Session, engine: Engine) -> None:
    house = a_house(session)
    waiting(session, house)
    run = started(session, house)
    ticket = _ticket(session, run)

    stop_planning(session, run, by=house.technician, at=TODAY)
    session.commit()
    ticket.stop.set()  # as the heartbeat does when it reads the wish
    a_background(engine).plan_facility(ticket)

    assert proposals(session) == []
    assert seen(session, run).answer is not None


def test_a_plan_nobody_has_begun_is_stopped_at_once(session: Session, engine: Engine) -> None:
    house = a_house(session)
    waiting(session, house)
    run = started(session, house)

    stop_planning(session, run, by=house.technician, at=TODAY)
    session.commit()

    assert not a_background(engine).worker().run_one()
    assert seen(session, run).job.state is JobState.CANCELLED
    with pytest.raises(NotNow):
        stop_planning(session, run, by=house.technician, at=TODAY)


def test_the_click_is_history(session: Session) -> None:
    house = a_house(session)
    run = started(session, house)

    entry = session.scalars(select(HistoryEntry).where(HistoryEntry.about == "planning_run")).one()

    assert (entry.what, entry.about_id, entry.by_id) == (
        "start_planning",
        run.id,
        house.technician.id,
    )


def test_wherever_a_worker_is_killed_the_next_one_proposes_once(
    session: Session, engine: Engine
) -> None:
    house = a_house(session)
    for _ in range(3):
        waiting(session, house, minutes=60)
    run = started(session, house)

    def work() -> None:
        a_background(engine).worker().run_one()

    for statement in spread(_statements_of_a_run(session, engine, run, work), samples=5):
        killed_at(statement, engine, work)
        a_background(engine, at=TODAY + timedelta(minutes=1)).worker().run_one()

        assert seen(session, run).job.state is JobState.DONE
        waits = [p for p in proposals(session) if p.status is ProposalStatus.WAITING]
        assert sorted(p.request_id for p in waits) == [1, 2, 3]
        assert len(session.scalars(select(Claim)).all()) == 3
        _again(session, run)


def _statements_of_a_run(
    session: Session, engine: Engine, run: PlanningRun, work: Callable[[], None]
) -> int:
    count = statements_of(engine, work)
    _again(session, run)
    return count


def _again(session: Session, run: PlanningRun) -> None:
    """Let the three requests wait again, and the job with them."""
    session.expire_all()
    for proposal in session.scalars(select(Proposal)):
        proposal.status = ProposalStatus.REPLACED
        proposal.request.status = RequestStatus.WAITING
    for claim in session.scalars(select(Claim)):
        session.delete(claim)
    run.answer = run.question = None
    run.job.state, run.job.attempt, run.job.lease_until = JobState.QUEUED, 0, None
    session.commit()


def _ticket(session: Session, run: PlanningRun, fence: str = "mine") -> Ticket:
    """The job, claimed by a worker with that token."""
    session.refresh(run.job)
    run.job.state, run.job.fence, run.job.lease_until = JobState.RUNNING, fence, TODAY + HOUR
    session.commit()
    return Ticket(run.job.id, run.job.kind, dict(run.job.payload), fence)


def test_a_wish_to_stop_ends_a_long_search_within_seconds(session: Session, engine: Engine) -> None:
    house = a_house(session, an_instrument(max_minutes=480, changeover_minutes=30))
    for n in range(40):  # more than the week has room for, of many lengths and recipes
        days = sorted({n % 5, (n * n + 1) % 5})
        waiting(
            session,
            house,
            minutes=30 + 30 * (n * n * 5 % 11),
            windows=tuple(hours(NINE + day * DAY + n % 4 * HOUR, 8 - n % 4) for day in days),
            setting="abcd"[n * 7 // 5 % 4],
        )
    run = started(session, house)
    long = replace(SETTINGS, solve_seconds=60)
    worker = Background.on(engine, long, lambda: TODAY).worker()
    searching = threading.Thread(target=worker.run_one)
    searching.start()
    while "objective" not in seen(session, run).job.progress:
        time.sleep(0.1)

    stop_planning(session, run, by=house.technician, at=TODAY)
    session.commit()
    searching.join(timeout=10)  # a heartbeat, a look of the search, and the writing

    assert not searching.is_alive()
    assert seen(session, run).job.state is JobState.CANCELLED
    assert proposals(session) == []
