"""A throw-away PostgreSQL for one run of tests or measurements: reached by a socket, then gone.

PostgreSQL refuses to run as root; root lends it an unprivileged user. A small shell keeps the
server: it reads from a pipe that the run holds and stops the server when the pipe closes, so that
even a killed run leaves no server behind.
"""

from __future__ import annotations

import os
import pwd
import subprocess
import time
from pathlib import Path
from typing import TypedDict

from tools.machine import postgresql_programs

UNPRIVILEGED = "nobody"
# Nothing here outlives the run, so nothing is worth waiting for the disk.
_FAST = ("fsync=off", "synchronous_commit=off", "full_page_writes=off", "autovacuum=off")
_KEEPER = """
"$@" & server=$!
read -r _
kill -INT "$server"; wait "$server"
rm -rf "$KYOYO_SERVER_FOLDER"
"""


class PostgresMissing(Exception):
    """There is no PostgreSQL on this machine, or it does not start."""


class _As(TypedDict, total=False):
    user: int
    group: int
    extra_groups: list[int]


def server_url(folder: Path, database: str) -> str:
    """Where a database of the server in `folder` is reached."""
    return f"postgresql+psycopg://kyoyo@/{database}?host={folder}/socket"


class PostgresServer:
    """One server with its data in `folder`, which must not exist yet."""

    def __init__(self, folder: Path) -> None:
        programs = postgresql_programs()
        if programs is None:
            raise PostgresMissing(
                "PostgreSQL is needed: make test installs it where it may; otherwise install it, "
                "or set KYOYO_PG_BIN to the folder that holds initdb."
            )
        self.folder, self._programs = folder, programs
        self._as = _unprivileged()
        self._keeper: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Make the data folder and start serving; returns when the server answers."""
        self.folder.mkdir(mode=0o700)
        if self._as:
            os.chown(self.folder, self._as["user"], self._as["group"])
        data, sockets, log = self.folder / "data", self.folder / "socket", self.folder / "log"
        environment = {"PATH": os.environ["PATH"], "LC_ALL": "C.UTF-8"}
        subprocess.run(
            [
                self._programs / "initdb", "--pgdata", data, "--username=kyoyo", "--auth=trust",
                "--encoding=UTF8", "--locale=C.UTF-8", "--no-sync", "--no-instructions",
            ],
            check=True, cwd="/", env=environment, stdout=subprocess.DEVNULL, **self._as,
        )  # fmt: skip
        settings = (*_FAST, "listen_addresses=", f"unix_socket_directories={sockets}")
        command: list[str | Path] = [self._programs / "postgres", "-D", data]
        for setting in (*settings, "max_connections=200", "log_min_messages=warning"):
            command += ["-c", setting]
        subprocess.run(["mkdir", sockets], check=True, **self._as)
        self._keeper = subprocess.Popen(
            ["sh", "-c", f'exec >>"{log}" 2>&1; {_KEEPER}', "keeper", *command],
            cwd="/", env={**environment, "KYOYO_SERVER_FOLDER": str(self.folder)},
            stdin=subprocess.PIPE, start_new_session=True, **self._as,
        )  # fmt: skip
        self._wait_until_it_answers(log)

    def stop(self) -> None:
        """Stop serving and remove the folder; does nothing when it was never started."""
        if self._keeper is not None and self._keeper.stdin is not None:
            self._keeper.stdin.close()
            self._keeper.wait(timeout=30)

    def _wait_until_it_answers(self, log: Path) -> None:
        deadline = time.monotonic() + 30
        ask: list[str | Path] = [
            self._programs / "pg_isready",
            "--quiet",
            "--host",
            self.folder / "socket",
        ]
        while subprocess.run(ask, check=False).returncode != 0:
            if time.monotonic() > deadline:
                said = log.read_text() if log.exists() else "nothing"
                raise PostgresMissing(f"PostgreSQL does not start; it said: {said}")
            time.sleep(0.03)


def a_free_folder() -> Path:
    """A name not taken yet, short enough for a socket's path and open to an unprivileged user."""
    return Path(f"/tmp/kyoyo-postgres-{os.getpid()}-{time.time_ns():x}")  # noqa: S108  # both of that


def _unprivileged() -> _As:
    if os.geteuid() != 0:
        return {}
    account = pwd.getpwnam(UNPRIVILEGED)
    return {"user": account.pw_uid, "group": account.pw_gid, "extra_groups": []}
