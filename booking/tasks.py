"""Background work: what the worker does with a job, and what it does between jobs.

Nothing is locked while the solver runs or a mail is under way; each result is written in one short
transaction, and only by whoever still holds the job.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import partial

import structlog
from jinja2 import TemplateError
from sqlalchemy import Engine, select
from sqlalchemy.exc import NoResultFound
from sqlalchemy.orm import Session, sessionmaker

from booking.database import in_transaction, reading_sessions, writing_sessions
from booking.errors import BookingError
from booking.feeds.delivery import deliver, what_failed
from booking.feeds.mail import compose
from booking.models import Job, Notice, PlanningRun
from booking.models.kinds import JobState
from booking.planning.answers import run_from
from booking.planning.question import Question, ask
from booking.services.plan_for_all import KIND, waiting_requests
from booking.services.remind import remind, someone_to_remind
from booking.services.send_notices import is_due, note_failure, note_sent, take_next_notice
from booking.services.write_back_plan import write_back_plan
from booking.settings import Settings
from booking.worker import Ticket, Worker
from solver.objective import as_levels
from solver.outcome import NoSchedule, Schedule
from solver.problem import Problem

log = structlog.get_logger("kyoyo.tasks")

# What can be wrong with one notice: the mail server, an address, a fact that is not there.
UNSENDABLE = (OSError, ValueError, LookupError, NoResultFound, TemplateError, BookingError)
MAILS_AT_ONCE = 50  # then the worker looks for jobs again
REMIND_EVERY = timedelta(minutes=1)
SOLVER_WORKERS = 2

Clock = Callable[[], datetime]


def now() -> datetime:
    """The clock the worker reads."""
    return datetime.now(UTC)


@dataclass
class Background:
    """The work of one worker process on one database."""

    settings: Settings
    reading: sessionmaker[Session]
    writing: sessionmaker[Session]
    clock: Clock = now
    reminded_at: datetime | None = None

    @classmethod
    def on(cls, engine: Engine, settings: Settings, clock: Clock = now) -> Background:
        """On the database of this engine."""
        return cls(settings, reading_sessions(engine), writing_sessions(engine), clock)

    def worker(self) -> Worker:
        """A worker that knows every kind of job, and posts mail and reminders in between."""
        return Worker(
            self.writing,
            {KIND: self.plan_facility},
            lease_seconds=self.settings.worker_lease_seconds,
            idle=self.between_jobs,
            clock=self.clock,
        )

    def between_jobs(self) -> None:
        """Reminders once a minute, then whatever mail is due."""
        at = self.clock()
        if self.reminded_at is None or at - self.reminded_at >= REMIND_EVERY:
            self.reminded_at = at
            self.remind()
        self.send_notices()

    def remind(self) -> int:
        """Remind whoever has not answered in time; how many reminders that were."""
        at = self.clock()
        with self.reading() as session:
            if not someone_to_remind(session, at=at):
                return 0
        return in_transaction(self.writing, lambda session: remind(session, at=at))

    def send_notices(self) -> int:
        """Send what is due, each notice on its own; how many went out."""
        sent = 0
        for _ in range(MAILS_AT_ONCE):
            with self.reading() as session:
                if not is_due(session, at=self.clock()):
                    break
            taken = in_transaction(
                self.writing, lambda session: take_next_notice(session, at=self.clock())
            )
            if taken is not None:
                sent += self._send(taken)
        return sent

    def _send(self, notice: Notice) -> bool:
        try:
            with self.reading() as session:
                mine = session.get_one(Notice, notice.id)
                message = compose(session, mine, at=self.clock(), settings=self.settings)
            deliver(message, self.settings.mail_url)
        except UNSENDABLE as error:
            why = what_failed(error)
            log.warning("notice_not_sent", notice=notice.id, attempt=notice.attempts, why=why)
            in_transaction(self.writing, lambda session: note_failure(session, notice.id, why))
            return False
        at = self.clock()
        in_transaction(self.writing, lambda session: note_sent(session, notice.id, at=at))
        log.info("notice_sent", notice=notice.id, template=notice.template)
        return True

    def plan_facility(self, ticket: Ticket) -> None:
        """Place all waiting requests of a facility and leave a proposal for each that has a place.

        A worker that was killed left nothing half done: what it had proposed is written with the
        answer, and a request with a proposal waits no more.
        """
        asked = self.read_question(ticket)
        if asked is None:
            return

        # Here: OR-Tools and the compiled core take most of two seconds to import.
        from solver.engine.solve import Limits, solve

        answer = solve(
            asked.problem,
            Limits(seconds=self.settings.solve_seconds, workers=SOLVER_WORKERS),
            progress=partial(_show, ticket, asked.problem),
            cancelled=ticket.stop.is_set,
        )
        in_transaction(
            self.writing, lambda session: self.write_answer(session, ticket, asked, answer)
        )

    def read_question(self, ticket: Ticket) -> Question | None:
        """What to solve; None when an earlier attempt wrote its answer and died just after."""
        with self.reading() as session:
            run = session.get_one(PlanningRun, ticket.payload["planning_run"])
            if run.answer is not None:
                return None
            requests = waiting_requests(session, run.facility_id)
            ticket.progress = {"waiting": len(requests)}
            return ask(
                session,
                requests,
                at=self.clock(),
                on_call_limit=self.settings.on_call_limit,
                only_at=run.facility_id,
            )

    def write_answer(
        self, session: Session, ticket: Ticket, asked: Question, answer: Schedule | NoSchedule
    ) -> None:
        """Keep question and answer, and leave proposals, if the job is still this worker's."""
        held = (Job.id == ticket.job_id, Job.fence == ticket.fence, Job.state == JobState.RUNNING)
        if session.scalar(select(Job.id).where(*held).with_for_update()) is None:
            return  # the lease was lost: another worker has the job
        run = session.get_one(PlanningRun, ticket.payload["planning_run"])
        run.question, run.answer = asked.problem.to_json(), answer.to_json()
        run.seconds = answer.seconds
        if isinstance(answer, NoSchedule):
            return
        run.bound = answer.bound
        if ticket.stop.is_set():
            return  # somebody asked to stop: the plan is kept for reading, nothing is proposed
        write_back_plan(
            session,
            run,
            [run_from(asked, placed) for placed in answer.placements],
            at=self.clock().replace(microsecond=0),
            settings=self.settings,
        )
        _show(ticket, asked.problem, answer.objective, answer.bound, answer.seconds)
        ticket.progress = {**ticket.progress, "placed": run.placed}


def _show(ticket: Ticket, problem: Problem, worth: int, bound: int, seconds: float) -> None:
    """Put the best plan so far where the page can read it; the heartbeat carries it over."""
    placed, at_most = as_levels(problem, worth)[0], as_levels(problem, bound)[0]
    least = min((request.weight for request in problem.requests), default=1)
    ticket.progress = {
        **ticket.progress,
        "objective": worth,
        "bound": bound,
        "seconds": round(seconds, 1),
        "share": round(worth / bound, 4) if bound else 1.0,  # of the most any plan could reach
        "more_at_most": (at_most - placed) // least,  # requests a better plan could still place
    }
