"""Runs migrations on the database that `booking.database.migrate` names."""

from __future__ import annotations

from typing import Any, Literal

from alembic import context
from alembic.autogenerate.api import AutogenContext
from sqlalchemy import create_engine

import booking.models
from instruments.database import Base, EpochSeconds, UTCDateTime


def _render(kind: str, item: Any, autogen: AutogenContext) -> str | Literal[False]:
    """Moments are written by the name of their type, with the import that goes with it."""
    if kind == "type" and isinstance(item, UTCDateTime | EpochSeconds):
        name = type(item).__name__
        autogen.imports.add(f"from instruments.database import {name}")
        return f"{name}()"
    return False


engine = create_engine(context.config.attributes["url"])
with engine.connect() as connection:
    context.configure(
        connection=connection,
        target_metadata=Base.metadata,
        render_as_batch=connection.dialect.name == "sqlite",
        compare_type=True,
        render_item=_render,
    )
    with context.begin_transaction():
        context.run_migrations()
engine.dispose()

TABLES = booking.models.__all__  # imported for its effect: every table is in the metadata
