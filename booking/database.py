"""The engine, the one transaction at the door, migrations and guards.

SQLite writers begin with BEGIN IMMEDIATE: otherwise a transaction that reads first and writes later
is refused at once, whatever the busy timeout says.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path
from sqlite3 import Connection as SQLiteConnection
from typing import Any, TypeVar

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session, sessionmaker

from booking.guards import install_guards

T = TypeVar("T")
RETRIES = 8  # deadlocks and serialization failures; each waits a little longer
_PRAGMAS = ("journal_mode=WAL", "synchronous=NORMAL", "foreign_keys=ON", "busy_timeout=30000")


def make_engine(url: str) -> Engine:
    """An engine for SQLite or PostgreSQL that keeps the product's promises about transactions.

    Its errors name no values (`hide_parameters`): they are written to logs.
    """
    if not url.startswith("sqlite"):
        return create_engine(
            url, pool_pre_ping=True, pool_size=10, max_overflow=20, hide_parameters=True
        )
    engine = create_engine(
        url, connect_args={"timeout": 30}, pool_size=10, max_overflow=30, hide_parameters=True
    )

    @event.listens_for(engine, "connect")
    def _connect(dbapi: SQLiteConnection, _record: Any) -> None:
        dbapi.isolation_level = None  # SQLAlchemy, not the driver, says BEGIN
        for pragma in _PRAGMAS:
            dbapi.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        mode = connection.get_execution_options().get("sqlite_begin", "IMMEDIATE")
        connection.exec_driver_sql(f"BEGIN {mode}")

    return engine


def writing_sessions(engine: Engine) -> sessionmaker[Session]:
    """Sessions that change things: on SQLite each takes the write lock when it begins."""
    return sessionmaker(engine, expire_on_commit=False)


def reading_sessions(engine: Engine) -> sessionmaker[Session]:
    """Sessions for pages: on SQLite they never wait for a writer."""
    return sessionmaker(engine.execution_options(sqlite_begin="DEFERRED"), autoflush=False)


def in_transaction(sessions: sessionmaker[Session], work: Callable[[Session], T]) -> T:
    """Do `work` in one transaction and commit as its last act.

    Deadlocks and serialization failures are tried again from the start; `work` must therefore do
    nothing outside the session. Any error leaves the database as it was.
    """
    for attempt in range(RETRIES):
        try:
            with sessions.begin() as session:
                return work(session)
        except OperationalError as error:
            if attempt == RETRIES - 1 or not _worth_another_try(error):
                raise
            time.sleep(0.02 * 2**attempt)
    raise AssertionError("the last attempt either returned or raised")


def _worth_another_try(error: OperationalError) -> bool:
    state = getattr(error.orig, "sqlstate", None)  # PostgreSQL: serialization, deadlock
    return state in {"40001", "40P01"} or "database is locked" in str(error.orig)


def alembic_config(url: str) -> Config:
    """Alembic's configuration without a file: the scripts live beside the models."""
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    config.attributes["url"] = url
    return config


def migrate(url: str) -> None:
    """Bring the database at `url` to the newest schema and install the guards anew.

    Alembic's batch mode drops triggers without a word, so the guards follow every migration.
    """
    command.upgrade(alembic_config(url), "head")
    engine = make_engine(url)
    with engine.begin() as connection:
        install_guards(connection)
    engine.dispose()
