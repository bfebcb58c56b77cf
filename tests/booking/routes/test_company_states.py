"""One page says where a request stands, in every state, and what can be done next."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import event
from sqlalchemy.orm import Session

from booking.models import Proposal, Request
from booking.permissions import Role
from booking.services.cancel_reservation import cancel_reservation
from booking.services.propose_another_time import other_times, propose_another_time
from booking.services.refuse_proposal import refuse_proposal
from booking.services.withdraw_request import withdraw_request
from instruments.words import Attended, Guidance, Service
from tests.booking.routes.company_browser import (
    Browser,
    a_guided_house,
    a_sunday,
    coming,
    now,
    signed_in,
)
from tests.booking.steps import applied, asked, confirmed, held, waiting
from tests.builders import (
    HOUR,
    SETTINGS,
    House,
    a_capability,
    a_member,
    a_person,
    a_skill,
    a_tariff,
    an_instrument,
    settle,
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


def _asked(session: Session, house: House) -> Request:
    return asked(session, house, at=now(), windows=coming(house))


def _proposed_by_the_facility(session: Session, house: House) -> Proposal:
    request = waiting(session, house, at=now(), windows=coming(house, 1))
    start, _end = coming(house, 3)[2]
    run = other_times(session, request, [(start, start + 8 * HOUR)], at=now(), settings=SETTINGS)[0]
    proposal = propose_another_time(
        session, request, run, by=house.technician, at=now(), settings=SETTINGS
    )
    session.commit()
    return proposal


def test_a_company_without_requests_is_led_to_the_catalogue(company: Browser) -> None:
    page = company.seen("/company/")

    assert "申込はまだありません" in page
    assert 'href="/">機器を探す</a>' in page


@pytest.mark.parametrize(
    ("language", "words"),
    [("ja", ("3件の日程案を", "日程を選ぶ")), ("en", ("3 dates are kept", "Choose a date"))],
)
def test_offers_to_choose_come_first(
    company: Browser, session: Session, house: House, language: str, words: tuple[str, str]
) -> None:
    confirmed(session, house, at=now(), windows=coming(house))
    held(session, _asked(session, house), at=now())
    session.commit()

    page = company.seen("/company/", language)

    assert [word for word in words if word not in page] == []
    first = "ご回答が必要なもの" if language == "ja" else "Needs you now"
    then = "予約確定</h2>" if language == "ja" else "Confirmed visits"
    assert -1 < page.index(first) < page.index(then)


def test_offers_show_the_price_with_its_calculation(
    company: Browser, session: Session, house: House
) -> None:
    session.add(a_tariff(house.instrument, 2480))
    session.add(a_tariff(house.instrument, 3200, service=Service.GUIDANCE, legal_basis="別表第2"))
    request = _asked(session, house)
    offers = held(session, request, at=now())
    session.commit()

    page = company.seen(f"/company/requests/{request.id}")

    assert "使用料の見込額（概算）" in page
    for shown in ("2,480円", "2時間", "4,960円", "操作指導", "3,200円", "8,160円", "別表第2"):
        assert shown in page
    until = offers[0].held_until.astimezone(coming(house)[0][0].tzinfo)
    assert f"{until.hour}:{until:%M}まで確保しています" in page


def test_fewer_than_three_offers_are_explained(
    company: Browser, session: Session, house: House
) -> None:
    start, _end = coming(house, 1)[0]
    request = asked(session, house, at=now(), windows=((start, start + 2 * HOUR),))
    held(session, request, at=now())
    session.commit()

    page = company.seen(f"/company/requests/{request.id}")

    assert "条件に合う日程は1件でした。" in page
    assert f"/company/requests/{request.id}/windows" in page


def test_an_expired_hold_says_so_with_one_click_for_new_offers(
    company: Browser, session: Session, house: House
) -> None:
    request = asked(session, house, at=now() - HOUR, windows=coming(house))
    held(session, request, at=now() - HOUR)
    session.commit()
    address = f"/company/requests/{request.id}"

    page = company.seen(address)
    assert "選択の期限を過ぎました" in page
    assert "この日程で申し込む</button>" not in page

    assert company.post(f"{address}/offers").status_code == 303
    assert company.seen(address).count("この日程で申し込む</button>") == 3


def test_when_nothing_fits_the_rule_is_named_with_what_would_change_it(
    company: Browser, session: Session, house: House
) -> None:
    other = an_instrument("SEM2", house.facility, name_ja="別の顕微鏡")
    session.add(a_capability("observe", house.instrument, other))
    settle(session)
    sunday = a_sunday()
    request = asked(session, house, at=now(), windows=((sunday, sunday + 8 * HOUR),))
    assert held(session, request, at=now()) == []
    session.commit()

    page = company.seen(f"/company/requests/{request.id}")

    assert "この条件では受けられる日がありません" in page
    assert "施設が開いていません" in page
    assert f'href="/company/requests/{request.id}/windows"' in page
    assert "別の顕微鏡" in page
    assert f"instrument=SEM2&amp;like={request.id}" in page
    assert f"capability=observe&amp;like={request.id}" in page


def test_times_shorter_than_the_use_are_named(
    company: Browser, session: Session, house: House
) -> None:
    start, _end = coming(house, 1)[0]
    request = asked(session, house, at=now(), windows=((start, start + HOUR),))
    assert held(session, request, at=now()) == []
    session.commit()

    page = company.seen(f"/company/requests/{request.id}")

    assert "来所できる時間が、使用時間に対して足りません。 使用時間は2時間です。" in page


def test_times_already_taken_are_named_with_the_days_looked_at(
    company: Browser, session: Session, house: House
) -> None:
    start, end = coming(house, 1)[0]
    confirmed(session, house, at=now(), minutes=480, windows=((start, end),))
    request = asked(session, house, at=now(), windows=((start, end),))
    assert held(session, request, at=now()) == []
    session.commit()

    page = company.seen(f"/company/requests/{request.id}")

    assert "すでに予約で埋まっています。" in page
    assert f"探した期間：{start.year}年{start.month}月{start.day}日" in page


def test_technicians_who_are_elsewhere_are_named_by_nobodys_name(
    company: Browser, session: Session, house: House
) -> None:
    start, end = coming(house, 1)[0]
    second = an_instrument("SEM2", house.facility, attended=Attended.FULL, guidance=Guidance.ALWAYS)
    session.add_all([second, a_skill(house.technician, second)])
    settle(session)
    # the only technician is at a test all day, on the other instrument
    confirmed(
        session, house, at=now(), minutes=480, windows=((start, end),),
        service=Service.COMMISSIONED_TEST,
    )  # fmt: skip
    request = asked(session, house, at=now(), instrument=second, windows=((start, end),))
    assert held(session, request, at=now()) == []
    session.commit()

    page = company.seen(f"/company/requests/{request.id}")

    assert "この機器の担当職員の空きがありません。" in page
    assert "阿部" not in page


def test_a_time_that_came_free_is_said(company: Browser, session: Session, house: House) -> None:
    start, end = coming(house, 1)[0]
    taken = confirmed(session, house, at=now(), minutes=480, windows=((start, end),))
    request = asked(session, house, at=now(), windows=((start, end),))
    assert held(session, request, at=now()) == []
    cancel_reservation(session, taken, reason="", by=house.engineer, at=now())
    session.commit()

    page = company.seen(f"/company/requests/{request.id}")

    assert "その後、空きが出ました。" in page
    assert "もう一度日程を探す" in page


def test_left_to_the_facility(company: Browser, session: Session, house: House) -> None:
    request = waiting(session, house, at=now(), windows=coming(house))
    session.commit()

    page = company.seen(f"/company/requests/{request.id}")

    assert "施設が日程を探しています" in page
    assert "023-000-0000" in page
    assert "日程案待ち" in company.seen("/company/")


def test_applied_says_who_answers_until_when(
    company: Browser, session: Session, house: House
) -> None:
    proposal = applied(session, house, at=now(), windows=coming(house))
    session.commit()

    page = company.seen(f"/company/requests/{proposal.request_id}")

    assert "申込済み：施設の回答待ちです" in page
    assert "回答期限は" in page
    assert "の業務終了" in page  # not the midnight after it
    assert "この日程で確定する" not in page


def test_a_late_answer_is_said_with_the_telephone(
    company: Browser, session: Session, house: House
) -> None:
    proposal = applied(session, house, at=now(), windows=coming(house))
    proposal.answer_by = now() - HOUR
    session.commit()

    page = company.seen(f"/company/requests/{proposal.request_id}")

    assert "期限超過" in page
    assert "日程は確保されたままです" in page
    assert "023-000-0000" in page


def test_another_time_waits_for_the_company(
    company: Browser, session: Session, house: House
) -> None:
    proposal = _proposed_by_the_facility(session, house)

    page = company.seen(f"/company/requests/{proposal.request_id}")

    assert "施設から別の日程案が届いています" in page
    assert "この日程で確定する" in page
    assert "ほかの日程を希望する" in page
    assert "回答する" in company.seen("/company/")


def test_a_refusal_shows_its_reason_and_the_next_step(
    company: Browser, session: Session, house: House
) -> None:
    proposal = applied(session, house, at=now(), windows=coming(house))
    reason = "前処理が必要です <至急>"
    refuse_proposal(session, proposal, reason=reason, by=house.technician, at=now())
    session.commit()

    page = company.seen(f"/company/requests/{proposal.request_id}")

    assert "施設でお受けできませんでした" in page
    assert "前処理が必要です &lt;至急&gt;" in page
    assert f"like={proposal.request_id}" in page
    assert "お断り" in company.seen("/company/")


def test_a_confirmed_request_leads_to_the_visit(
    company: Browser, session: Session, house: House
) -> None:
    visit = confirmed(session, house, at=now(), windows=coming(house))

    answer = company.get(f"/company/requests/{visit.request_id}")

    assert answer.status_code == 303
    assert answer.headers["Location"] == f"/company/reservations/{visit.id}"


def test_withdrawn_and_cancelled_are_said(company: Browser, session: Session, house: House) -> None:
    request = _asked(session, house)
    withdraw_request(session, request, by=house.engineer, at=now())
    visit = confirmed(session, house, at=now(), windows=coming(house))
    cancel_reservation(session, visit, reason="", by=house.engineer, at=now())
    session.commit()

    assert "この申込は取り下げ済みです" in company.seen(f"/company/requests/{request.id}")
    assert "この予約は取消し済みです" in company.seen(f"/company/requests/{visit.request_id}")
    home = company.seen("/company/")
    assert "取下げ" in home
    assert "取消し" in home


def test_history_names_colleagues_and_nobody_of_the_facility(
    company: Browser, session: Session, house: House
) -> None:
    proposal = applied(session, house, at=now(), windows=coming(house))
    secret = a_person(Role.FACILITY_MANAGER, "内部の人", facility=house.facility)
    session.add(secret)
    refuse_proposal(session, proposal, reason="理由", by=secret, at=now())
    session.commit()

    page = company.seen(f"/company/requests/{proposal.request_id}")

    assert "佐藤" in page
    assert "内部の人" not in page


def test_a_page_asks_the_same_number_of_questions_however_much_there_is(
    app: Flask, company: Browser, session: Session, house: House
) -> None:
    asked_of_the_database: list[str] = []
    engine = app.extensions["kyoyo"].engine
    event.listen(
        engine, "before_cursor_execute", lambda *facts: asked_of_the_database.append(facts[2])
    )
    counts = []
    for _ in range(2):
        for _ in range(3):
            waiting(session, house, at=now(), windows=coming(house))
            confirmed(session, house, at=now(), minutes=30, windows=coming(house))
        session.commit()
        asked_of_the_database.clear()
        company.seen("/company/")
        counts.append(len(asked_of_the_database))

    assert counts[0] == counts[1]


def test_a_colleague_sees_what_the_company_asked(
    app: Flask, session: Session, house: House
) -> None:
    request = _asked(session, house)
    request.purpose = "めっきの断面を見たい"
    colleague = a_person(Role.COMPANY, "同僚")
    session.add_all([colleague, a_member(house.company, colleague)])
    session.commit()

    page = signed_in(app, colleague).seen(f"/company/requests/{request.id}")

    assert "めっきの断面を見たい" in page


def test_a_member_of_no_company_sees_who_can_approve(
    app: Flask, session: Session, house: House
) -> None:
    request = _asked(session, house)
    newcomer, stranger = a_person(Role.COMPANY, "新人"), a_person(Role.COMPANY, "無所属")
    session.add_all(
        [
            newcomer,
            stranger,
            a_member(house.company, newcomer, approved_at=None),
        ]
    )
    session.commit()
    browser = signed_in(app, newcomer)

    page = browser.seen("/company/")
    assert "承認済みメンバー（1名）" in page
    assert "佐藤" not in page
    assert "会社に登録されていません" in signed_in(app, stranger).seen("/company/")
    for address in (f"/company/requests/{request.id}", "/company/requests/999999"):
        answer = browser.get(address)
        assert (answer.status_code, answer.headers["Location"]) == (303, "/company/")


def test_a_long_wait_is_no_fault_of_the_page(
    company: Browser, session: Session, house: House
) -> None:
    request = asked(
        session, house, at=now() - timedelta(days=60),
        windows=((now() - timedelta(days=30), now() - timedelta(days=29)),),
    )  # fmt: skip
    session.commit()

    assert "保存済み" in company.seen(f"/company/requests/{request.id}")
    assert "次にできること" in _after_search(company, request.id)


def _after_search(company: Browser, request_id: int) -> str:
    company.post(f"/company/requests/{request_id}/offers")
    return company.seen(f"/company/requests/{request_id}")
