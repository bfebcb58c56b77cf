"""A company asks for time: one form, every fault at once, nothing typed lost, sent twice is one."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from booking.models import Offer, Request
from booking.models.kinds import OfferStatus
from instruments.words import InstrumentState, Sharing
from tests.booking.routes.company_browser import Browser, a_guided_house, coming, entries, signed_in
from tests.builders import House, a_capability, another_company
from tests.support.apps import an_app

FORM = "/company/request?instrument=SEM"


@pytest.fixture
def house(new_session: Callable[[], Session]) -> House:
    return a_guided_house(new_session())


@pytest.fixture
def app(house: House, database_url: str) -> Iterator[Flask]:
    with an_app(database_url) as app:
        yield app


@pytest.fixture
def company(app: Flask, house: House) -> Browser:
    return signed_in(app, house.engineer)


def _count(new_session: Callable[[], Session], kind: type[Request] | type[Offer]) -> int:
    with new_session() as session:
        return session.scalar(select(func.count()).select_from(kind)) or 0


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("ja", ("機器開放", "走査電子顕微鏡", "試料は直径50 mm以下", "023-000-0000")),
        ("en", ("Equipment use", "Electron microscope", "first use", "Show dates that are free")),
    ],
)
def test_the_form_shows_the_rules_beside_it(
    company: Browser, language: str, words: tuple[str, ...]
) -> None:
    page = company.seen(FORM, language)

    assert [word for word in words if word not in page] == []


def test_the_form_knows_who_asks_and_the_usual_length(company: Browser) -> None:
    page = company.seen(FORM)

    assert 'value="佐藤"' in page  # the engineer
    assert 'name="hours" inputmode="numeric" value="1"' in page


def test_a_complete_form_leads_to_offers(company: Browser, house: House) -> None:
    answer = company.post(FORM, **entries(house))

    assert answer.status_code == 303
    page = company.seen(answer.headers["Location"])
    assert page.count("この日程で申し込む</button>") == 3
    assert "まで確保しています" in page
    assert "阿部" in page  # the technician who guides
    assert '操作指導（職員立会い）：<span class="whole">阿部</span>' in page


def test_a_form_sent_twice_is_one_request(
    company: Browser, house: House, new_session: Callable[[], Session]
) -> None:
    typed = entries(house)

    first, second = company.post(FORM, **typed), company.post(FORM, **typed)

    assert first.headers["Location"] == second.headers["Location"]
    assert _count(new_session, Request) == 1
    assert _count(new_session, Offer) == 3  # not let go and held anew


def test_a_form_sent_twice_at_once_is_one_request(
    app: Flask, house: House, new_session: Callable[[], Session]
) -> None:
    typed = entries(house)
    browsers = [signed_in(app, house.engineer) for _ in range(4)]

    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(lambda browser: browser.post(FORM, **typed), browsers))

    assert {answer.status_code for answer in answers} == {303}
    assert len({answer.headers["Location"] for answer in answers}) == 1
    assert _count(new_session, Request) == 1


def test_two_companies_with_one_token_have_two_requests(
    app: Flask, company: Browser, house: House, new_session: Callable[[], Session]
) -> None:
    _firm, engineer = another_company(new_session())
    typed = entries(house)

    company.post(FORM, **typed)
    answer = signed_in(app, engineer).post(FORM, **typed)

    assert answer.status_code == 303
    assert _count(new_session, Request) == 2


def test_every_fault_is_said_at_once_and_nothing_typed_is_lost(
    company: Browser, house: House, new_session: Callable[[], Session]
) -> None:
    typed = entries(
        house,
        hours="99",
        samples="五",
        purpose="",
        sample_text="端子 <b>5個</b>",
        visitor_telephone="なし",
        payer="親会社",
        day=["2020-01-06"],
        to=["08:00"],
        **{"from": ["09:00"]},
    )

    answer = company.post(FORM, **typed)

    assert answer.status_code == 422
    for sentence in (
        "長すぎます。この機器の使用は8時間以内です。",
        "整数で入力してください。",
        "入力してください。",
        "電話番号を入力してください",
        "終了は開始より後の時刻にしてください。",
    ):
        assert sentence in answer.text
    for kept in (
        'value="99"', 'value="五"', "端子 &lt;b&gt;5個&lt;/b&gt;", "なし", "親会社", "2020-01-06"
    ):  # fmt: skip
        assert kept in answer.text
    assert 'aria-describedby="window-0-error"' in answer.text
    assert typed["token"] in answer.text
    assert _count(new_session, Request) == 0


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"hours": "0", "minutes": "0"}, "使用時間を入力してください。"),
        ({"hours": "0", "minutes": "7"}, "5分単位"),
        ({"hours": "0", "minutes": "10"}, "短すぎます。この機器の使用は30分以上です。"),
        ({"service": "lending"}, "この機器ではこの利用区分を受け付けていません"),
        ({"service": "guidance"}, "表示された選択肢から選んでください。"),
        ({"sends_samples": "1"}, "来所が必要です"),
        ({"day": [], "from": [], "to": []}, "来所できる日時を一つ以上"),
        ({"samples": "0"}, "1以上を入力してください。"),
        ({"samples": "1000"}, "999以下"),
        ({"purpose": "目" * 2001}, "2000文字以内"),
        ({"payer": "社" * 500}, "100文字以内"),
        ({"day": ["2199-01-04"], "from": ["9:00"], "to": ["17:00"]}, "380日以内"),
    ],
)
def test_each_broken_rule_has_its_sentence(
    company: Browser, house: House, changes: dict[str, Any], sentence: str
) -> None:
    answer = company.post(FORM, **entries(house, **changes))

    assert answer.status_code == 422
    assert sentence in answer.text


def test_more_than_sixty_times_are_too_many(company: Browser, house: House) -> None:
    day = coming(house)[0][0].date().isoformat()
    times = [f"{9 + n // 12}:{5 * (n % 12):02}" for n in range(61)]
    typed = entries(house, day=[day] * 61, to=["17:00"] * 61, **{"from": times})

    answer = company.post(FORM, **typed)

    assert answer.status_code == 422
    assert "日時は最大60件まで" in answer.text


NASTY: dict[str, Any] = {
    "emoji": {"purpose": "🔬" * 50, "visitor": "👩‍🔬", "samples": "3️⃣"},
    "nul": {"purpose": "a\x00b", "visitor": "\x00", "hours": "\x00", "day": ["\x00"]},
    "control characters": {"purpose": "\x1b[31m\u202e", "payer": "\x7f"},
    "half-width kana": {"visitor": "ｻﾄｳ", "purpose": "ﾒｯｷ", "hours": "２"},
    "lists": {"hours": ["1", "2"], "purpose": ["a", "b"], "service": ["lending", "x"]},
    "huge numbers": {"hours": "9" * 400, "minutes": "9" * 9, "samples": "9" * 400},
    "negative": {"hours": "-1", "samples": "-5"},
    "fractions": {"hours": "1.5", "minutes": "1e3"},
    "days that are none": {"day": ["2026-02-31"], "from": ["25:00"], "to": ["-1"]},
    "the end of time": {"day": ["9999-12-31"], "from": ["00:00"], "to": ["23:55"]},
    "the beginning of time": {"day": ["0001-01-01"], "from": ["00:00"], "to": ["00:05"]},
    "columns of different length": {"day": ["2026-04-06"], "from": [], "to": ["1", "2", "3"]},
    "a range without end": {"range_first": "2026-01-01", "range_last": "9999-12-31"},
    "no token": {"token": ""},
    "a token of somebody's own": {"token": "x' OR '1'='1"},
    "a token of 500 characters": {"token": "a" * 500},
    "unknown step": {"step": "rm -rf"},
    "markup": {"purpose": "<script>alert(1)</script>", "visitor": '"><img src=x>'},
    "very long": {"purpose": "長" * 60000},
}


@pytest.mark.parametrize("name", NASTY)
def test_no_input_is_a_crash(company: Browser, house: House, name: str) -> None:
    answer = company.post(FORM, **entries(house, **NASTY[name]))

    assert answer.status_code in {200, 303, 422}
    assert "<script>alert" not in answer.text
    if answer.status_code == 303:
        assert "<script>alert" not in company.seen(answer.headers["Location"])


def test_an_empty_form_is_said_in_sentences(company: Browser) -> None:
    answer = company.post(FORM)

    assert answer.status_code == 422
    assert "使用時間を入力してください。" in answer.text


@pytest.mark.parametrize("language", ["ja", "en"])
def test_another_kind_of_content_is_no_crash(company: Browser, language: str) -> None:
    answer = company.client.post(FORM, json={"hours": 2}, headers={"Accept-Language": language})

    assert answer.status_code == 422


@pytest.mark.parametrize(
    "query",
    ["instrument=NONE", "capability=none", "instrument=%00", "instrument=" + "x" * 5000],
)
def test_what_does_not_exist_is_not_found(company: Browser, house: House, query: str) -> None:
    asked = company.get(f"/company/request?{query}")
    sent = company.post(f"/company/request?{query}", **entries(house))

    if query == "instrument=%00":  # nothing is left of the name, so nothing was named
        assert (asked.status_code, sent.status_code) == (303, 404)
    else:
        assert (asked.status_code, sent.status_code) == (404, 404)


def test_without_an_instrument_the_way_leads_to_the_catalogue(company: Browser) -> None:
    answer = company.get("/company/request")

    assert (answer.status_code, answer.headers["Location"]) == (303, "/")


def test_rows_are_added_without_script_and_nothing_is_saved(
    company: Browser, house: House, new_session: Callable[[], Session]
) -> None:
    answer = company.post(FORM, **entries(house, step="rows", payer="親会社"))

    assert answer.status_code == 200
    assert answer.text.count('name="day"') == 8
    assert "親会社" in answer.text
    assert _count(new_session, Request) == 0


def test_a_range_becomes_rows_without_script(company: Browser, house: House) -> None:
    days = coming(house)
    typed = entries(house, step="range", day=[""], to=["17:00"], **{"from": ["09:00"]})
    typed |= {"range_first": days[0][0].date().isoformat(), "range_from": "10:00"}
    typed |= {"range_last": days[2][0].date().isoformat(), "range_to": "12:00"}

    answer = company.post(FORM, **typed)

    assert answer.status_code == 200
    for start, _end in days[:3]:
        assert f'name="day" value="{start.date().isoformat()}"' in answer.text


def test_a_capability_is_asked_for_without_naming_an_instrument(
    company: Browser, house: House, new_session: Callable[[], Session]
) -> None:
    session = new_session()
    session.add(a_capability("observe", session.merge(house.instrument)))
    session.commit()
    address = "/company/request?capability=observe"

    assert "表面を見る" in company.seen(address)
    answer = company.post(address, **entries(house))

    assert "走査電子顕微鏡" in company.seen(answer.headers["Location"])


@pytest.mark.parametrize("changed", ["paused", "inquiry"])
def test_what_cannot_be_booked_says_so(
    company: Browser, house: House, new_session: Callable[[], Session], changed: str
) -> None:
    session = new_session()
    instrument = session.merge(house.instrument)
    if changed == "paused":
        instrument.state, sentence = InstrumentState.PAUSED, "現在、申込を受け付けていません"
    else:
        instrument.facility.sharing = Sharing.INQUIRY_ONLY
        sentence = "メールまたは電話での照会のみ"
    session.commit()

    answer = company.post(FORM, **entries(house))

    assert answer.status_code == 422
    assert sentence in answer.text


def test_too_many_holds_keep_the_request_and_lead_to_it(
    house: House, database_url: str, new_session: Callable[[], Session]
) -> None:
    with an_app(database_url, open_holds_per_company=1) as app:
        company = signed_in(app, house.engineer)
        company.post(FORM, **entries(house))

        answer = company.post(FORM, **entries(house))

        assert answer.status_code == 409
        with new_session() as session:
            second = session.scalars(select(Request).order_by(Request.id.desc())).first()
            assert second is not None
        assert f"/company/requests/{second.id}" in answer.text
        assert "日程はまだ探していません" in company.seen(f"/company/requests/{second.id}")


def test_a_form_without_its_token_against_forgery_is_refused_in_a_sentence(
    app: Flask, company: Browser, house: House, new_session: Callable[[], Session]
) -> None:
    app.config["WTF_CSRF_ENABLED"] = True

    answer = company.post(FORM, **entries(house))

    assert answer.status_code == 400
    assert "画面の有効期限が切れました" in answer.text
    assert _count(new_session, Request) == 0


def test_the_public_is_sent_to_sign_in(app: Flask) -> None:
    answer = Browser(app.test_client()).get(FORM)

    assert answer.status_code == 302
    assert "/sign-in" in answer.headers["Location"]


def test_a_technician_does_not_enter(app: Flask, house: House) -> None:
    assert signed_in(app, house.technician).get("/company/").status_code == 403


def test_the_earlier_request_fills_the_form(
    company: Browser, house: House, new_session: Callable[[], Session]
) -> None:
    answer = company.post(FORM, **entries(house, hours="3", sample_text="端子 5個"))
    number = answer.headers["Location"].rpartition("/")[2]

    page = company.seen(f"{FORM}&like={number}")

    for kept in ('value="3"', "端子 5個", "めっきの断面を見たい", "090-1234-5678"):
        assert kept in page
    with new_session() as session:
        held = session.scalar(select(func.count()).where(Offer.status == OfferStatus.HELD))
    assert held == 3
