"""A case of others is opened with a reason that is kept; till then nobody learns of it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from booking.models import CaseOpening, HistoryEntry, Person, Request
from booking.permissions import Role
from tests.booking.routes.visitor import counted_queries, visitor
from tests.booking.steps import asked
from tests.builders import House, a_facility, a_house, a_person
from tests.support.apps import an_app

REASON = "企業から電話で状況を尋ねられたため"
OUTSIDERS = (Role.COORDINATOR, Role.ADMIN, Role.AUDITOR, Role.CLERK)


@pytest.fixture
def house(session: Session) -> House:
    return a_house(session)


@pytest.fixture
def app(database_url: str) -> Iterator[Flask]:
    with an_app(database_url) as app:
        yield app


def _a_case(session: Session, house: House) -> Request:
    request = asked(session, house, purpose="めっきの断面を見たい")
    session.commit()
    return request


def _outsider(session: Session, role: Role) -> Person:
    person = a_person(role, "菊池")
    if role is Role.CLERK:
        person.facility = a_facility("IRI", prefecture_jis="03")
    session.add(person)
    session.commit()
    return person


def _without(number: int, page: str) -> str:
    """The page, with the number of its case taken out wherever it stands."""
    return re.sub(rf"(cases/|cases%2F|案件 ){number}\b", r"\1", page)


@pytest.mark.parametrize("role", OUTSIDERS)
def test_a_reason_opens_the_case_for_a_working_day(
    app: Flask, session: Session, house: House, role: Role
) -> None:
    request = _a_case(session, house)
    outsider = _outsider(session, role)
    client = visitor(app, outsider)

    answer = client.post(f"/network/cases/{request.id}", data={"reason": REASON})
    page = client.get(f"/network/cases/{request.id}").text

    assert answer.status_code == 303
    assert house.company.name in page
    assert "めっきの断面を見たい" in page
    assert f">{request.id}</a>" in client.get("/network/cases").text
    opening = session.scalars(select(CaseOpening)).one()
    assert (opening.person_id, opening.reason) == (outsider.id, REASON)
    assert opening.until - opening.at == timedelta(hours=8)
    entry = session.scalars(select(HistoryEntry).where(HistoryEntry.what == "open_case")).one()
    assert (entry.by_id, entry.about_id) == (outsider.id, request.id)
    assert REASON not in str(entry.after)


def test_before_a_reason_unknown_and_foreign_numbers_look_the_same(
    app: Flask, session: Session, house: House
) -> None:
    request = _a_case(session, house)
    client = visitor(app, _outsider(session, Role.COORDINATOR))
    unknown = request.id + 1

    foreign = client.get(f"/network/cases/{request.id}")
    nobodys = client.get(f"/network/cases/{unknown}")

    assert foreign.status_code == nobodys.status_code == 200
    assert _without(request.id, foreign.text) == _without(unknown, nobodys.text)
    assert house.company.name not in foreign.text


def test_a_reason_for_a_number_that_is_no_case_finds_nothing(
    app: Flask, session: Session, house: House
) -> None:
    client = visitor(app, _outsider(session, Role.ADMIN))

    answer = client.post("/network/cases/77", data={"reason": REASON})

    assert answer.status_code == 404
    assert session.scalars(select(CaseOpening)).all() == []


@pytest.mark.parametrize("reason", ["", "   ", "\x00", "　", "あ" * 301])
def test_without_a_fit_reason_nothing_opens(
    app: Flask, session: Session, house: House, reason: str
) -> None:
    request = _a_case(session, house)
    client = visitor(app, _outsider(session, Role.COORDINATOR))

    answer = client.post(f"/network/cases/{request.id}", data={"reason": reason})

    assert answer.status_code == 422
    assert 'aria-invalid="true"' in answer.text
    assert ("あ" * 301 in answer.text) == (reason == "あ" * 301)  # nothing typed is lost
    assert house.company.name not in answer.text
    assert session.scalars(select(CaseOpening)).all() == []


def test_a_reason_may_be_any_text(app: Flask, session: Session, house: House) -> None:
    request = _a_case(session, house)
    client = visitor(app, _outsider(session, Role.COORDINATOR))

    answer = client.post(f"/network/cases/{request.id}", data={"reason": "🔬 <b>ﾃﾞﾝﾜ</b>\x00"})

    assert answer.status_code == 303
    assert session.scalars(select(CaseOpening.reason)).one() == "🔬 <b>ﾃﾞﾝﾜ</b>"


def test_the_case_closes_by_itself(app: Flask, session: Session, house: House) -> None:
    request = _a_case(session, house)
    outsider = _outsider(session, Role.COORDINATOR)
    over = datetime.now(UTC).replace(microsecond=0)
    session.add(
        CaseOpening(
            request_id=request.id,
            person_id=outsider.id,
            at=over - timedelta(hours=8),
            until=over,
            reason=REASON,
        )
    )
    session.commit()
    client = visitor(app, outsider)

    assert house.company.name not in client.get(f"/network/cases/{request.id}").text
    assert f">{request.id}</a>" not in client.get("/network/cases").text


def test_a_coordinator_lists_the_cases_entered_by_him_or_her(
    app: Flask, session: Session, house: House
) -> None:
    coordinator = _outsider(session, Role.COORDINATOR)
    mine, theirs = _a_case(session, house), _a_case(session, house)
    mine.entered_by_id = coordinator.id
    session.commit()
    client = visitor(app, coordinator)

    page = client.get("/network/cases").text

    assert f">{mine.id}</a>" in page
    assert house.company.name in page
    assert f">{theirs.id}</a>" not in page
    assert "めっきの断面を見たい" in client.get(f"/network/cases/{mine.id}").text


def test_the_lists_take_the_same_number_of_queries_whatever_their_length(
    app: Flask, session: Session, house: House
) -> None:
    coordinator = _outsider(session, Role.COORDINATOR)
    client = visitor(app, coordinator)

    def enter(times: int) -> None:
        for _ in range(times):
            request, other = _a_case(session, house), _a_case(session, house)
            request.entered_by_id = coordinator.id
            now = datetime.now(UTC).replace(microsecond=0)
            session.add(
                CaseOpening(
                    request_id=other.id,
                    person_id=coordinator.id,
                    at=now,
                    until=now + timedelta(hours=8),
                    reason=REASON,
                )
            )
        session.commit()

    enter(1)
    client.get("/network/cases")
    with counted_queries(app) as for_one:
        client.get("/network/cases")
    enter(6)
    with counted_queries(app) as for_many:
        client.get("/network/cases")

    assert len(for_one) == len(for_many)


def test_whose_case_it_is_needs_no_reason(app: Flask, session: Session, house: House) -> None:
    request = _a_case(session, house)

    page = visitor(app, house.technician).get(f"/network/cases/{request.id}").text

    assert "めっきの断面を見たい" in page


@pytest.mark.parametrize("role", [Role.PARTNER, Role.COMPANY])
def test_who_may_not_open_any_case(app: Flask, session: Session, house: House, role: Role) -> None:
    request = _a_case(session, house)
    client = visitor(app, _outsider(session, role))

    answers = {
        client.get("/network/cases").status_code,
        client.get(f"/network/cases/{request.id}").status_code,
        client.post(f"/network/cases/{request.id}", data={"reason": REASON}).status_code,
    }

    assert answers == {403}


@pytest.mark.parametrize(
    ("typed", "status"),
    [
        ("12", 302),
        ("１２", 302),
        ("#12", 302),
        ("", 200),
        ("abc", 422),
        ("0", 422),
        ("9" * 40, 422),
    ],
)
def test_a_number_leads_to_its_case(app: Flask, session: Session, typed: str, status: int) -> None:
    client = visitor(app, _outsider(session, Role.ADMIN))

    answer = client.get("/network/cases", query_string={"number": typed})

    assert answer.status_code == status
    if status == 302:
        assert answer.location == "/network/cases/12"


@pytest.mark.parametrize("number", ["0", "-1", "2147483648", "9" * 30, "1.5"])
def test_numbers_that_no_table_holds_are_no_pages(
    app: Flask, session: Session, number: str
) -> None:
    client = visitor(app, _outsider(session, Role.ADMIN))

    assert client.get(f"/network/cases/{number}").status_code == 404
