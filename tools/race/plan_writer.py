"""A process that writes plans back as the worker does: its own engine, one transaction."""

from __future__ import annotations

import multiprocessing
import time
from collections.abc import Sequence
from datetime import UTC, datetime
from functools import partial
from multiprocessing.connection import Connection
from types import TracebackType

from sqlalchemy.orm import Session

from booking.database import in_transaction, make_engine, writing_sessions
from booking.models import PlanningRun
from booking.planning.answers import Run
from booking.services.write_back_plan import write_back_plan
from booking.settings import Settings

START_SECONDS, ANSWER_SECONDS, STOP_SECONDS = 60.0, 90.0, 10.0


class PlanWriterLost(Exception):
    """The process did not answer, or an error ended its transaction."""


class PlanWriter:
    """Starts the process, hands it plans, ends it."""

    def __init__(self, settings: Settings) -> None:
        here = multiprocessing.get_context("spawn")
        self._ours, theirs = here.Pipe()
        self._process = here.Process(target=_serve, args=(theirs, settings), daemon=True)

    def __enter__(self) -> PlanWriter:
        self._process.start()
        self._hear(START_SECONDS)
        return self

    def __exit__(
        self,
        _kind: type[BaseException] | None,
        _error: BaseException | None,
        _trace: TracebackType | None,
    ) -> None:
        self._ours.close()
        self._process.join(STOP_SECONDS)
        if self._process.is_alive():
            self._process.kill()

    def write(self, planning_run: int, runs: Sequence[Run], delay: float) -> None:
        """Write the plan back after `delay` seconds. Raises PlanWriterLost."""
        self._ours.send((planning_run, tuple(runs), delay))
        self._hear(ANSWER_SECONDS)

    def _hear(self, seconds: float) -> None:
        if not self._ours.poll(seconds):
            raise PlanWriterLost(f"no answer within {seconds:.0f} s")
        try:
            self._ours.recv()
        except EOFError as error:
            raise PlanWriterLost("see the error above") from error


def _serve(theirs: Connection, settings: Settings) -> None:
    engine = make_engine(settings.database_url)
    sessions = writing_sessions(engine)
    engine.connect().close()
    theirs.send("ready")
    while True:
        try:
            number, runs, delay = theirs.recv()
        except EOFError:  # nobody is there any more
            break
        time.sleep(delay)
        theirs.send(in_transaction(sessions, partial(_write, settings, number, runs)))
    engine.dispose()


def _write(settings: Settings, number: int, runs: Sequence[Run], session: Session) -> int:
    run = session.get_one(PlanningRun, number)
    at = datetime.now(UTC).replace(microsecond=0)
    return len(write_back_plan(session, run, runs, at=at, settings=settings))
