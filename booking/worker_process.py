"""The worker as a child process: a solver run never makes a page wait."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time

import structlog

from booking.settings import ROOT, Settings

log = structlog.get_logger("kyoyo.serve")

PATIENCE_SECONDS = 1.5  # for the worker to end by itself; what it leaves, another takes up
FIRST_PAUSE_SECONDS = 1.0  # before a worker that failed is started again; doubled each time
LONGEST_PAUSE_SECONDS = 60.0


class WorkerProcess:
    """One worker, started anew when it fails, ended with this process."""

    def __init__(self, settings: Settings) -> None:
        self._environment = {
            **os.environ,
            "HOST": settings.host,
            "PORT": str(settings.port),
            "KYOYO_BASE_URL": settings.base_url,
        }
        self._pause = FIRST_PAUSE_SECONDS
        self._start_at = 0.0  # by the monotonic clock; 0 while it runs
        self._child = self._start()

    def look_after(self) -> None:
        """Start it again when it has failed, after a pause that grows with every failure."""
        if self._child.poll() is None:
            return
        if not self._start_at:
            log.warning("worker_ended", code=self._child.returncode, again_in_seconds=self._pause)
            self._start_at = time.monotonic() + self._pause
            self._pause = min(2 * self._pause, LONGEST_PAUSE_SECONDS)
        elif time.monotonic() >= self._start_at:
            self._child, self._start_at = self._start(), 0.0

    def end(self) -> None:
        """Tell it to end, and end it when it does not."""
        self._child.terminate()
        try:
            self._child.wait(PATIENCE_SECONDS)
        except subprocess.TimeoutExpired:
            self._child.kill()
            self._child.wait()

    def _start(self) -> subprocess.Popen[bytes]:
        # Ctrl-C reaches every process of the terminal; the worker waits to be told by this one.
        # It inherits what is blocked here, from its very first moment.
        blocked = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
        try:
            return subprocess.Popen(  # noqa: S603 - our own module, in our own Python
                [sys.executable, "-m", "booking.work", str(os.getpid())],
                cwd=ROOT,
                env=self._environment,
                stdin=subprocess.DEVNULL,
            )
        finally:
            signal.pthread_sigmask(signal.SIG_SETMASK, blocked)
