"""The managers' pages: people of a facility, their skills and hours; and who may not."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from booking.models import Person, Skill, WorkingTime
from booking.permissions import Role
from instruments.models import Instrument
from tests.booking.routes.company_browser import Browser, now, signed_in
from tests.booking.routes.desk_browser import Desk, a_desk
from tests.booking.routes.visitor import counted_queries
from tests.builders import JAPAN, a_person, an_instrument
from tests.support.apps import an_app

WEEK = {f"hours-{day}": "8:30-12:00 13:00-17:15" for day in range(5)}
NEW = {
    "name": "新人 花子",
    "email": "new@example.jp",
    "role": "technician",
    "password": "初めての合言葉です",
}


@dataclass(frozen=True)
class Office:
    """The desk's house with its manager, an administrator, and a second instrument."""

    desk: Desk
    manager: Browser
    admin: Browser
    second: Instrument

    @property
    def technician(self) -> str:
        """The address of the first technician."""
        return f"/staff/people/{self.desk.house.technician.id}"


@pytest.fixture
def app(database_url: str) -> Iterator[Flask]:
    with an_app(database_url) as app:
        yield app


@pytest.fixture
def office(app: Flask, session: Session, new_session: Callable[[], Session]) -> Office:
    desk = a_desk(app, session, new_session)
    manager = a_person(Role.FACILITY_MANAGER, "松浦", facility=desk.house.facility)
    admin = a_person(Role.ADMIN, "管理")
    second = an_instrument("XRF", desk.house.facility, name_ja="蛍光X線分析装置")
    session.add_all([manager, admin, second])
    session.commit()
    browsers = signed_in(app, manager), signed_in(app, admin)
    session.commit()
    return Office(desk, *browsers, second)


def _account(office: Office, **changes: str) -> dict[str, str]:
    person = office.desk.house.technician
    return {
        "name": person.name,
        "email": person.email or "",
        "role": "technician",
        "facility": "YRIT",
        "active": "yes",
    } | changes


def test_a_new_facility_gets_going_on_pages_alone(app: Flask, office: Office) -> None:
    entered = office.manager.post("/staff/YRIT", **NEW)
    page = entered.location
    skill = office.manager.post(
        f"{page}/skills", instrument=str(office.desk.house.instrument.id), charge="primary"
    )
    hours = office.manager.post(f"{page}/hours", **WEEK)

    assert [answer.status_code for answer in (entered, skill, hours)] == [303, 303, 303]
    listed = office.manager.seen("/staff/YRIT")
    assert "新人 花子" in listed
    assert "月–金 8:30–12:00、13:00–17:15" in listed
    typed = {"email": NEW["email"], "password": NEW["password"]}
    assert Browser(app.test_client()).post("/sign-in", **typed).location.endswith("/start")
    assert office.desk.history()[-3:] == ["add_person", "grant_skill", "set_hours"]


def test_hours_taken_away_under_a_visit_list_it_with_a_way_there(office: Office) -> None:
    visit = office.desk.confirmed(0)
    attends = visit.assignments[0].technician_id

    page = f"/staff/people/{attends}"
    answer = office.manager.post(f"{page}/hours")

    assert answer.status_code == 303
    text = office.manager.seen(page)
    assert "1件に、別の担当職員が必要です" in text
    assert f"/desk/reservations/{visit.id}" in text
    assert "要対応1件" in office.manager.seen("/staff/YRIT")
    assert f"/desk/reservations/{visit.id}" not in office.admin.seen(page)  # no desk of his
    office.manager.post(f"{page}/hours", **{f"hours-{day}": "9-17" for day in range(7)})
    assert f"/desk/reservations/{visit.id}" not in office.manager.seen(page)


def test_a_skill_is_changed_and_taken_away(office: Office) -> None:
    number = str(office.desk.house.instrument.id)
    day = (now().astimezone(JAPAN) - timedelta(days=1)).date().isoformat()
    typed = {"known": "yes", "instrument": number, "valid_until": day, "charge": "deputy"}

    changed = office.manager.post(f"{office.technician}/skills", **typed)
    text = office.manager.seen(office.technician)
    ended = office.manager.post(f"{office.technician}/skills/end", instrument=number)
    again = office.manager.post(f"{office.technician}/skills/end", instrument=number)

    assert (changed.status_code, ended.status_code, again.status_code) == (303, 303, 404)
    assert "で終了" in text
    with office.desk.new_session() as session:
        wanted = select(Skill).where(Skill.technician_id == office.desk.house.technician.id)
        assert session.scalars(wanted).all() == []


def test_what_cannot_be_is_said_beside_its_field_and_nothing_typed_is_lost(
    office: Office,
) -> None:
    known = {"known": "yes", "instrument": str(office.desk.house.instrument.id)}
    taken = office.desk.house.technician.email or ""
    cases: list[tuple[str, dict[str, str], str]] = [
        ("/staff/YRIT", NEW | {"email": "no address"}, 'value="no address"'),
        (
            "/staff/YRIT",
            NEW | {"email": taken},
            "既に登録されています",
        ),
        ("/staff/YRIT", NEW | {"role": "admin"}, "新人 花子"),
        ("/staff/YRIT", NEW | {"password": "short"}, "8文字以上"),
        ("/staff/YRIT", {}, "入力してください"),
        (f"{office.technician}/hours", WEEK | {"hours-2": "あさ"}, 'value="あさ"'),
        (f"{office.technician}/hours", WEEK | {"hours-2": "17-9"}, "時間帯が重ならないように"),
        (f"{office.technician}/skills", {}, "aria-invalid"),
        (f"{office.technician}/skills", {"instrument": "999999"}, "aria-invalid"),
        (f"{office.technician}/skills", known | {"valid_until": "x"}, "aria-invalid"),
        (
            f"{office.technician}/skills",
            {"instrument": str(office.second.id), "valid_until": "2020-01-01"},
            "この日は過ぎています",
        ),
        (office.technician, _account(office, valid_until="x"), "aria-invalid"),
        (office.technician, _account(office, name=""), "aria-invalid"),
        (office.technician, _account(office, role="admin"), "aria-invalid"),
    ]

    for address, typed, said in cases:
        answer = office.manager.post(address, **typed)

        assert answer.status_code == 422, (address, typed)
        assert said in answer.text, (address, typed)
        assert "aria-invalid" in answer.text, (address, typed)


