"""Private strings are read by those whom design promise 6 names, and by nobody else, anywhere."""

from __future__ import annotations

import logging
from datetime import UTC, datetime
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import SMTP
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from booking.app import create_app
from booking.models import Person
from booking.settings import Settings
from booking.tasks import Background
from tests.canary.crawl import Listener, read_everything, send_everything
from tests.canary.songs import SONGS, Case, may_hear, plant


@pytest.fixture
def settings(database_url: str, tmp_path: Path) -> Settings:
    return Settings(
        database_url=database_url,
        secret_key="canary",
        demo=True,
        mail_url=f"folder:{tmp_path / 'mail'}",
        open_holds_per_company=50,
    )


@pytest.fixture
def case(session: Session, settings: Settings) -> Case:
    return plant(session, settings, at=datetime.now(UTC).replace(microsecond=0))


@pytest.fixture
def app(settings: Settings, case: Case) -> Flask:
    return create_app(settings)


@pytest.mark.only_on("sqlite", reason="what a page shows does not depend on the database")
def test_private_strings_appear_only_where_they_may(
    app: Flask, case: Case, caplog: pytest.LogCaptureFixture, capsys: pytest.CaptureFixture[str]
) -> None:
    caplog.set_level(logging.DEBUG)
    everyone: dict[str, Person | None] = {"the public": None, **case.listeners}
    listeners = {name: Listener(app, person) for name, person in everyone.items()}
    heard: dict[str, dict[str, int]] = {}
    wrong: list[str] = []

    for listener in listeners.values():
        read_everything(listener, case)
    for listener in listeners.values():  # only now: what is sent changes what there is to read
        send_everything(listener, case)

    for name, listener in listeners.items():
        heard[name] = dict.fromkeys(SONGS, 0)
        for what, status, text in listener.heard:
            assert status < 500, f"{name}: {what} answers {status}"
            for song, words in SONGS.items():
                if words in text:
                    heard[name][song] += 1
                    if song not in may_hear(name):
                        wrong.append(f"{name} reads the {song} at {what} ({status})")

    with capsys.disabled():
        _print(heard)
    logs = caplog.text
    wrong += [f"the log holds the {song}" for song, words in SONGS.items() if words in logs]
    assert not wrong, "\n".join(sorted(set(wrong)))
    assert heard["the company"]["purpose"], "the company itself never read its own purpose"
    assert heard["technician of the case"]["visitor's telephone"]


def test_mails_carry_private_strings_only_to_those_who_may_read_them(
    engine: Engine, settings: Settings, case: Case
) -> None:
    Background.on(engine, settings).send_notices()

    folder = Path(settings.mail_url.removeprefix("folder:"))
    mails = [message_from_bytes(path.read_bytes(), policy=SMTP) for path in folder.glob("*.eml")]
    by_address = {person.email: name for name, person in case.listeners.items()}
    wrong = [
        f"{by_address[mail['To']]} is sent the {song}"
        for mail in mails
        for song, words in SONGS.items()
        if words in _text_of(mail) and song not in may_hear(by_address[mail["To"]])
    ]
    assert len(mails) > 5
    assert not wrong, wrong


def _text_of(mail: EmailMessage) -> str:
    """Everything of a mail but the reader's own address."""
    headers = [str(value) for name, value in mail.items() if name != "To"]
    bodies = [part.get_content() for part in mail.walk() if part.get_content_maintype() == "text"]
    return "\n".join([*headers, *bodies])


def _print(heard: dict[str, dict[str, int]]) -> None:
    """The matrix: who read which string how often; a dot is never."""
    numbers = {song: f"{n:>3}" for n, song in enumerate(SONGS, start=1)}
    print("\nWho reads which private string, in how many answers")  # noqa: T201 - the matrix is the point
    print(" " * 28 + "".join(numbers.values()))  # noqa: T201 - the matrix is the point
    for name, row in heard.items():
        counts = "".join(f"{row[song] or '.':>3}" for song in SONGS)
        print(f"{name:<28}{counts}")  # noqa: T201 - the matrix is the point
    print("; ".join(f"{number.strip()} {song}" for song, number in numbers.items()))  # noqa: T201 - the matrix is the point
