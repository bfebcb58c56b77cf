"""A worker process: `python -m booking.work`, or the child that `booking.serve` starts.

It ends when it is told to, or when the process that started it is gone.
"""

from __future__ import annotations

import os
import signal
import sys
import threading
import time
from types import TracebackType

import structlog

from booking.database import make_engine
from booking.logging import set_up_logging
from booking.settings import Settings, settings_from
from booking.tasks import Background
from booking.worker import Worker

log = structlog.get_logger("kyoyo.work")

GRACE_SECONDS = 1.0  # then a job is left where it is: another worker takes it up again
LOOK_SECONDS = 0.5  # how often a worker looks whether its parent is still there


def work(settings: Settings, *, parent: int | None = None) -> None:
    """Work until SIGTERM or SIGINT, or until the process `parent` is gone."""
    set_up_logging(settings.log_folder, "worker")
    sys.excepthook = _log_and_end
    engine = make_engine(settings.database_url)
    worker = Background.on(engine, settings).worker()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda _number, _frame: _stop(worker))
    if parent is not None:
        threading.Thread(target=_end_with, args=(parent,), daemon=True).start()
    log.info("worker_started", pid=os.getpid())
    worker.run()
    engine.dispose()
    log.info("worker_stopped", pid=os.getpid())


def _stop(worker: Worker) -> None:
    worker.stopping.set()
    threading.Thread(target=_leave, daemon=True).start()


def _leave() -> None:
    time.sleep(GRACE_SECONDS)
    os._exit(0)


def _end_with(parent: int) -> None:
    """A killed parent takes the worker with it: nobody would be left to stop it."""
    while os.getppid() == parent:
        time.sleep(LOOK_SECONDS)
    os._exit(0)


def _log_and_end(
    kind: type[BaseException], error: BaseException, trace: TracebackType | None
) -> None:
    log.critical("worker_failed", exc_info=(kind, error, trace))


if __name__ == "__main__":
    started_by = [int(argument) for argument in sys.argv[1:2]]
    try:
        here = settings_from(os.environ)
    except ValueError as wrong:
        sys.exit(str(wrong))
    work(here, parent=started_by[0] if started_by else None)
