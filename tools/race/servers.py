"""The product as it is run, gunicorn on PostgreSQL or waitress on SQLite, until it is measured."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path

from sqlalchemy import create_engine

from booking.database import migrate
from booking.serve import MOST_CONNECTIONS
from tools.machine import ROOT
from tools.postgres import PostgresServer, a_free_folder, server_url

HOST = "127.0.0.1"
PROCESSES, THREADS = 2, 8  # of gunicorn, on PostgreSQL
THREADS_OF_ONE = 16  # of waitress, on SQLite
START_SECONDS, STOP_SECONDS = 90, 15


class DoesNotStart(Exception):
    """The product did not answer; carries what it said."""


@dataclass(frozen=True, slots=True)
class Web:
    """A running product: where it listens and how it is run."""

    port: int
    way: str  # as the table says it
    log: Path


@contextmanager
def database(kind: str, folder: Path) -> Iterator[str]:
    """The URL of an empty, migrated database of that kind ("sqlite" or "postgresql")."""
    if kind == "sqlite":
        url = f"sqlite:///{folder / 'race.sqlite3'}"
        migrate(url)
        yield url
        return
    place = a_free_folder()
    server = PostgresServer(place)
    try:
        server.start()
        admin = create_engine(server_url(place, "postgres"), isolation_level="AUTOCOMMIT")
        with admin.connect() as connection:
            connection.exec_driver_sql("CREATE DATABASE race")
        admin.dispose()
        migrate(server_url(place, "race"))
        yield server_url(place, "race")
    finally:
        server.stop()


@contextmanager
def web(url: str, secret: str, folder: Path) -> Iterator[Web]:
    """The product on the database at `url`. Raises DoesNotStart."""
    port, log = _free_port(), folder / "web.log"
    on_sqlite = url.startswith("sqlite")
    command = _waitress(port) if on_sqlite else _gunicorn(port)
    way = f"{THREADS_OF_ONE} threads" if on_sqlite else f"{PROCESSES} × {THREADS} threads"
    with log.open("wb") as written:
        process = subprocess.Popen(
            command,
            cwd=ROOT,
            env=_environment(url, secret, folder),
            stdin=subprocess.DEVNULL,
            stdout=written,
            stderr=subprocess.STDOUT,
            start_new_session=True,  # so that its workers can be ended with it
        )
    try:
        _wait_until_it_answers(process, port, log)
        yield Web(port, way, log)
    finally:
        _end(process)


def _gunicorn(port: int) -> list[str]:
    return [
        sys.executable, "-m", "gunicorn", "booking.wsgi:app", "--bind", f"{HOST}:{port}",
        "--workers", str(PROCESSES), "--threads", str(THREADS), "--keep-alive", "120",
        "--timeout", "120", "--graceful-timeout", "5", "--no-control-socket",
        "--log-level", "warning",
    ]  # fmt: skip


def _waitress(port: int) -> list[str]:
    return [
        sys.executable, "-m", "waitress", f"--listen={HOST}:{port}",
        f"--threads={THREADS_OF_ONE}", f"--connection-limit={MOST_CONNECTIONS}",
        "--asyncore-use-poll", "booking.wsgi:app",
    ]  # fmt: skip


def _environment(url: str, secret: str, folder: Path) -> dict[str, str]:
    kept = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    return kept | {
        "LC_ALL": "C.UTF-8",
        "KYOYO_DATABASE_URL": url,
        "KYOYO_SECRET_KEY": secret,
        "KYOYO_DEMO": "0",
        "KYOYO_LOG_FOLDER": str(folder / "log"),
        "KYOYO_MAIL_URL": f"folder:{folder / 'mail'}",
    }


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return int(probe.getsockname()[1])


def _wait_until_it_answers(process: subprocess.Popen[bytes], port: int, log: Path) -> None:
    over = time.monotonic() + START_SECONDS
    while time.monotonic() < over and process.poll() is None:
        if _answers(port):
            return
        time.sleep(0.1)
    raise DoesNotStart(log.read_text(errors="replace")[-2000:])


def _answers(port: int) -> bool:
    connection = HTTPConnection(HOST, port, timeout=5)
    try:
        connection.request("GET", "/about")
        return connection.getresponse().status == 200
    except OSError:
        return False
    finally:
        connection.close()


def _end(process: subprocess.Popen[bytes]) -> None:
    """Ask the process and its workers to end; end them when they do not."""
    for number in (signal.SIGTERM, signal.SIGKILL):
        try:
            os.killpg(process.pid, number)
            process.wait(STOP_SECONDS)
        except ProcessLookupError:
            break
        except subprocess.TimeoutExpired:
            continue
