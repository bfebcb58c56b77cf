"""An administrator switches agreements: of two that speak of the same prefectures, one holds."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from html import unescape

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from booking.errors import NotAllowed, NotFound
from booking.models import HistoryEntry, Person
from booking.permissions import Role
from booking.services.switch_agreement import switch_agreement
from instruments.agreements import Rate, pays_inside_rate
from instruments.models import Agreement, AgreementMember
from tests.booking.routes.visitor import main_part, visitor
from tests.builders import TODAY, a_person
from tests.support.apps import an_app

DAY = date(2026, 4, 6)


@pytest.fixture
def app(database_url: str) -> Iterator[Flask]:
    with an_app(database_url) as app:
        yield app


@pytest.fixture
def admin(session: Session) -> Person:
    admin = a_person(Role.ADMIN)
    session.add(admin)
    session.add_all(
        [
            _an_agreement("BY-INITIALS", "03", "04", "06", active=True),
            _an_agreement("AS-PRINTED", "03", "06", "07", verified=True, source="計画書"),
            _an_agreement("SOUTH", "06", "15", active=True),
        ]
    )
    session.commit()
    return admin


def _an_agreement(code: str, *members: str, **changes: object) -> Agreement:
    return Agreement(
        code=code,
        name_ja=f"協定 {code}",
        members=[AgreementMember(prefecture_jis=jis) for jis in members],
        **changes,
    )


def _active(session: Session) -> set[str]:
    session.expire_all()
    found = set(session.scalars(select(Agreement.code).where(Agreement.active)))
    session.rollback()
    return found


def test_switching_one_on_switches_its_rival_off_and_leaves_others(
    session: Session, admin: Person
) -> None:
    changed = switch_agreement(session, "AS-PRINTED", active=True, by=admin, at=TODAY)
    session.commit()

    assert [row.code for row in changed] == ["AS-PRINTED", "BY-INITIALS"]
    entries = session.scalars(select(HistoryEntry).order_by(HistoryEntry.id)).all()
    assert [(one.what, one.about_id, one.before, one.after) for one in entries] == [
        ("switch_agreement", changed[0].id, {"active": False}, {"active": True}),
        ("switch_agreement", changed[1].id, {"active": True}, {"active": False}),
    ]
    assert {one.by_id for one in entries} == {admin.id}
    assert _active(session) == {"AS-PRINTED", "SOUTH"}


def test_who_pays_what_follows_the_switch(session: Session, admin: Person) -> None:
    def rates() -> tuple[Rate, Rate]:
        rows = session.scalars(select(Agreement)).all()
        miyagi, fukushima = (pays_inside_rate(rows, jis, "06", DAY).code for jis in ("04", "07"))
        return miyagi, fukushima

    before = rates()
    switch_agreement(session, "AS-PRINTED", active=True, by=admin, at=TODAY)

    assert before == (Rate.AGREEMENT, Rate.OUTSIDE)
    assert rates() == (Rate.OUTSIDE, Rate.AGREEMENT)


def test_switching_off_leaves_every_other_as_it_is(session: Session, admin: Person) -> None:
    switch_agreement(session, "BY-INITIALS", active=False, by=admin, at=TODAY)
    session.commit()

    assert _active(session) == {"SOUTH"}


def test_twice_is_the_same_as_once(session: Session, admin: Person) -> None:
    assert switch_agreement(session, "BY-INITIALS", active=True, by=admin, at=TODAY) == []
    assert session.scalars(select(HistoryEntry)).all() == []


def test_an_unknown_agreement_is_not_found(session: Session, admin: Person) -> None:
    with pytest.raises(NotFound):
        switch_agreement(session, "NOWHERE", active=True, by=admin, at=TODAY)


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.ADMIN])
def test_nobody_else_switches(session: Session, admin: Person, role: Role) -> None:
    with pytest.raises(NotAllowed):
        switch_agreement(session, "AS-PRINTED", active=True, by=a_person(role), at=TODAY)


def test_the_page_says_what_happens_to_the_other(
    app: Flask, session: Session, admin: Person
) -> None:
    page = unescape(main_part(visitor(app, admin).get("/admin/agreements").text))

    printed, initials, _south = page.split("<section")[1:]
    assert "同時に無効になります" in printed
    assert "協定 BY-INITIALS" in printed
    assert "岩手県、山形県、福島県" in printed
    assert "計画書" in printed
    assert "確認済み" in printed
    assert "県外の料金になります" in initials
    assert "未確認" in initials


def test_the_button_switches_and_says_so(app: Flask, session: Session, admin: Person) -> None:
    client = visitor(app, admin)

    answer = client.post("/admin/agreements/AS-PRINTED", data={"active": "yes"})
    page = client.get("/admin/agreements").text
    again = client.post("/admin/agreements/AS-PRINTED", data={"active": "yes"})

    assert (answer.status_code, answer.location) == (303, "/admin/agreements")
    assert "有効にしました：協定 AS-PRINTED" in page
    assert "無効にしました：協定 BY-INITIALS" in page
    assert again.status_code == 303
    assert "変更はありません" in client.get("/admin/agreements").text
    assert _active(session) == {"AS-PRINTED", "SOUTH"}


@pytest.mark.parametrize("code", ["NOWHERE", "%00", "🔬", "x" * 500])
def test_no_address_switches_anything_else(
    app: Flask, session: Session, admin: Person, code: str
) -> None:
    answer = visitor(app, admin).post(f"/admin/agreements/{code}", data={"active": "yes"})

    assert answer.status_code == 404
    assert _active(session) == {"BY-INITIALS", "SOUTH"}


def test_an_auditor_only_reads(app: Flask, session: Session, admin: Person) -> None:
    auditor = a_person(Role.AUDITOR)
    session.add(auditor)
    session.commit()

    answer = visitor(app, auditor).post("/admin/agreements/AS-PRINTED", data={"active": "yes"})

    assert answer.status_code == 403
    assert _active(session) == {"BY-INITIALS", "SOUTH"}