def test_an_account_is_changed_stopped_and_given_a_new_password(app: Flask, office: Office) -> None:
    typed = _account(office, name="阿部 葉子", reading="あべ", password="新しい合言葉です")

    changed = office.manager.post(office.technician, **typed)
    entry = {"email": typed["email"], "password": typed["password"]}
    welcome = Browser(app.test_client()).post("/sign-in", **entry)
    del typed["active"]
    stopped = office.manager.post(office.technician, **typed)
    gone = Browser(app.test_client()).post("/sign-in", **entry)

    assert (changed.status_code, welcome.status_code, stopped.status_code) == (303, 302, 303)
    assert gone.status_code == 200
    assert "停止中" in office.manager.seen("/staff/YRIT")


def test_an_administrator_enters_who_belongs_nowhere_and_moves_people(office: Office) -> None:
    home = office.admin.seen("/staff/")
    auditor = office.admin.post("/staff/", **NEW | {"role": "auditor"})
    wrong = office.admin.post("/staff/", **NEW | {"role": "clerk", "email": "b@example.jp"})
    moved = office.admin.post(office.technician, **_account(office, facility="ELSE"))
    nowhere = office.admin.post(office.technician, **_account(office, facility=""))

    assert "/staff/YRIT" in home
    assert (auditor.status_code, wrong.status_code, moved.status_code) == (303, 422, 303)
    assert office.admin.seen(auditor.location).count("操作指導を行いません") == 1
    assert nowhere.status_code == 422
    assert office.manager.get(office.technician).status_code == 404
    with office.desk.new_session() as session:
        person = session.get_one(Person, office.desk.house.technician.id)
        assert person.facility is not None
        assert person.facility.code == "ELSE"


def test_only_managers_and_administrators_come_in(app: Flask, office: Office) -> None:
    desk = office.desk
    posts = ("/staff/", "/staff/YRIT", office.technician, f"{office.technician}/hours")

    for who in (desk.technician, desk.clerk, desk.approver, desk.company, desk.stranger):
        for address in ("/staff/", "/staff/YRIT", office.technician):
            assert who.get(address).status_code == 403
        for address in (*posts, f"{office.technician}/skills", f"{office.technician}/skills/end"):
            assert who.post(address, **NEW).status_code == 403
    assert Browser(app.test_client()).get("/staff/").location.startswith("/sign-in")
    with desk.new_session() as session:
        assert session.scalars(select(Person).where(Person.email == NEW["email"])).all() == []


def test_a_manager_sees_and_keeps_nobody_elsewhere(
    app: Flask, session: Session, office: Office
) -> None:
    house = office.desk.house
    elsewhere = session.scalars(select(Person).where(Person.name == "長﨑")).one().id
    partner = a_person(Role.PARTNER, "協力", facility=house.facility)
    session.add(partner)
    session.commit()

    assert office.manager.get("/staff/").location == "/staff/YRIT"
    for address in ("/staff/ELSE", "/staff/NONE", "/staff/🔬"):
        assert office.manager.get(address).status_code == 404
        assert office.manager.post(address, **NEW).status_code == 404
    for number in (elsewhere, house.engineer.id, partner.id, 999999):
        for address, typed in (
            ("", _account(office)),
            ("/hours", WEEK),
            ("/skills", {"instrument": str(house.instrument.id)}),
            ("/skills/end", {"instrument": str(house.instrument.id)}),
        ):
            there = f"/staff/people/{number}"
            assert office.manager.post(there + address, **typed).status_code == 404
            assert office.manager.get(there).status_code == 404
    assert office.admin.get(f"/staff/people/{elsewhere}").status_code == 200
    assert office.admin.get(f"/staff/people/{house.engineer.id}").status_code == 404
    with office.desk.new_session() as other:
        rows = select(WorkingTime).where(WorkingTime.technician_id == elsewhere)
        assert len(other.scalars(rows).all()) == 5


def test_instruments_without_anybody_are_named(session: Session, office: Office) -> None:
    assert "担当職員のいないものが" not in office.manager.seen("/staff/YRIT")
    session.query(Skill).delete()
    session.commit()

    assert "担当職員のいないものが1台" in office.manager.seen("/staff/YRIT")


def test_the_list_takes_the_same_number_of_questions_for_many(
    app: Flask, session: Session, office: Office
) -> None:
    def asked_for() -> int:
        with counted_queries(app) as sent:
            office.manager.seen("/staff/YRIT")
        return len(sent)

    before = asked_for()
    for n in range(5):
        person = a_person(Role.TECHNICIAN, f"担当{n}", facility=office.desk.house.facility)
        session.add(person)
        session.flush()
        session.add(Skill(technician_id=person.id, instrument_id=office.second.id))
    session.commit()

    assert asked_for() == before
