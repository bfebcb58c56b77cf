"""Somebody at a browser, for the tests of the network's, the administrator's and sign-in pages."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import event

from booking.models import Person
from tests.builders import JAPAN


def visitor(app: Flask, person: Person | None = None, language: str = "ja") -> FlaskClient:
    """The browser of that person, signed in; of anybody when there is none."""
    client = app.test_client()
    client.environ_base["HTTP_ACCEPT_LANGUAGE"] = language
    if person is not None:
        with client.session_transaction() as session:
            session["_user_id"], session["_fresh"] = person.fs_uniquifier, True
    return client


def main_part(html: str) -> str:
    """The page without its header: what is not about who looks."""
    return html.partition("<main")[2].partition(">")[2].partition("</main>")[0]


def next_monday() -> date:
    """A Monday to come: the pages read the clock."""
    today = datetime.now(UTC).astimezone(JAPAN).date()
    return today + timedelta(days=7 - today.weekday())


def at_clock(day: date, hour: int, minute: int = 0) -> datetime:
    """That day and time on the clocks of Japan, in UTC."""
    return datetime.combine(day, time(hour, minute), JAPAN).astimezone(UTC)


@contextmanager
def counted_queries(app: Flask) -> Iterator[list[str]]:
    """The statements sent inside."""
    sent: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        sent.append(statement)

    engine = app.extensions["kyoyo"].engine
    event.listen(engine, "before_cursor_execute", note)
    try:
        yield sent
    finally:
        event.remove(engine, "before_cursor_execute", note)
