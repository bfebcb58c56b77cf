"""Signing in and out, in both languages; what does not fit is one sentence, and never a crash."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from booking.accounts import password_hash
from booking.models import Person
from booking.permissions import Role
from booking.services.demo.accounts import DEMO_PASSWORD, demo_accounts
from tests.booking.routes.visitor import main_part, visitor
from tests.builders import a_person
from tests.support.apps import an_app

PASSWORD = "にじ色のパスワード１２"
WRONG = {
    "ja": "サインインできませんでした。メールアドレスまたはパスワード（コード）が違います",
    "en": "Authentication failed - identity or password/passcode invalid",
}


@pytest.fixture
def app(database_url: str) -> Iterator[Flask]:
    with an_app(database_url, forms_need_tokens=True) as app:
        yield app


@pytest.fixture
def person(app: Flask, session: Session) -> Person:
    return _an_account(app, session)


def _an_account(app: Flask, session: Session, **changes: Any) -> Person:
    with app.app_context():
        person = a_person(Role.PARTNER, "菊池", password=password_hash(PASSWORD), **changes)
    session.add(person)
    session.commit()
    return person


def _sign_in(
    client: FlaskClient,
    email: str | None,
    password: str = PASSWORD,
    address: str = "/sign-in",
    **more: str,
) -> TestResponse:
    token = re.search(r'name="csrf_token"[^>]* value="([^"]+)"', client.get("/sign-in").text)
    assert token is not None
    entries = {"email": email or "", "password": password, "csrf_token": token[1]} | more
    return client.post(address, data=entries)


def _is_in(client: FlaskClient) -> bool:
    return client.get("/network/week").status_code == 200


def test_a_password_outlives_the_secret_key(database_url: str, person: Person) -> None:
    # The key was part of every stored password: whoever lost it had locked everybody out.
    with an_app(database_url, forms_need_tokens=True, secret_key="another") as later:
        client = visitor(later)

        _sign_in(client, person.email)

        assert _is_in(client)


def test_a_japanese_password_signs_in(app: Flask, person: Person) -> None:
    client = visitor(app)

    answer = _sign_in(client, person.email)

    assert (answer.status_code, answer.location) == (302, "/start")
    assert _is_in(client)
    assert client.get("/start").location == "/network/week"


@pytest.mark.parametrize(("email", "field"), [("someone@example.jp", "password"), ("", "email")])
def test_after_a_refusal_the_cursor_stands_where_to_type_again(
    app: Flask, email: str, field: str
) -> None:
    answer = _sign_in(visitor(app), email, "wrong")

    assert re.findall(r'name="(\w+)"[^>]* autofocus', answer.text) == [field]


def test_the_address_may_be_typed_in_capitals(app: Flask, person: Person) -> None:
    assert person.email is not None
    assert _sign_in(visitor(app), person.email.upper()).status_code == 302


@pytest.mark.parametrize("language", ["ja", "en"])
def test_wrong_password_and_unknown_account_are_one_sentence(
    app: Flask, person: Person, language: str
) -> None:
    client = visitor(app, language=language)

    wrong = main_part(_sign_in(client, person.email, "違います").text)
    unknown = main_part(_sign_in(client, "nobody@example.jp", "違います").text)

    alert = re.search(r'role="alert"[^>]*>([^<]*)<', wrong)
    assert alert is not None
    assert alert[1] == WRONG[language]
    assert _without(str(person.email), wrong) == _without("nobody@example.jp", unknown)
    assert not _is_in(client)


def _without(email: str, page: str) -> str:
    return re.sub(r'name="csrf_token"[^>]*>', "", page.replace(email, ""))


def test_the_page_is_in_japanese_throughout(app: Flask, person: Person) -> None:
    page = main_part(visitor(app).get("/sign-in").text)

    said = re.sub(r"<[^>]+>", " ", page)
    assert re.findall(r"[A-Za-z]{3,}", said) == []


@pytest.mark.parametrize(
    ("email", "password"),
    [
        ("account", ""),
        ("account", "x" * 100_000),
        ("account", "🔬" * 2000),
        ("account", "a\x00b"),
        ("account", "ﷺ" * 5000),  # each becomes 18 characters in NFKD
        ("account", "\u202e%00%ff"),
        ("a\x00@example.jp", PASSWORD),
        ("🔬", "🔬"),
        ("x" * 5000, PASSWORD),
        ("", ""),
    ],
)
def test_no_entry_breaks_the_form(app: Flask, person: Person, email: str, password: str) -> None:
    client = visitor(app)

    answer = _sign_in(client, person.email if email == "account" else email, password)

    assert answer.status_code == 200
    assert WRONG["ja"] in answer.text
    assert not _is_in(client)


def test_what_is_too_large_is_said(app: Flask, person: Person) -> None:
    answer = _sign_in(visitor(app), person.email, "x" * 3_000_000)

    assert answer.status_code == 413


def test_fields_sent_twice_or_not_at_all_do_not_sign_in(app: Flask, person: Person) -> None:
    client = visitor(app)
    token = re.search(r'csrf_token"[^>]* value="([^"]+)"', client.get("/sign-in").text)
    assert token is not None

    twice = {"email": ["nobody@example.jp", person.email], "password": [PASSWORD, PASSWORD]}
    answers = [
        client.post("/sign-in", data=entries | {"csrf_token": token[1]}) for entries in ({}, twice)
    ]

    assert [answer.status_code for answer in answers] == [200, 200]
    assert not _is_in(client)


def test_without_the_forms_token_nobody_signs_in(app: Flask, person: Person) -> None:
    client = visitor(app)

    as_form = client.post("/sign-in", data={"email": person.email, "password": PASSWORD})
    as_json = client.post("/sign-in", json={"email": [person.email], "password": {"a": 1}})

    assert (as_form.status_code, as_json.status_code) == (400, 400)
    assert not _is_in(client)


@pytest.mark.parametrize("reason", ["stopped", "ended", "no password"])
def test_an_account_that_does_not_hold_any_more_cannot_sign_in(
    app: Flask, session: Session, person: Person, reason: str
) -> None:
    _end(session, person, reason)
    client = visitor(app)

    answer = _sign_in(client, person.email)

    assert answer.status_code == 200
    assert WRONG["ja"] in answer.text
    assert not _is_in(client)


@pytest.mark.parametrize("reason", ["stopped", "ended"])
def test_who_is_signed_in_is_out_when_the_account_ends(
    app: Flask, session: Session, person: Person, reason: str
) -> None:
    client = visitor(app)
    _sign_in(client, person.email)
    assert _is_in(client)

    _end(session, person, reason)

    assert not _is_in(client)


def test_the_last_day_still_counts(app: Flask, session: Session) -> None:
    tomorrow = datetime.now(UTC).date() + timedelta(days=1)
    person = _an_account(app, session, valid_until=tomorrow)
    client = visitor(app)

    _sign_in(client, person.email)

    assert _is_in(client)


def _end(session: Session, person: Person, reason: str) -> None:
    match reason:
        case "stopped":
            person.active = False
        case "ended":
            person.valid_until = datetime.now(UTC).date() - timedelta(days=2)
        case _:
            person.password = None
    session.commit()


def test_signing_in_leads_back_to_the_page_asked_for(app: Flask, person: Person) -> None:
    client = visitor(app)
    asked = client.get("/network/week?free=1").location

    answer = _sign_in(client, person.email, address=asked)

    assert answer.location == "/network/week?free=1"


ELSEWHERE = [
    "https://elsewhere.example/",
    "//elsewhere.example/",
    "///elsewhere.example",
    "/\\elsewhere.example",
    "\\\\elsewhere.example",
    "/\t/elsewhere.example",
    "\x01//elsewhere.example",
    "javascript:alert(1)",
    "http://[",
    "http:elsewhere.example",
    "/start\r\nX-Header: 1",
    "elsewhere.example",
    "/" + "x" * 5000,
]


@pytest.mark.parametrize("address", ELSEWHERE)
def test_signing_in_never_leads_elsewhere(app: Flask, person: Person, address: str) -> None:
    client = visitor(app)

    shown = client.get("/sign-in", query_string={"next": address})
    sent = _sign_in(client, person.email, next=address)

    assert (shown.status_code, shown.location) == (303, "/sign-in")
    assert (sent.status_code, sent.location) == (303, "/sign-in")


def test_the_button_signs_out(app: Flask, person: Person) -> None:
    client = visitor(app)
    _sign_in(client, person.email)

    asked = client.get("/sign-out")
    token = re.search(r'name="csrf_token" value="([^"]+)"', main_part(asked.text))
    assert token is not None
    still_in = _is_in(client)
    answer = client.post("/sign-out", data={"csrf_token": token[1]})

    assert asked.status_code == 200
    assert "菊池 さんでサインインしています。" in asked.text
    assert still_in  # to look at the page changes nothing
    assert (answer.status_code, answer.location) == (302, "/")
    assert not _is_in(client)


def test_signing_out_needs_the_forms_token(app: Flask, person: Person) -> None:
    client = visitor(app)
    _sign_in(client, person.email)

    assert client.post("/sign-out").status_code == 400
    assert _is_in(client)


def test_who_is_not_signed_in_is_told_so(app: Flask) -> None:
    assert "You are not signed in." in visitor(app, language="en").get("/sign-out").text


def test_the_demos_accounts_are_shown_in_demo_mode_only(app: Flask, database_url: str) -> None:
    addresses = [account.email for account in demo_accounts()]

    without = main_part(visitor(app).get("/sign-in?as=partner@example.jp").text)
    with an_app(database_url, demo=True) as demo:
        shown = visitor(demo).get("/sign-in").text

    assert {account.role for account in demo_accounts()} == set(Role) - {Role.PUBLIC}
    assert [email for email in addresses if email not in shown] == []
    assert DEMO_PASSWORD in shown
    assert [text for text in [*addresses, DEMO_PASSWORD] if text in without] == []


@pytest.mark.parametrize(("wanted", "filled"), [("partner@example.jp", 1), ("x@example.jp", 0)])
def test_an_account_of_the_demo_is_filled_in(database_url: str, wanted: str, filled: int) -> None:
    with an_app(database_url, demo=True) as demo:
        page = visitor(demo).get(f"/sign-in?as={wanted}").text

    assert page.count(f'value="{wanted}"') == filled
    assert page.count(f'value="{DEMO_PASSWORD}"') == filled
