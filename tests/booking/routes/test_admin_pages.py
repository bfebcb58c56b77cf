"""The administrator's and the auditor's pages: who may sign in, who may do what, what happened."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from booking.models import Person
from booking.permissions import ALLOWED, Action, Role
from booking.queries.history import PAGE as ENTRIES
from booking.queries.people import PAGE as PEOPLE
from booking.services.history import record
from tests.booking.routes.visitor import counted_queries, main_part, visitor
from tests.booking.steps import confirmed
from tests.builders import (
    NINE,
    TODAY,
    a_facility,
    a_house,
    a_person,
    a_tariff,
    an_instrument,
)
from tests.support.apps import an_app

ADMIN_ONLY = ("/admin/people", "/admin/agreements", "/admin/catalogue")
PAGES = (*ADMIN_ONLY, "/admin/roles", "/admin/history")


@pytest.fixture
def app(database_url: str) -> Iterator[Flask]:
    with an_app(database_url) as app:
        yield app


@pytest.fixture
def admin(session: Session) -> Person:
    return _somebody(session, Role.ADMIN, "管理 太郎")


def _somebody(session: Session, role: Role, name: str, **changes: object) -> Person:
    person = a_person(role, name, **changes)
    session.add(person)
    session.commit()
    return person


def _rows(page: str) -> list[str]:
    body = main_part(page).partition("<tbody>")[2].partition("</tbody>")[0]
    return re.findall(r"<tr>.*?</tr>", body, re.DOTALL)


@pytest.mark.parametrize("address", PAGES)
def test_who_may_read_which_page(app: Flask, session: Session, address: str) -> None:
    seen = {
        role: visitor(app, _somebody(session, role, "阿部")).get(address).status_code
        for role in Role
        if role is not Role.PUBLIC
    }

    readers = {role for role, status in seen.items() if status == 200}
    assert readers == ({Role.ADMIN} if address in ADMIN_ONLY else {Role.ADMIN, Role.AUDITOR})
    assert {status for role, status in seen.items() if role not in readers} == {403}
    assert visitor(app).get(address).location.startswith("/sign-in")


def test_people_are_listed_with_role_place_and_end(
    app: Flask, session: Session, admin: Person
) -> None:
    _somebody(
        session,
        Role.TECHNICIAN,
        "齋藤 恵",
        facility=a_facility(name_ja="置賜試験場"),
        valid_until=date(2020, 3, 31),
        password="x",
    )

    (row,) = _rows(visitor(app, admin).get("/admin/people?role=technician").text)

    for text in ("齋藤 恵", "担当職員", "置賜試験場", "2020年3月31日", "期限切れ"):
        assert text in row


def test_names_and_addresses_of_companies_people_stay_with_their_cases(
    app: Flask, session: Session, admin: Person
) -> None:
    engineer = _somebody(session, Role.COMPANY, "竹田 浩二", post="品質保証課")
    client = visitor(app, admin)

    everybody = client.get("/admin/people").text
    by_name = client.get("/admin/people?text=竹田").text
    by_address = client.get(f"/admin/people?text={engineer.email}").text

    assert [text for text in ("竹田", str(engineer.email), "品質保証課") if text in everybody] == []
    assert _rows(by_name) == []
    assert len(_rows(by_address)) == 1


def test_people_are_filtered(app: Flask, session: Session, admin: Person) -> None:
    place = a_facility()
    here = _somebody(session, Role.TECHNICIAN, "髙橋 一真", facility=place, password="x")
    _somebody(session, Role.TECHNICIAN, "渡部 千春", active=False, password="x")
    client = visitor(app, admin)

    found = {
        query: len(_rows(client.get(f"/admin/people?{query}").text))
        for query in (
            "role=technician",
            "facility=YRIT",
            "active=yes",
            "role=technician&active=no",
            "text=一真",
            f"text={here.id}",
            "text=" + "9" * 99,
            "text=%25",
            "facility=🔬",
            "role=nonsense&active=perhaps&page=99999999999",
        )
    }

    assert list(found.values()) == [2, 1, 1, 1, 1, 1, 0, 0, 0, 3]


def test_many_people_stand_on_several_pages(app: Flask, session: Session, admin: Person) -> None:
    session.add_all(
        [a_person(Role.TECHNICIAN, f"担当{n}", reading=f"{n:03}") for n in range(PEOPLE)]
    )
    session.commit()
    client = visitor(app, admin)

    first, second = (client.get(f"/admin/people?page={page}").text for page in (1, 2))

    assert len(_rows(first)) == PEOPLE
    assert len(_rows(second)) == 1
    assert "2／2ページ" in second


@pytest.mark.parametrize("language", ["ja", "en"])
def test_the_table_of_roles_is_the_one_that_doors_ask(
    app: Flask, admin: Person, language: str
) -> None:
    page = visitor(app, admin, language).get("/admin/roles").text

    table = [re.findall(r"<td( class=\"may\")?>", row) for row in _rows(page)]
    expected = [[action in ALLOWED[role] for role in Role] for action in Action]
    assert [[bool(cell) for cell in row] for row in table] == expected
    assert "担当でない案件を、理由を記して開く" in page or language == "en"


def test_the_history_is_shown_newest_first_by_numbers(
    app: Flask, session: Session, admin: Person
) -> None:
    house = a_house(session)
    texts = {"purpose": "目的の文", "visitor": "来所の人"}
    confirmed(session, house, at=TODAY, **texts)
    session.commit()
    auditor = _somebody(session, Role.AUDITOR, "監査 花子")

    for_admin = visitor(app, admin).get("/admin/history").text
    for_auditor = visitor(app, auditor).get("/admin/history").text

    whats = re.findall(r'<th scope="row">([^<]*)</th>', for_admin)
    assert (whats[0], whats[-1]) == ("日程案を確定", "申込を受付")
    assert len(_rows(for_auditor)) == len(whats)
    assert house.technician.name in for_admin  # who confirmed
    assert house.technician.name not in for_auditor
    private = [*texts.values(), house.company.name, house.engineer.name]
    assert [text for text in private if text in for_admin + for_auditor] == []


def test_the_history_is_filtered_and_paged(app: Flask, session: Session, admin: Person) -> None:
    for number in range(1, ENTRIES + 3):
        record(session, "request_use", "request", number, by=admin, at=NINE)
    record(session, "open_case", "request", 7, by=None, at=NINE, after={"opening": 1})
    session.commit()
    client = visitor(app, admin)

    newest = client.get("/admin/history").text
    older = re.search(r'href="(/admin/history\?before=\d+)"', newest)
    assert older is not None

    assert len(_rows(newest)) == ENTRIES
    assert len(_rows(client.get(older[1]).text)) == 3
    found = {
        query: len(_rows(client.get(f"/admin/history?{query}").text))
        for query in (
            "what=open_case",
            "about=request&id=7",
            f"person={admin.id}&id=7",
            "about=company",
            "what=%00🔬",
            "id=abc&person=9999999999999&before=-1",
        )
    }
    assert list(found.values()) == [1, 2, 1, 0, 0, ENTRIES]


def test_the_catalogue_is_counted_by_facility(app: Flask, session: Session, admin: Person) -> None:
    facility = a_facility(name_ja="置賜試験場")
    sem = an_instrument("SEM", facility, units=2, verified=True)
    session.add_all(
        [
            sem,
            an_instrument("XRD", facility),
            an_instrument("OLD", facility, state="retired"),
            a_tariff(sem),
            a_tariff(sem, 2000, valid_from=date(2026, 4, 1)),
        ]
    )
    session.commit()

    page = visitor(app, admin).get("/admin/catalogue").text

    (row,) = _rows(page)
    assert "置賜試験場" in row
    assert re.findall(r"</span>(\d+)", row) == ["2", "1", "3", "2"]
    assert "flask import" in page


@pytest.mark.parametrize("address", PAGES)
def test_the_number_of_queries_depends_on_nothing_stored(
    app: Flask, session: Session, admin: Person, address: str
) -> None:
    a_house(session)
    client = visitor(app, admin)
    client.get(address)
    with counted_queries(app) as for_little:
        client.get(address)

    for number in range(8):
        place = a_facility(f"F{number}")
        session.add(an_instrument(f"I{number}", place, units=2))
        staff = a_person(Role.TECHNICIAN, facility=place)
        session.add(staff)
        session.flush()
        record(session, "request_use", "request", number + 1, by=staff, at=NINE)
    session.commit()
    with counted_queries(app) as for_more:
        client.get(address)

    assert len(for_little) == len(for_more)
