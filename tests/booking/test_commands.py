"""What an operator types: each command says what it did, or in one sentence why not."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import Result
from flask import Flask
from sqlalchemy import Engine, func, select, text
from sqlalchemy.orm import Session

from booking.app import create_app
from booking.guards import differing_guards
from booking.models import Notice, Person
from booking.permissions import Role
from booking.settings import Settings
from tests.booking.steps import confirmed
from tests.builders import SETTINGS, a_house


@pytest.fixture
def settings(database_url: str, tmp_path: Path) -> Settings:
    """Of a trial with everything it writes in a folder of its own."""
    return replace(
        SETTINGS,
        database_url=database_url,
        secret_key="x" * 32,
        demo=True,
        mail_url=f"folder:{tmp_path / 'mail'}",
        log_folder=tmp_path / "log",
    )


@pytest.fixture
def app(settings: Settings) -> Iterator[Flask]:
    """The application whose commands are tried."""
    app = create_app(settings)
    yield app
    app.extensions["kyoyo"].engine.dispose()


def run(app: Flask, *words: str) -> Result:
    """`flask words…`"""
    return app.test_cli_runner().invoke(args=list(words))


def test_a_missing_guard_is_found_and_put_back(app: Flask, engine: Engine) -> None:
    _drop_a_guard(engine)

    refused = run(app, "guards", "check")
    mended = run(app, "guards", "install")
    again = run(app, "guards", "install")

    assert refused.exit_code == 1
    assert "claims_do_not_overlap" in refused.stderr
    assert "flask guards install" in refused.stderr
    assert mended.stdout.startswith("Put in place: claims_do_not_overlap")
    assert again.stdout == "All guards were in place.\n"
    assert run(app, "guards", "check").exit_code == 0
    with engine.connect() as connection:
        assert differing_guards(connection) == ()


def test_waiting_mail_is_sent(app: Flask, session: Session, tmp_path: Path) -> None:
    house = a_house(session)
    confirmed(session, house)
    count = session.scalar(select(func.count(Notice.id)))
    session.commit()

    done = run(app, "notices", "send")

    assert done.exit_code == 0
    assert done.stdout.endswith(f"Sent: {count}\n")
    assert len(list((tmp_path / "mail").glob("*.eml"))) == count


def test_the_demo_stays_away_from_people_who_are_there(app: Flask, session: Session) -> None:
    a_house(session)
    people = session.scalar(select(func.count(Person.id)))
    session.commit()

    done = run(app, "demo", "load")

    assert (done.exit_code, done.stdout) == (
        0,
        "Nothing was changed: there are people already.\n",
    )
    assert session.scalar(select(func.count(Person.id))) == people


def test_the_first_administrator_is_entered_and_signs_in(app: Flask, session: Session) -> None:
    typed = "パスワード123"

    done = run(app, "people", "add", "First@Example.jp", "管理者", "admin", "--password", typed)

    assert done.stdout == "first@example.jp may sign in as admin.\n", done.output
    browser = app.test_client()
    page = browser.get("/sign-in").get_data(as_text=True)
    token = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', page)
    assert token is not None
    answer = browser.post(
        "/sign-in",
        data={"email": "first@example.jp", "password": typed, "csrf_token": token[1]},
    )
    assert answer.status_code == 302
    assert session.scalars(select(Person.role)).all() == [Role.ADMIN]


def test_a_person_who_cannot_be_entered_is_one_sentence(app: Flask, session: Session) -> None:
    house = a_house(session)
    assert house.technician.email is not None
    password = ("--password", "long enough")

    taken = run(app, "people", "add", house.technician.email, "阿部", "admin", *password)
    nowhere = run(app, "people", "add", "new@example.jp", "阿部", "technician", *password)
    short = run(app, "people", "add", "new@example.jp", "阿部", "admin", "--password", "short")
    here = run(
        app, "people", "add", "new@example.jp", "阿部", "clerk", "--facility", "YRIT", *password
    )

    assert taken.stderr == "Somebody has this address already.\n"
    assert nowhere.stderr.startswith("Name the facility")
    assert short.stderr == "The password needs 8 characters or more.\n"
    assert [done.exit_code for done in (taken, nowhere, short, here)] == [1, 1, 1, 0]


def test_a_database_of_no_version_is_refused_and_brought_up(app: Flask, engine: Engine) -> None:
    with engine.begin() as connection:
        now = connection.scalar(text("SELECT version_num FROM alembic_version"))
        connection.execute(text("UPDATE alembic_version SET version_num = 'a later one'"))

    refused = run(app, "notices", "send")

    assert refused.exit_code == 1
    assert "A later version wrote the database (schema a later one)" in refused.stderr
    with engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = :now"), {"now": now})
    assert run(app, "migrate").exit_code == 0


def test_a_database_that_does_not_answer_is_one_sentence() -> None:
    url = "postgresql+psycopg://someone:secret@127.0.0.1:1/nowhere"
    app = create_app(replace(SETTINGS, database_url=url, secret_key="x" * 32))

    refused = run(app, "notices", "send")

    assert refused.exit_code == 1
    assert refused.stderr.startswith("The database at postgresql+psycopg://someone:***@")
    assert refused.stderr.count("\n") == 1


def _drop_a_guard(engine: Engine) -> None:
    drop = {
        "sqlite": "DROP TRIGGER claims_do_not_overlap_on_insert",
        "postgresql": "ALTER TABLE claim DROP CONSTRAINT claims_do_not_overlap",
    }
    with engine.begin() as connection:
        connection.execute(text(drop[engine.dialect.name]))
