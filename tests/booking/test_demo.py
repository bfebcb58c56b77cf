"""The demo: everybody is there, everything is staffed, and every part of it was judged."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest
from flask import Flask
from flask_security import hash_password
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from booking.app import create_app
from booking.models import (
    Claim,
    Company,
    Membership,
    Notice,
    Person,
    Proposal,
    Request,
    Reservation,
    Skill,
)
from booking.models.kinds import ProposalStatus, RequestStatus
from booking.permissions import Role
from booking.services.demo.accounts import DEMO_PASSWORD, NO_MAIL, demo_accounts, read_rows
from booking.services.demo.calendar_words import end_of_fiscal_year, weekly_hours, windows
from booking.services.demo.cases import Outcome
from booking.services.load_demo import load_demo
from instruments.loading import load_catalogue
from instruments.models import Facility, Instrument
from instruments.words import InstrumentState, Sharing
from tests.builders import JAPAN, SETTINGS

AT = datetime(2026, 12, 25, 1, 0, tzinfo=UTC)  # the last days of a year: holidays lie ahead
FOLDER = SETTINGS.seed_folder


def test_the_demo_is_complete_and_every_part_of_it_was_judged(
    session: Session, database_url: str
) -> None:
    app = create_app(replace(SETTINGS, database_url=database_url, secret_key="x" * 32, demo=True))
    with app.app_context():
        hashed = hash_password(DEMO_PASSWORD)
    load_catalogue(session, FOLDER)

    report = load_demo(session, FOLDER, password=hashed, at=AT, settings=SETTINGS)
    session.commit()  # the database's own guards have the last word

    assert report is not None
    assert report.unknown == ()
    assert report.people == session.scalar(select(func.count(Person.id)))
    assert sum(report.cases.values()) == len(read_rows(FOLDER / "demo_requests.csv"))
    assert report.cases[Outcome.NOWHERE] == 0
    _everyone_is_there(session)
    _every_instrument_has_somebody_in_charge(session)
    _every_desk_has_something_to_do(session)
    _every_promise_is_claimed(session)
    _the_planted_oddities_are_there(session)
    session.commit()  # on SQLite the write lock is let go
    _the_password_opens_every_account_that_is_shown(app)


def _everyone_is_there(session: Session) -> None:
    people = {person.email: person for person in session.scalars(select(Person))}
    shown = demo_accounts(FOLDER)
    assert {account.role for account in shown} == set(Role) - {Role.PUBLIC}
    for account in shown:
        assert people[account.email].role is account.role
        assert people[account.email].name == account.name
    auditor = people["auditor@example.jp"]
    assert auditor.valid_until == date(2026, 12, 25) + timedelta(days=90)
    members = session.scalars(select(Membership)).all()
    assert {m.person_id for m in members} == {
        p.id for p in people.values() if p.role is Role.COMPANY
    }


def _every_instrument_has_somebody_in_charge(session: Session) -> None:
    in_charge = set(session.scalars(select(Skill.instrument_id).where(Skill.is_primary)))
    for instrument in session.scalars(
        select(Instrument)
        .join(Facility)
        .where(Facility.sharing == Sharing.CONFIRMS, Instrument.state == InstrumentState.AVAILABLE)
    ):
        assert instrument.id in in_charge, instrument.code
    for skill in session.scalars(select(Skill)):
        assert skill.technician.facility_id == skill.instrument.facility_id


def _every_desk_has_something_to_do(session: Session) -> None:
    states: dict[str, set[RequestStatus]] = {}
    for request in session.scalars(select(Request)):
        assert request.facility is not None
        states.setdefault(request.facility.code, set()).add(request.status)
    alive = {RequestStatus.CONFIRMED, RequestStatus.PROPOSED, RequestStatus.WAITING}
    assert alive <= states["YRIT-OKI"]  # where the first technician's account works
    assert alive <= states["YRIT-YGT"]
    assert all(RequestStatus.CONFIRMED in there for there in states.values())


def _every_promise_is_claimed(session: Session) -> None:
    claimed = Counter(
        session.scalars(select(Claim.request_id).where(Claim.request_id.is_not(None)))
    )
    for reservation in session.scalars(select(Reservation)):
        assert claimed[reservation.request_id] >= 1
        assert reservation.starts_at > AT
        assert reservation.price_yen is not None
    for proposal in session.scalars(select(Proposal)):
        if proposal.status is ProposalStatus.WAITING:
            assert claimed[proposal.request_id] >= 1
    assert session.scalar(select(func.count(Notice.id)).where(Notice.sent_at.is_(None)))


def _the_planted_oddities_are_there(session: Session) -> None:
    names = Counter(person.name for person in session.scalars(select(Person)))
    assert names["五十嵐 蓮"] == 2
    assert not any(name.startswith(NO_MAIL) for name in names)
    twins = session.scalars(select(Company.name).where(Company.search_key.contains("ながい彩鍍")))
    assert len(twins.all()) == 2
    fixed_term = session.scalars(select(Person).where(Person.valid_until == date(2027, 3, 31)))
    assert {person.role for person in fixed_term} == {Role.TECHNICIAN}


def test_where_somebody_is_entered_the_demo_stays_away(session: Session) -> None:
    session.add(Person(name="本物", role=Role.ADMIN, fs_uniquifier="one", email="real@example.jp"))
    session.flush()

    assert load_demo(session, FOLDER, password="hash", at=AT, settings=SETTINGS) is None
    assert session.scalar(select(func.count(Person.id))) == 1


def _the_password_opens_every_account_that_is_shown(app: Flask) -> None:
    for account in demo_accounts(FOLDER):
        browser = app.test_client()
        page = browser.get("/sign-in").get_data(as_text=True)
        token = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', page)
        assert token is not None
        answer = browser.post(
            "/sign-in",
            data={"email": account.email, "password": DEMO_PASSWORD, "csrf_token": token[1]},
        )
        assert answer.status_code == 302, account.email
    app.extensions["kyoyo"].engine.dispose()


@pytest.mark.parametrize(
    ("text", "days", "first"),
    [
        ("D+3..D+10 Tue,Thu 09:00-17:00", ["04-07", "04-09"], "09:00"),
        ("D+2..D+5 Mon-Fri 13:00-17:00", ["04-03", "04-06"], "13:00"),
        ("D+1..D+2 09:00-12:00", ["04-02", "04-03"], "09:00"),
        ("03-30..04-02 09:00-17:00", ["03-30", "03-31", "04-01", "04-02"], "09:00"),
    ],
)
def test_times_count_from_the_first_start(text: str, days: list[str], first: str) -> None:
    found = windows(text, today=date(2026, 4, 1), zone=JAPAN)

    local = [(start.astimezone(JAPAN), end.astimezone(JAPAN)) for start, end in found]
    assert [start.strftime("%m-%d") for start, _ in local] == days
    assert {start.strftime("%H:%M") for start, _ in local} == {first}
    assert all(start >= datetime(2026, 4, 1, tzinfo=JAPAN) for start, _ in local)


@pytest.mark.parametrize("text", ["", "tomorrow", "D+1..D+2 Xyz 09:00-10:00", "D+1..D+2 9-10"])
def test_times_that_cannot_be_read_are_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        windows(text, today=date(2026, 4, 1), zone=JAPAN)


def test_a_weekly_pattern_and_the_end_of_a_term() -> None:
    assert weekly_hours("Mon,Wed 09:00-16:00") == (
        (0, time(9), time(16)),
        (2, time(9), time(16)),
    )
    assert weekly_hours("") == ()
    ends: list[Any] = [end_of_fiscal_year(date(2026, month, 31)) for month in (1, 3, 5, 12)]
    assert ends == [date(2026, 3, 31), date(2026, 3, 31), date(2027, 3, 31), date(2027, 3, 31)]
