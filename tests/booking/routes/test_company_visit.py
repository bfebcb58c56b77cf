"""A visit says everything one needs to know before it, and is given back after a second thought."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
from flask import Flask
from icalendar import Calendar
from sqlalchemy import select
from sqlalchemy.orm import Session

from booking.models import Claim, Membership, Reservation
from booking.models.kinds import ReservationStatus
from booking.permissions import Role
from booking.queries.visits import cancellation
from instruments.words import Service
from tests.booking.routes.company_browser import Browser, a_guided_house, coming, now, signed_in
from tests.booking.steps import confirmed
from tests.builders import (
    DAY,
    NINE,
    House,
    a_facility,
    a_member,
    a_person,
    a_tariff,
    another_company,
)
from tests.support.apps import an_app


@pytest.fixture
def session(new_session: Callable[[], Session]) -> Session:
    return new_session()


@pytest.fixture
def house(session: Session) -> House:
    return a_guided_house(session)


@pytest.fixture
def app(house: House, database_url: str) -> Iterator[Flask]:
    with an_app(database_url) as app:
        yield app


@pytest.fixture
def company(app: Flask, house: House) -> Browser:
    return signed_in(app, house.engineer)


def _status(session: Session, visit: Reservation) -> ReservationStatus:
    session.refresh(visit)
    session.commit()
    return visit.status


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("ja", ("予約確定", "阿部", "操作指導", "50 mm以下", "使用料条例", "50%がかかります")),
        ("en", ("Reservation confirmed", "guidance", "Electron microscope", "50 % of the fee")),
    ],
)
def test_a_visit_says_what_to_know_before_it(
    company: Browser, session: Session, house: House, language: str, words: tuple[str, ...]
) -> None:
    session.add(a_tariff(house.instrument, 2480))
    session.add(a_tariff(house.instrument, 3200, service=Service.GUIDANCE))
    visit = confirmed(session, house, at=now(), windows=coming(house))

    page = company.seen(f"/company/reservations/{visit.id}", language)

    everywhere = ("山形市松栄二丁目", "023-000-0000", "素材技術部", "8,160")
    assert [word for word in (*words, *everywhere) if word not in page] == []


def test_the_calendar_file_is_of_the_visit_and_names_no_company(
    company: Browser, session: Session, house: House
) -> None:
    visit = confirmed(session, house, at=now(), windows=coming(house), purpose="秘密の試作")

    answer = company.get(f"/company/reservations/{visit.id}/visit.ics")

    assert answer.mimetype == "text/calendar"
    event = Calendar.from_ical(answer.data).walk("VEVENT")[0]
    assert event.decoded("dtstart") == visit.starts_at
    assert event.decoded("dtend") == visit.ends_at
    assert "走査電子顕微鏡" in str(event["summary"])
    assert "最上精工" not in answer.text
    assert "秘密の試作" not in answer.text


def test_cancelling_asks_once_more_and_frees_the_time(
    company: Browser, session: Session, house: House
) -> None:
    visit = confirmed(session, house, at=now(), windows=coming(house))
    address = f"/company/reservations/{visit.id}"

    assert "この予約を取り消しますか" in company.seen(f"{address}/cancel")
    assert _status(session, visit) is ReservationStatus.STANDING

    for _ in range(2):  # a double click
        assert company.post(f"{address}/cancel").status_code == 303

    assert _status(session, visit) is ReservationStatus.CANCELLED
    assert session.scalars(select(Claim)).all() == []
    session.commit()
    assert "同じ内容でもう一度申し込む" in company.seen(address)
    assert company.get(f"{address}/cancel").status_code == 303


def test_a_visit_that_has_begun_is_not_cancelled_here(
    company: Browser, session: Session, house: House
) -> None:
    visit = confirmed(session, house, at=now(), windows=coming(house))
    visit.starts_at = now() - timedelta(minutes=10)
    session.commit()
    address = f"/company/reservations/{visit.id}"

    page = company.seen(address)
    answer = company.post(f"{address}/cancel")

    assert "すでに開始しています" in page
    assert f"{address}/cancel" not in page
    assert answer.status_code == 409
    assert "すでに開始" in answer.text


def test_cancelling_late_says_what_it_costs(
    company: Browser, session: Session, house: House
) -> None:
    session.add(a_tariff(house.instrument, 2000))
    session.add(a_tariff(house.instrument, 3000, service=Service.GUIDANCE))
    visit = confirmed(session, house, at=now(), windows=coming(house))
    house.facility.cancellation_free_days = 30
    session.commit()

    for page in ("", "/cancel"):
        assert "今取り消すと3,500円かかります。" in company.seen(
            f"/company/reservations/{visit.id}{page}"
        )


def test_a_visit_at_risk_says_that_it_does_not_move_by_itself(
    company: Browser, session: Session, house: House
) -> None:
    visit = confirmed(session, house, at=now(), windows=coming(house))
    visit.at_risk = True
    session.commit()

    assert "ご了解なく日程が変わることはありません" in company.seen(
        f"/company/reservations/{visit.id}"
    )
    assert "施設で日程を確認中" in company.seen("/company/")


@pytest.mark.parametrize(("days_before", "late"), [(3, False), (2, False), (1, True), (0, True)])
def test_the_last_free_day_is_so_many_days_before_the_visit(days_before: int, late: bool) -> None:
    facility = a_facility(
        zone="Asia/Tokyo", cancellation_free_days=2, cancellation_fraction_percent=50
    )

    rule = cancellation(facility, NINE, 8165, at=NINE - days_before * DAY)

    assert rule.last_free_day.isoformat() == "2026-04-04"
    assert (rule.is_late, rule.costs_now) == (late, late)
    assert rule.late_yen == 4083  # half of the fee, rounded up


def test_a_colleague_approves_a_newcomer_once(
    company: Browser, app: Flask, session: Session, house: House
) -> None:
    newcomer = a_person(Role.COMPANY, "新人")
    session.add(newcomer)
    membership = a_member(house.company, newcomer, approved_at=None)
    session.add(membership)
    session.commit()
    assert "承認する" in company.seen("/company/members")

    for _ in range(2):
        answer = company.post(f"/company/members/{membership.id}/approve")
        assert answer.status_code == 303

    assert "申込はまだありません" in signed_in(app, newcomer).seen("/company/")
    session.refresh(membership)
    assert membership.approved_by_id == house.engineer.id


def test_nobody_approves_for_another_company_or_for_oneself(
    app: Flask, session: Session, house: House
) -> None:
    _firm, rival = another_company(session)
    newcomer = a_person(Role.COMPANY, "新人")
    membership = a_member(house.company, newcomer, approved_at=None)
    session.add_all([newcomer, membership])
    session.commit()
    address = f"/company/members/{membership.id}/approve"

    other = signed_in(app, rival).post(address)
    unknown = signed_in(app, rival).post("/company/members/99999999999/approve")
    own = signed_in(app, newcomer).post(address)

    assert (other.status_code, unknown.status_code, own.status_code) == (404, 404, 303)
    session.expire_all()
    stored = session.get_one(Membership, membership.id)
    assert stored.approved_at is None
