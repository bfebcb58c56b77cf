"""代行入力: few fields, few clicks, one booking however often the form is sent."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import timedelta
from uuid import uuid4

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from booking.models import Company, Request, Reservation
from tests.booking.routes.desk_browser import Desk, a_desk
from tests.builders import a_company, a_skill, an_instrument, settle
from tests.support.apps import an_app

FORM = "/desk/telephone"


@pytest.fixture
def app(database_url: str) -> Iterator[Flask]:
    with an_app(database_url) as app:
        yield app


@pytest.fixture
def desk(app: Flask, session: Session, new_session: Callable[[], Session]) -> Desk:
    return a_desk(app, session, new_session)


def _call(desk: Desk, number: int = 0, **changes: str) -> dict[str, str]:
    return {
        "token": uuid4().hex,
        "company": desk.house.company.name,
        "instrument": "走査電子",
        "day": desk.day(number).date().isoformat(),
        "when": "10:00",
        "minutes": "60",
    } | changes


def _visits(desk: Desk) -> list[Reservation]:
    with desk.new_session() as session:
        return list(session.scalars(select(Reservation).order_by(Reservation.id)))


def _request(desk: Desk) -> Request:
    with desk.new_session() as session:
        found = session.scalar(select(Request).order_by(Request.id.desc()).limit(1))
        assert found is not None
        return found


def _firms(desk: Desk) -> list[str]:
    with desk.new_session() as session:
        return list(session.scalars(select(Company.name).order_by(Company.id)))


def _times(answer: TestResponse) -> list[str]:
    return re.findall(r'name="at" value="([^"]+)"', answer.text)


def test_the_form_has_at_most_eight_fields_and_two_of_them_must_be_filled(desk: Desk) -> None:
    page = desk.technician.seen(FORM)
    form = page[page.index('class="call') : page.index("</form>", page.index('class="call'))]
    fields = re.findall(r"<(?:input|select|textarea)[^>]*>", form)
    shown = [tag for tag in fields if 'type="hidden"' not in tag]

    answer = desk.technician.post(
        FORM,
        token=uuid4().hex,
        company=desk.house.company.name,
        instrument="走査電子",
        day=re.findall(r'name="day" value="([^"]+)"', form)[0],
    )

    assert len(shown) == 8
    assert re.search(r'name="company"[^>]* autofocus', form)
    assert answer.status_code == 303


def test_a_call_is_a_reservation_after_one_click(desk: Desk) -> None:
    answer = desk.technician.post(
        FORM, **_call(desk, visitor="山田 ０９０−1234−5678", purpose="めっきの剥がれ", guidance="1")
    )

    assert answer.status_code == 303
    visit = _visits(desk)[0]
    assert answer.headers["Location"].endswith(f"/desk/reservations/{visit.id}")
    assert visit.starts_at == desk.day(0) + timedelta(hours=1)
    request = _request(desk)
    assert (request.visitor, request.visitor_telephone) == ("山田", "090-1234-5678")
    assert request.asked_by_id is None
    assert "日時を復唱" in desk.technician.seen(answer.headers["Location"])


def test_the_same_form_sent_twice_is_one_booking_and_one_firm(desk: Desk) -> None:
    call = _call(desk, company="有限会社はじめて電機")

    answers = [desk.technician.post(FORM, **call) for _ in range(3)]

    assert len({answer.headers["Location"] for answer in answers}) == 1
    assert len(_visits(desk)) == 1
    assert _firms(desk).count("有限会社はじめて電機") == 1


def test_a_new_firm_is_registered_by_its_name_alone_with_the_callers_number(desk: Desk) -> None:
    desk.technician.post(FORM, **_call(desk, company="髙﨑𠮷工業", visitor="0238-12-3456"))

    with desk.new_session() as session:
        firm = session.scalars(select(Company).where(Company.name == "髙﨑𠮷工業")).one()
        assert firm.telephone == "0238-12-3456"


def test_a_similar_firm_is_asked_for_and_one_more_click_answers(desk: Desk) -> None:
    call = _call(desk, company="(株)もがみ精工")
    with desk.new_session() as session:
        firm = a_company("株式会社もがみ精工所", reading="もがみせいこうしょ", city="新庄市")
        session.add(firm)
        session.commit()

    asked = desk.technician.post(FORM, **call)
    answer = desk.technician.post(FORM, **call, company_id=str(firm.id))

    assert asked.status_code == 409
    assert f'name="company_id" value="{firm.id}"' in asked.text
    assert "新庄市" in asked.text
    assert answer.status_code == 303
    assert _request(desk).company_id == firm.id


def test_none_of_the_similar_ones_is_a_new_firm(desk: Desk) -> None:
    call = _call(desk, company="最上精工所")

    asked = desk.technician.post(FORM, **call)
    answer = desk.technician.post(FORM, **call, new_company="1")

    assert asked.status_code == 409
    assert answer.status_code == 303
    assert "最上精工所" in _firms(desk)


def test_the_very_name_needs_no_second_step_in_any_width(desk: Desk) -> None:
    answer = desk.technician.post(FORM, **_call(desk, company="株式会社 最上精工".replace(" ", "")))

    assert answer.status_code == 303
    assert _request(desk).company_id == desk.house.company.id


def test_similar_firms_come_as_a_fragment_while_one_types(desk: Desk) -> None:
    fragment = desk.technician.get("/desk/companies/similar?q=㈱最上精工")

    assert f'data-company="{desk.house.company.id}"' in fragment.text
    assert "<html" not in fragment.text
    assert desk.clerk.get("/desk/companies/similar?q=最上").status_code == 403


def test_several_instruments_are_asked_for_mine_first(desk: Desk, session: Session) -> None:
    facility = session.merge(desk.house.facility)
    other = an_instrument("SEM2", facility, name_ja="卓上走査電子顕微鏡", reading="たくじょう")
    session.add(other)
    settle(session)

    asked = desk.colleague.post(FORM, **_call(desk, instrument="電子顕微鏡"))
    answer = desk.colleague.post(
        FORM, **_call(desk, instrument="電子顕微鏡", instrument_id=str(other.id))
    )
    by_reading = desk.colleague.post(FORM, **_call(desk, 1, instrument="ﾀｸｼﾞｮｳ"))

    assert asked.status_code == 303  # the one I am in charge of
    assert answer.status_code == by_reading.status_code == 303
    with desk.new_session() as fresh:
        units = [visit.unit_id for visit in _visits(desk)]
        assert units[1:] == [fresh.merge(other).units[0].id] * 2


def test_two_of_mine_are_two_buttons(desk: Desk, session: Session) -> None:
    facility, me = session.merge(desk.house.facility), session.merge(desk.house.technician)
    second = an_instrument("SEM2", facility, name_ja="卓上走査電子顕微鏡")
    session.add_all([second, a_skill(me, second)])
    settle(session)

    asked = desk.technician.post(FORM, **_call(desk, instrument="電子顕微鏡"))

    assert asked.status_code == 409
    assert f'name="instrument_id" value="{second.id}"' in asked.text
    assert f'name="instrument_id" value="{desk.house.instrument.id}"' in asked.text


@pytest.mark.parametrize(
    ("said", "hour"),
    [("午後", 3), ("", 0), ("午前", 0), ("13", 4), ("１３：３０", 4.5), ("午後2時", 5), ("pm", 3)],
)
def test_the_time_is_read_as_people_say_it(desk: Desk, said: str, hour: float) -> None:
    answer = desk.technician.post(FORM, **_call(desk, when=said))

    assert answer.status_code == 303
    assert _visits(desk)[0].starts_at == desk.day(0) + timedelta(hours=hour)


def test_a_taken_time_shows_why_and_the_nearest_three_as_buttons(desk: Desk) -> None:
    desk.confirmed(0, 0)

    call = _call(desk, when="9:30", visitor="山田 090-1234-5678")
    asked = desk.technician.post(FORM, **call)
    times = _times(asked)
    answer = desk.technician.post(FORM, **call, at=times[0])

    assert asked.status_code == 409
    assert "すでに予約がある時間" in asked.text
    assert 'value="山田 090-1234-5678"' in asked.text
    assert len(times) == 3
    assert times[0].endswith("T11:00")  # the nearest on that day
    assert answer.status_code == 303
    assert _visits(desk)[-1].starts_at == desk.day(0) + timedelta(hours=2)


def test_a_refused_call_leaves_nothing_behind(desk: Desk) -> None:
    desk.confirmed(0, 0)
    before = desk.history()

    desk.technician.post(FORM, **_call(desk, company="有限会社はじめて電機", when="9:30"))

    assert "有限会社はじめて電機" not in _firms(desk)
    assert desk.history() == before


@pytest.mark.parametrize("who", ["clerk", "approver"])
def test_clerk_and_approver_take_no_calls(desk: Desk, who: str) -> None:
    browser = getattr(desk, who)

    assert browser.get(FORM).status_code == 403
    assert browser.post(FORM, **_call(desk)).status_code == 403
    assert _visits(desk) == []


def test_another_facilitys_instrument_is_not_known_here(desk: Desk) -> None:
    by_name = desk.stranger.post(FORM, **_call(desk))
    by_id = desk.stranger.post(FORM, **_call(desk, instrument_id=str(desk.house.instrument.id)))

    assert by_name.status_code == by_id.status_code == 422
    assert "該当する機器がありません" in by_name.text
    assert _visits(desk) == []


NASTY: list[dict[str, str]] = [
    {"company": ""},
    {"company": "\0"},
    {"company": "長" * 500},
    {"instrument": ""},
    {"instrument": "\N{PARTY POPPER}"},
    {"instrument": "ｱ" * 500},
    {"instrument_id": "999999999"},
    {"day": ""},
    {"day": "2001-01-01"},
    {"day": "2199-12-31"},
    {"day": "31/31"},
    {"when": "いつか"},
    {"when": "10:03"},
    {"when": "25"},
    {"minutes": "0"},
    {"minutes": "-5"},
    {"minutes": "一時間"},
    {"minutes": "999999999999"},
    {"minutes": "1"},
    {"visitor": "山田 123456"},
    {"visitor": "長" * 300},
    {"purpose": "長" * 3000},
    {"at": "yesterday", "day": "x"},
]


def test_nasty_entries_are_said_beside_their_field_and_nothing_is_lost(desk: Desk) -> None:
    for changes in NASTY:
        call = _call(desk, visitor="髙﨑 090-0000-0001") | changes
        answer = desk.technician.post(FORM, **call)

        assert answer.status_code == 422, changes
        assert "aria-invalid" in answer.text, changes
        if "visitor" not in changes:
            assert "髙﨑 090-0000-0001" in answer.text
    assert _visits(desk) == []


def test_the_cursor_goes_to_the_first_wrong_entry_of_the_page(desk: Desk) -> None:
    answer = desk.technician.post(FORM, **_call(desk, company="", when="25:00"))

    assert re.findall(r'name="(\w+)"[^>]* autofocus', answer.text) == ["company"]


def test_strange_but_harmless_entries_are_answered(desk: Desk) -> None:
    for changes in (
        {"company_id": "999999999"},
        {"company_id": "x"},
        {"token": ""},
        {"token": "'; --"},
        {"company": "\N{PARTY POPPER}株式会社"},
        {"company": "株式会社"},
        {"at": "2026-02-31T10:00"},
    ):
        answer = desk.technician.post(FORM, **_call(desk) | changes)

        assert answer.status_code in {303, 404, 409, 422}, changes
