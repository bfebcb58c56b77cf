"""The whole product inside one process, web and worker in threads, on the demo's data.

For journeys in a browser and for pictures of pages; people start it with `make run`.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any, cast

from flask import Flask
from flask_security import hash_password
from sqlalchemy import Engine, QueuePool
from werkzeug.serving import WSGIRequestHandler, make_server

from booking.app import create_app
from booking.database import make_engine
from booking.readiness import make_ready
from booking.serve import listen
from booking.services.demo.accounts import DEMO_PASSWORD
from booking.settings import Settings
from booking.tasks import Background

HOST = "127.0.0.1"
PATIENCE_SECONDS = 10
SECRET = "only-for-this-run"  # noqa: S105 - the demo's passwords are kept with it


class _WithoutLines(WSGIRequestHandler):
    """Writes no line for each request."""

    def log_request(self, *_code_and_size: object) -> None:
        pass


def fill_with_demo(database_url: str) -> None:
    """Migrate, load the catalogue and the demo: what a first start does."""
    settings = Settings(database_url=database_url, secret_key=SECRET, demo=True)
    app = create_app(settings)
    with app.app_context():
        make_ready(
            settings,
            demo_password=lambda: str(hash_password(DEMO_PASSWORD)),
            at=datetime.now(UTC),
        )
    app.extensions["kyoyo"].engine.dispose()


@contextmanager
def live(database_url: str, mail_folder: object, **changes: Any) -> Iterator[Settings]:
    """Serve pages and do background work on a filled database; `base_url` says where."""
    with listen(HOST, 0) as door:
        port = int(door.getsockname()[1])
        settings = Settings(
            database_url=database_url,
            secret_key=SECRET,
            port=port,
            base_url=f"http://{HOST}:{port}",
            mail_url=f"folder:{mail_folder}",
            demo=True,
            **changes,
        )
        with _pages(create_app(settings), port, door.fileno()), _work(settings):
            yield settings


@contextmanager
def _pages(app: Flask, port: int, door: int) -> Iterator[None]:
    server = make_server(HOST, port, app, threaded=True, request_handler=_WithoutLines, fd=door)
    serving = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    serving.start()
    try:
        yield
    finally:
        server.shutdown()
        serving.join()
        server.server_close()
        _let_finish(app.extensions["kyoyo"].engine)


def _let_finish(engine: Engine) -> None:
    """Dispose of the engine when the answers under way, which nobody waits for, are through."""
    pool, over = cast("QueuePool", engine.pool), time.monotonic() + PATIENCE_SECONDS
    while pool.checkedout() and time.monotonic() < over:
        time.sleep(0.01)
    engine.dispose()


@contextmanager
def _work(settings: Settings) -> Iterator[None]:
    """What `booking.work` does, in a thread."""
    engine = make_engine(settings.database_url)
    worker = Background.on(engine, settings).worker()
    working = threading.Thread(target=worker.run, kwargs={"poll_seconds": 0.1})
    working.start()
    try:
        yield
    finally:
        worker.stopping.set()
        working.join()
        engine.dispose()
