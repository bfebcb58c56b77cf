"""The company at its browser: signed in, on the real clock, with times in the next two weeks."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from typing import Any
from uuid import uuid4

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from booking.models import Person
from instruments.opening import open_days_after
from instruments.words import Attended, Guidance, OperatedBy
from tests.builders import JAPAN, House, a_house, an_instrument


def now() -> datetime:
    """The pages read the clock, so what they are shown is made around it."""
    return datetime.now(UTC).replace(microsecond=0)


def coming(house: House, days: int = 5) -> tuple[tuple[datetime, datetime], ...]:
    """9-17 on the next open days, the second one on."""
    today = now().astimezone(JAPAN).date()
    found = [open_days_after(house.facility, today, n) for n in range(2, days + 2)]
    return tuple(
        (datetime.combine(day, time(9), JAPAN), datetime.combine(day, time(17), JAPAN))
        for day in found
    )


def a_sunday() -> datetime:
    """Nine o'clock on a day on which the facility is closed, a week or two from now."""
    today = now().astimezone(JAPAN).date() + timedelta(days=7)
    day = today + timedelta(days=6 - today.weekday())
    return datetime.combine(day, time(9), JAPAN)


@dataclass(frozen=True)
class Browser:
    """One person's browser, or an empty one."""

    client: FlaskClient

    def get(self, address: str, language: str = "ja") -> TestResponse:
        """The page, without following where it leads."""
        return self.client.get(address, headers={"Accept-Language": language})

    def post(self, address: str, language: str = "ja", **entries: Any) -> TestResponse:
        """Send a form."""
        return self.client.post(address, data=entries, headers={"Accept-Language": language})

    def seen(self, address: str, language: str = "ja") -> str:
        """The text of the page, wherever it leads in the end."""
        answer = self.client.get(
            address, headers={"Accept-Language": language}, follow_redirects=True
        )
        assert answer.status_code == 200, (address, answer.status_code)
        return answer.text


def signed_in(app: Flask, person: Person) -> Browser:
    """A browser in which the person signed in."""
    client = app.test_client()
    with client.session_transaction() as session:
        session["_user_id"], session["_fresh"] = person.fs_uniquifier, True
    return Browser(client)


def a_guided_house(session: Session) -> House:
    """A microscope with a technician there on a first use, and rules of a real facility."""
    instrument = an_instrument(
        attended=Attended.FULL,
        guidance=Guidance.FIRST,
        operated_by=OperatedBy.EITHER,
        name_en="Electron microscope",
        conditions_ja="試料は直径50 mm以下",
    )
    facility = instrument.facility
    facility.address, facility.telephone = "山形市松栄二丁目", "023-000-0000"
    facility.section_ja, facility.use_word_ja = "素材技術部", "機器開放"
    facility.cancellation_free_days, facility.cancellation_fraction_percent = 1, 50
    house = a_house(session, instrument)
    open_days_after(facility, now().date(), 1)  # reads the opening days now …
    session.commit()  # … so that nobody holds the one write lock of SQLite later
    return house


def entries(house: House, **changes: Any) -> dict[str, Any]:
    """What the company types: two hours, any time on the next open days."""
    days = coming(house)
    typed: dict[str, Any] = {
        "token": uuid4().hex,
        "service": "equipment_use",
        "hours": "2",
        "minutes": "0",
        "day": [start.date().isoformat() for start, _end in days],
        "from": ["09:00"] * len(days),
        "to": ["17:00"] * len(days),
        "samples": "1",
        "purpose": "めっきの断面を見たい",
        "visitor": "佐藤",
        "visitor_telephone": "090-1234-5678",
    }
    return typed | changes
