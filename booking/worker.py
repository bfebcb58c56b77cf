"""Background work: rows claimed with a lease and a fencing token, on SQLite and PostgreSQL alike.

A worker that dies leaves its lease behind; when that is over another takes the job up. One that was
only slow finds its fencing token gone and writes nothing more.
"""

from __future__ import annotations

import threading
import traceback
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import structlog
from sqlalchemy import and_, or_, select, update
from sqlalchemy.orm import Session, sessionmaker

from booking.database import in_transaction
from booking.logging import what_kind
from booking.models import Job
from booking.models.kinds import JobState

log = structlog.get_logger("kyoyo.worker")


@dataclass
class Ticket:
    """What a running job may use: its payload, a place for progress, and whether to stop."""

    job_id: int
    kind: str
    payload: dict[str, Any]
    fence: str
    progress: dict[str, Any] = field(default_factory=dict)
    stop: threading.Event = field(default_factory=threading.Event)


Handler = Callable[[Ticket], None]
Clock = Callable[[], datetime]


def enqueue(
    session: Session, kind: str, payload: dict[str, Any], *, by_id: int | None, at: datetime
) -> Job:
    """Write the work down in the transaction that asks for it."""
    job = Job(kind=kind, payload=payload, created_at=at, created_by_id=by_id)
    session.add(job)
    session.flush()  # whoever asked follows the job by id
    return job


class Worker:
    """Takes one job after the other; `idle` runs between them (mail, reminders)."""

    def __init__(
        self,
        sessions: sessionmaker[Session],
        handlers: Mapping[str, Handler],
        *,
        lease_seconds: int,
        idle: Callable[[], object] = lambda: None,
        clock: Clock = lambda: datetime.now(UTC),
    ) -> None:
        self.sessions = sessions
        self.handlers = handlers
        self.lease = timedelta(seconds=lease_seconds)
        self.idle = idle
        self.clock = clock
        self.stopping = threading.Event()

    def run(self, poll_seconds: float = 0.5) -> None:
        """Work until `stopping` is set."""
        while not self.stopping.is_set():
            self.idle()
            if not self.run_one():
                self.stopping.wait(poll_seconds)

    def run_one(self) -> bool:
        """Do one job if there is any; whether there was."""
        ticket = in_transaction(self.sessions, self._claim)
        if ticket is None:
            return False
        done = threading.Event()
        heart = threading.Thread(target=self._beat, args=(ticket, done), daemon=True)
        heart.start()
        try:
            state, error = self._do(ticket)
        finally:  # also when the process is told to end: a job without a worker keeps no lease
            done.set()
            heart.join()
        self._write(ticket, state=state, error=error, lease_until=None)
        return True

    def _claim(self, session: Session) -> Ticket | None:
        now = self.clock().replace(microsecond=0)
        ready = or_(
            Job.state == JobState.QUEUED,
            and_(Job.state == JobState.RUNNING, Job.lease_until < now),
        )
        job = session.scalar(
            select(Job).where(ready).order_by(Job.id).limit(1).with_for_update(skip_locked=True)
        )
        if job is None:
            return None
        if job.cancel_asked or job.attempt >= job.max_attempts:
            job.state = JobState.CANCELLED if job.cancel_asked else JobState.FAILED
            job.error = job.error or "worker lost"
            return None
        job.state, job.attempt = JobState.RUNNING, job.attempt + 1
        job.fence, job.lease_until = uuid4().hex, now + self.lease
        return Ticket(job.id, job.kind, dict(job.payload), job.fence)

    def _do(self, ticket: Ticket) -> tuple[JobState, str]:
        try:
            self.handlers[ticket.kind](ticket)
        except Exception as error:  # of whatever kind: the job failed, the worker goes on
            log.exception("job_failed", job=ticket.job_id, kind=ticket.kind)
            return JobState.FAILED, _where_and_what(error)
        return (JobState.CANCELLED if ticket.stop.is_set() else JobState.DONE), ""

    def _beat(self, ticket: Ticket, done: threading.Event) -> None:
        while not done.wait(min(1.0, self.lease.total_seconds() / 4)):
            lease_until = (self.clock() + self.lease).replace(microsecond=0)
            if self._write(ticket, lease_until=lease_until) is not False:
                ticket.stop.set()  # the lease is lost, or somebody asked to stop

    def _write(self, ticket: Ticket, **values: object) -> bool | None:
        """Write to the job's row while the fence is ours: is a stop asked? None if not ours."""
        mine = and_(
            Job.id == ticket.job_id, Job.fence == ticket.fence, Job.state == JobState.RUNNING
        )
        return in_transaction(
            self.sessions,
            lambda session: session.scalar(
                update(Job)
                .where(mine)
                .values(progress=dict(ticket.progress), **values)
                .returning(Job.cancel_asked)
            ),
        )


def _where_and_what(error: Exception) -> str:
    """The kind of the error and its place in the program; its text may quote what people typed."""
    last = traceback.extract_tb(error.__traceback__)[-1]
    return f"{what_kind(error)} in {last.name}, line {last.lineno}"
