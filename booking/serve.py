"""`python -m booking.serve`: the embedded way to run, web and worker together, one command.

Nothing but the standard library is loaded before Ctrl-C and a port in use are taken care of: both
must leave one line, or none, and nothing behind.
"""

from __future__ import annotations

import logging
import os
import signal
import socket
import sys
import threading
import time
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from booking.settings import Settings, settings_from

if TYPE_CHECKING:
    from flask import Flask

THREADS = 12  # a page waits for the database, not for the processor
MOST_CONNECTIONS = 1000  # a browser keeps six open: the library's 100 keep the 17th reader out
IN_FLIGHT_SECONDS = 1.0  # for requests that are being answered when the product is stopped


def main() -> int:
    """Start, serve until stopped, and end with the exit code."""
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda _number, _frame: os._exit(0))  # nothing has begun yet
    try:
        settings = settings_from(os.environ)
        door = listen(settings.host, settings.port)
    except (ValueError, CannotListen) as wrong:
        return _refuse(str(wrong))
    return _serve(_addressed(settings, door), door)


class CannotListen(Exception):
    """The address cannot be had; the text says what to do."""


def listen(host: str, port: int) -> socket.socket:
    """A socket that nobody else listens on. Raises CannotListen."""
    try:
        family, kind, protocol, _name, address = socket.getaddrinfo(
            host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
        door = socket.socket(family, kind, protocol)
        door.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        door.bind(address)
        door.listen(128)
    except socket.gaierror as error:
        raise CannotListen(
            f"HOST: {host!r} is no address of this machine; use 127.0.0.1, or 0.0.0.0 for all."
        ) from error
    except OSError as error:
        raise CannotListen(
            f"Port {port} on {host} cannot be used ({os.strerror(error.errno or 0)}): stop what "
            f"runs there, or choose another port with PORT={port + 1} make run"
        ) from error
    return door


def _addressed(settings: Settings, door: socket.socket) -> Settings:
    """The settings with the port that was really given, for the links in mails."""
    port = int(door.getsockname()[1])
    if port == settings.port:
        return settings
    return replace(settings, port=port, base_url=settings.base_url.replace(":0", f":{port}"))


def _serve(settings: Settings, door: socket.socket) -> int:
    # Imported late, so that a refusal above costs nothing.
    from booking.logging import set_up_logging
    from booking.readiness import NotReady
    from booking.worker_process import WorkerProcess

    set_up_logging(settings.log_folder, "web")
    try:
        app = _prepared(settings)
    except NotReady as wrong:
        return _refuse(str(wrong))
    stop = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda _number, _frame: stop.set())
    worker = WorkerProcess(settings)
    web = WebServer(app, door)
    sys.stdout.write(_ready_line(settings) + "\n")
    sys.stdout.flush()
    while not stop.wait(0.5) and web.runs:
        worker.look_after()
    web.finish()
    worker.end()
    logging.shutdown()
    os._exit(0 if stop.is_set() else 1)  # threads of the web server would still be running


class WebServer:
    """Waitress in threads of this process."""

    def __init__(self, app: Flask, door: socket.socket) -> None:
        from waitress import create_server

        self._server = create_server(
            app,
            sockets=[door],
            threads=THREADS,
            connection_limit=MOST_CONNECTIONS,
            asyncore_use_poll=True,  # select() knows no more than 1024 open files
            ident=None,
        )
        self._thread = threading.Thread(target=self._server.run, daemon=True)
        self._thread.start()

    @property
    def runs(self) -> bool:
        """Whether it still answers."""
        return self._thread.is_alive()

    def finish(self) -> None:
        """Let what is being answered come to its end, for a moment."""
        over = time.monotonic() + IN_FLIGHT_SECONDS
        while self._server.task_dispatcher.active_count and time.monotonic() < over:
            time.sleep(0.02)


def _prepared(settings: Settings) -> Flask:
    """The application, on a database that is ready. Raises NotReady."""
    from flask_security import hash_password

    from booking.app import create_app
    from booking.readiness import make_ready, open_database
    from booking.services.demo.accounts import DEMO_PASSWORD

    open_database(settings.database_url).dispose()
    app = create_app(settings)
    with app.app_context():
        make_ready(
            settings,
            demo_password=lambda: str(hash_password(DEMO_PASSWORD)),
            at=datetime.now(UTC),
        )
    return app


def _ready_line(settings: Settings) -> str:
    from booking.services.demo.accounts import DEMO_PASSWORD, demo_accounts

    line = f"Kyoyo is ready: {address(settings)} (Ctrl-C stops it)."
    if not settings.demo:
        return line
    emails = ", ".join(account.email for account in demo_accounts(settings.seed_folder))
    return f"{line} Demo accounts, password {DEMO_PASSWORD}: {emails}"


def address(settings: Settings) -> str:
    """Where a browser on this machine finds the product."""
    host = "127.0.0.1" if settings.host in {"0.0.0.0", "::", ""} else settings.host  # noqa: S104 - said, not bound
    return f"http://{f'[{host}]' if ':' in host else host}:{settings.port}"


def _refuse(sentence: str) -> int:
    sys.stderr.write(sentence + "\n")
    return 1


if __name__ == "__main__":
    sys.exit(main())
