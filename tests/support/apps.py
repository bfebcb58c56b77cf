"""Applications for tests, kept from test to test: only the database behind them is another one.

Measured: with one made anew for each test, tests of pages take half as long again; most of that
is compiling statements and templates.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any

from flask import Flask
from sqlalchemy import make_url

from booking.app import create_app
from booking.settings import Settings
from tests.support.databases import point


@contextmanager
def an_app(
    database_url: str, *, forms_need_tokens: bool = False, **settings: Any
) -> Iterator[Flask]:
    """The application on that database, with no connection left open afterwards."""
    given = {"secret_key": "tests"} | settings
    app = _kept(Settings(database_url=_lasting(database_url), **given))
    app.config["WTF_CSRF_ENABLED"] = forms_need_tokens
    yield app
    app.extensions["kyoyo"].engine.dispose()


_kept = cache(create_app)


def _lasting(database_url: str) -> str:
    """SQLite's file is another one for every test; one link beside their folders leads to it."""
    if not database_url.startswith("sqlite"):
        return database_url
    file = Path(str(make_url(database_url).database))
    link = file.parent.parent / "of_the_app.sqlite3"
    point(link, to=file)
    return f"sqlite:///{link}"
