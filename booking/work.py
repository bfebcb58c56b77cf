"""A worker process: `python -m booking.work`, or the child that `booking.serve` starts.

It ends when it is told to, or when the process that started it is gone; it looks for that before it
loads anything that takes time.
"""

from __future__ import annotations

import os
import signal
import sys
import threading
import time
from types import TracebackType
from typing import TYPE_CHECKING

from booking.settings import Settings, settings_from

if TYPE_CHECKING:
    from booking.worker import Worker

GRACE_SECONDS = 1.0  # then a job is left where it is: another worker takes it up again
LOOK_SECONDS = 0.5  # how often a worker looks whether its parent is still there


def work(settings: Settings) -> None:
    """Work until SIGTERM or SIGINT."""
    import structlog

    from booking.database import make_engine
    from booking.logging import set_up_logging
    from booking.tasks import Background

    set_up_logging(settings.log_folder, "worker")
    log = structlog.get_logger("kyoyo.work")
    sys.excepthook = _log_and_end
    engine = make_engine(settings.database_url)
    worker = Background.on(engine, settings).worker()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda _number, _frame: _stop(worker))
    log.info("worker_started", pid=os.getpid())
    threading.Thread(target=_compile_ahead, daemon=True).start()
    worker.run()
    engine.dispose()
    log.info("worker_stopped", pid=os.getpid())


def _compile_ahead() -> None:
    """Once for every version of the solver: nobody should wait a minute for a first plan."""
    from solver.engine.fast.kept import is_ready

    if not is_ready():
        from solver.engine.fast.ahead import compile_ahead

        compile_ahead()


def end_with(parent: int) -> None:
    """From now on, end when that process is gone: nobody would be left to stop this one."""
    threading.Thread(target=_watch, args=(parent,), daemon=True).start()


def _watch(parent: int) -> None:
    while os.getppid() == parent:
        time.sleep(LOOK_SECONDS)
    os._exit(0)


def _stop(worker: Worker) -> None:
    worker.stopping.set()
    threading.Thread(target=_leave, daemon=True).start()


def _leave() -> None:
    time.sleep(GRACE_SECONDS)
    os._exit(0)


def _log_and_end(
    kind: type[BaseException], error: BaseException, trace: TracebackType | None
) -> None:
    import structlog

    structlog.get_logger("kyoyo.work").critical("worker_failed", exc_info=(kind, error, trace))


if __name__ == "__main__":
    for started_by in sys.argv[1:2]:
        end_with(int(started_by))
    try:
        here = settings_from(os.environ)
    except ValueError as wrong:
        sys.exit(str(wrong))
    work(here)
