"""The page of a firm at the desk: its record, and who acts for it."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from booking.models import Company, Membership, Person, Request
from booking.permissions import Role
from tests.booking.routes.company_browser import Browser
from tests.booking.routes.desk_browser import Desk, a_desk
from tests.builders import a_company, a_member, a_person
from tests.support.apps import an_app

RECORD = {
    "name": "株式会社もがみ精工",
    "reading": "もがみせいこう",
    "prefecture": "04",
    "city": "仙台市",
    "telephone": "022-000-0000",
    "email": "info@example.jp",
}
MEMBER = {
    "member_email": "hanako@example.jp",
    "member_name": "高橋 花子",
    "member_password": "初めての合言葉です",
}


@pytest.fixture
def app(database_url: str) -> Iterator[Flask]:
    with an_app(database_url) as app:
        yield app


@pytest.fixture
def desk(app: Flask, session: Session, new_session: Callable[[], Session]) -> Desk:
    return a_desk(app, session, new_session)


def _page(desk: Desk) -> str:
    return f"/desk/companies/{desk.house.company.id}"


def test_a_record_is_corrected_and_says_what_it_was(desk: Desk) -> None:
    desk.waiting()

    answer = desk.technician.post(_page(desk), **RECORD)
    text = desk.technician.seen(_page(desk))

    assert answer.status_code == 303
    assert "登録内容を訂正しました" in text
    assert "株式会社最上精工 → 株式会社もがみ精工" in text
    assert desk.house.technician.name in text
    with desk.new_session() as session:
        company = session.get_one(Company, desk.house.company.id)
        assert (company.name, company.prefecture_jis, company.email) == (
            RECORD["name"],
            "04",
            RECORD["email"],
        )
    assert _page(desk) in desk.technician.seen("/desk/companies?q=もがみ")


def test_the_record_is_reached_from_the_case(desk: Desk) -> None:
    request = desk.waiting()

    assert _page(desk) in desk.technician.seen(f"/desk/requests/{request.id}")


def test_what_cannot_be_is_said_beside_its_field(desk: Desk) -> None:
    desk.waiting()
    for typed in (
        {"name": ""},
        {"name": "長" * 201},
        {"prefecture": "99"},
        {"telephone": "x"},
        {"email": "x"},
    ):
        answer = desk.technician.post(_page(desk), **RECORD | typed)

        assert answer.status_code == 422, typed
        assert "aria-invalid" in answer.text
        assert RECORD["city"] in answer.text
    staff = desk.house.technician.email or ""
    for typed in ({"member_email": staff}, {"member_email": ""}, {"member_password": "short"}):
        answer = desk.technician.post(f"{_page(desk)}/members", **MEMBER | typed)

        assert answer.status_code == 422, typed
        assert "aria-invalid" in answer.text
        assert MEMBER["member_name"] in answer.text
    assert "correct_company" not in desk.history()


def test_somebody_is_entered_signs_in_and_is_taken_away(app: Flask, desk: Desk) -> None:
    desk.confirmed()
    entered = desk.technician.post(f"{_page(desk)}/members", **MEMBER)
    known = desk.technician.post(f"{_page(desk)}/members", **MEMBER)
    member = Browser(app.test_client())
    typed = {"email": MEMBER["member_email"], "password": MEMBER["member_password"]}
    assert member.post("/sign-in", **typed).status_code == 302
    at_home = member.get("/company/").status_code
    with desk.new_session() as session:
        wanted = select(Membership).join(Person, Membership.person_id == Person.id)
        number = session.scalars(wanted.where(Person.name == "高橋 花子")).one().id

    ended = desk.technician.post(f"/desk/companies/members/{number}/end")
    text = desk.technician.seen(_page(desk))

    assert (entered.status_code, known.status_code, ended.status_code) == (303, 303, 303)
    assert at_home == 200
    assert "この企業の来所予定1件はそのまま有効です" in text
    assert "高橋 花子" not in text
    assert desk.technician.post(f"/desk/companies/members/{number}/end").status_code == 404
    with desk.new_session() as session:
        assert len(session.scalars(select(Request)).all()) == 1


def test_a_desk_may_take_away_the_last_one_it_entered(desk: Desk, session: Session) -> None:
    firm = a_company("誰も知らない製作所")
    session.add(firm)
    session.commit()
    there = f"/desk/companies/{firm.id}"
    desk.technician.post(f"{there}/members", **MEMBER)
    wanted = select(Membership).where(Membership.company_id == firm.id)
    number = session.scalars(wanted).one().id
    session.add(a_member(firm, a_person(Role.COMPANY, "高橋")))  # whom no desk approved
    session.commit()

    ended = desk.technician.post(f"/desk/companies/members/{number}/end")

    assert ended.location == "/desk/companies"
    assert desk.technician.get(there).status_code == 404


def test_clerk_and_approver_read_the_record_only(desk: Desk) -> None:
    desk.waiting()
    with desk.new_session() as session:
        number = session.scalars(select(Membership.id)).one()

    for who in (desk.clerk, desk.approver):
        assert 'name="reading"' not in who.seen(_page(desk))
        assert who.post(_page(desk), **RECORD).status_code == 403
        assert who.post(f"{_page(desk)}/members", **MEMBER).status_code == 403
        assert who.post(f"/desk/companies/members/{number}/end").status_code == 403
    assert desk.company.get(_page(desk)).status_code == 403


def test_a_desk_the_firm_never_asked_finds_no_such_page(desk: Desk, session: Session) -> None:
    unasked = a_company("誰も知らない製作所")
    session.add(unasked)
    session.commit()
    desk.waiting()
    with desk.new_session() as other:
        number = other.scalars(select(Membership.id)).one()

    assert desk.stranger.get(_page(desk)).status_code == 404
    assert desk.stranger.post(_page(desk), **RECORD).status_code == 404
    assert desk.stranger.post(f"{_page(desk)}/members", **MEMBER).status_code == 404
    assert desk.stranger.post(f"/desk/companies/members/{number}/end").status_code == 404
    assert desk.stranger.get("/desk/companies/999999").status_code == 404
    assert _page(desk) not in desk.stranger.seen("/desk/companies?q=最上精工")
    there = f"/desk/companies/{unasked.id}"
    assert desk.stranger.get(there).status_code == 200
    assert desk.stranger.post(f"{there}/members", **MEMBER).status_code == 303
    assert MEMBER["member_name"] in desk.stranger.seen(there)
    assert desk.technician.get(there).status_code == 404  # its people are theirs now
