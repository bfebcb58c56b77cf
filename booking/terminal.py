"""What the commands of a terminal have in common: the database, and sentences for what is wrong."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import ParamSpec, TypeVar, cast

import click
from flask import current_app
from sqlalchemy import Engine

from booking.readiness import NotReady, open_database, refuse_old_schema
from booking.settings import Settings

P = ParamSpec("P")
T = TypeVar("T")


def or_a_sentence(command: Callable[P, T]) -> Callable[P, T]:
    """Turn what an operator can mend into its sentence and the exit code 1."""

    @wraps(command)
    def run(*args: P.args, **kwargs: P.kwargs) -> T:
        try:
            return command(*args, **kwargs)
        except NotReady as wrong:
            click.echo(str(wrong), err=True)
            raise SystemExit(1) from None

    return run


def opened() -> Engine:
    """The database, which must answer and be of this version."""
    engine = open_database(settings_here().database_url)
    click.get_current_context().call_on_close(engine.dispose)
    refuse_old_schema(engine)
    return engine


def settings_here() -> Settings:
    return cast(Settings, current_app.extensions["kyoyo"].settings)
