"""Runs migrations on the database that `booking.database.migrate` names."""

from __future__ import annotations

from sqlite3 import Connection as SQLiteConnection
from typing import Any, Literal

from alembic import context
from alembic.autogenerate.api import AutogenContext
from sqlalchemy import Connection, Engine, create_engine, event

import booking.models
from instruments.database import Base, EpochSeconds, UTCDateTime


def _render(kind: str, item: Any, autogen: AutogenContext) -> str | Literal[False]:
    """Moments are written by the name of their type, with the import that goes with it."""
    if kind == "type" and isinstance(item, UTCDateTime | EpochSeconds):
        name = type(item).__name__
        autogen.imports.add(f"from instruments.database import {name}")
        return f"{name}()"
    return False


def _whole_or_not_at_all(engine: Engine) -> None:
    """Let SQLite run a migration in one transaction.

    Left to itself its driver commits every CREATE TABLE: a start killed in between would leave half
    a schema that no later start could go on from. Foreign keys are not checked meanwhile, because
    batch mode drops and remakes tables.
    """

    @event.listens_for(engine, "connect")
    def _connect(dbapi: SQLiteConnection, _record: Any) -> None:
        dbapi.isolation_level = None

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        connection.exec_driver_sql("BEGIN IMMEDIATE")


engine = create_engine(context.config.attributes["url"])
if engine.dialect.name == "sqlite":
    _whole_or_not_at_all(engine)
with engine.connect() as connection:
    context.configure(
        connection=connection,
        target_metadata=Base.metadata,
        render_as_batch=connection.dialect.name == "sqlite",
        compare_type=True,
        transactional_ddl=True,
        render_item=_render,
    )
    with context.begin_transaction():
        context.run_migrations()
engine.dispose()

TABLES = booking.models.__all__  # imported for its effect: every table is in the metadata
