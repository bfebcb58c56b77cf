"""Anyone finds an instrument by trouble or by word, and no address breaks a page."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import event
from sqlalchemy.orm import Session

from booking.permissions import Role
from booking.settings import ROOT
from instruments.loading import load_catalogue
from instruments.models import Facility, Instrument
from instruments.words import InstrumentState, Sharing
from tests.builders import (
    a_capability,
    a_facility,
    a_house,
    a_person,
    a_tariff,
    an_instrument,
)
from tests.support.apps import an_app

PAGES = ["/", "/instruments", "/facilities", "/organizations", "/about"]
TYPED = {
    "電子": "YRIT-OKI-SEM",
    "ｲﾝｸｼﾞｪｯﾄ": "YU-IJDC-PRINTER",
    "いんくじぇっと": "YU-IJDC-PRINTER",
    "ＩＮＫＪＥＴ": "YU-IJDC-PRINTER",
    "さび": "YRIT-OKI-SALT",
    "めっきがはがれる": "YRIT-OKI-SEM",
}
BAD_TEXTS = [
    "\N{PARTY POPPER}",
    "\0",
    "ｱ" * 500,
    "a " * 400,
    "%_\\'\"--",
    "<script>alert(1)</script>",
    "\N{COMBINING ACUTE ACCENT}" * 50,
]
BAD_ADDRESSES = [
    "/instruments?page=0",
    "/instruments?page=-1",
    "/instruments?page=99999999999999999999",
    "/instruments?page=４",
    "/instruments?page=x&page=2",
    "/instruments?category=nothing&operated_by=either&prefecture=99",
    "/instruments?facility=%00&trouble=%F0%9F%8E%89&capability=%00",
    "/instruments?category[]=emc&text[]=x",
    "/instruments?available=yes",
    "/instruments?text=%FF%FE%ED%A0%80",
    "/instruments/SEM?week=2026-13-45",
    "/instruments/SEM?week=0001-01-01",
    "/instruments/SEM?week=9999-12-31",
    "/instruments/SEM?week=%00",
]


@pytest.fixture
def app(database_url: str) -> Iterator[Flask]:
    with an_app(database_url) as app:
        yield app


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return app.test_client()


@pytest.fixture
def seeded(session: Session) -> Session:
    """The catalogue that comes with the product."""
    load_catalogue(session, Path(ROOT) / "seed_data")
    session.commit()
    return session


def _get(client: FlaskClient, address: str, language: str = "ja") -> str:
    answer = client.get(address, headers={"Accept-Language": language})
    assert answer.status_code == 200, address
    return answer.text


def test_pages_open_without_an_account_even_on_an_empty_catalogue(client: FlaskClient) -> None:
    for language in ("ja", "en"):
        for address in PAGES:
            assert f'<html lang="{language}">' in _get(client, address, language)


def test_the_first_page_leads_in_by_trouble(client: FlaskClient, seeded: Session) -> None:
    page = _get(client, "/")

    assert 'href="/instruments?trouble=peeling"' in page
    assert "はがれ・密着不良" in page


def test_words_as_people_type_them_find_the_instrument(
    client: FlaskClient, seeded: Session
) -> None:
    pages = {text: _get(client, f"/instruments?text={quote(text)}") for text in TYPED}

    lost = [text for text, code in TYPED.items() if f"/instruments/{code}" not in pages[text]]
    assert lost == []


def test_filters_narrow_the_list_and_stay_in_the_address(
    client: FlaskClient, seeded: Session
) -> None:
    page = _get(client, "/instruments?prefecture=03&operated_by=company&page=1")

    assert 'option value="03" selected' in page
    assert "地方独立行政法人" not in page
    assert "/instruments/YRIT-" not in page
    assert "/instruments/IRI-" in page


def test_only_what_can_be_requested_leaves_out_paused_ones_and_inquiries(
    client: FlaskClient, session: Session
) -> None:
    asks = a_facility("ASKS", sharing=Sharing.INQUIRY_ONLY)
    here = a_facility("HERE")
    session.add_all(
        [
            an_instrument("FREE", here),
            an_instrument("PAUSED", here, state=InstrumentState.PAUSED),
            an_instrument("ASKED", asks),
            an_instrument("GONE", here, state=InstrumentState.RETIRED),
        ]
    )
    session.commit()

    everything, narrowed = _get(client, "/instruments"), _get(client, "/instruments?available=1")

    assert [code for code in ("FREE", "PAUSED", "ASKED", "GONE") if f"/{code}" in everything] == [
        "FREE",
        "PAUSED",
        "ASKED",
    ]
    assert "/FREE" in narrowed
    assert "/PAUSED" not in narrowed
    assert "/ASKED" not in narrowed


def test_a_search_without_a_result_says_what_to_do(client: FlaskClient, seeded: Session) -> None:
    page = _get(client, "/instruments?text=zzzz")

    assert "見つかりませんでした" in page
    assert "電話番号は未確認" in page
    assert 'href="/instruments?trouble=rust"' in page


def test_a_choice_that_does_not_exist_is_left_out_and_said(
    client: FlaskClient, seeded: Session
) -> None:
    page = _get(client, "/instruments?category=nothing")

    assert "一部の条件が読み取れなかったため外しました" in page
    assert 'class="cards"' in page


def test_the_last_page_is_shown_for_a_page_beyond_it(client: FlaskClient, seeded: Session) -> None:
    assert 'aria-current="page" aria-label="10ページ中10ページ目"' in _get(
        client, "/instruments?page=999"
    )


def test_no_text_breaks_the_search(client: FlaskClient, session: Session) -> None:
    a_house(session)

    for text in BAD_TEXTS:
        assert "<script>alert" not in _get(client, f"/instruments?text={quote(text)}")


def test_no_address_breaks_a_page(client: FlaskClient, session: Session) -> None:
    a_house(session)

    answers = {address: client.get(address).status_code for address in BAD_ADDRESSES}

    assert answers == dict.fromkeys(BAD_ADDRESSES, 200)


@pytest.mark.parametrize("kind", ["instruments", "facilities"])
def test_unknown_codes_all_get_the_same_answer(
    client: FlaskClient, session: Session, kind: str
) -> None:
    session.add(an_instrument("GONE", state=InstrumentState.RETIRED))
    session.commit()
    codes = ["UNKNOWN", "NOTHING", "%00", "%F0%9F%8E%89", "x" * 500, "GONE"]

    answers = [client.get(f"/{kind}/{code}") for code in codes]

    assert {answer.status_code for answer in answers} == {404}
    assert len({_body(answer.text) for answer in answers}) == 1


def test_the_page_of_an_instrument_says_fee_rules_and_whom_to_call(
    client: FlaskClient, session: Session
) -> None:
    facility = a_facility(section_ja="連携支援室", telephone="023-000-0000", notice_days=2)
    it = an_instrument(facility=facility, conditions_ja="図面を持参")
    session.add_all([it, a_tariff(it, 1370), a_capability("observe", it)])
    session.commit()

    page = _get(client, "/instruments/SEM")

    for words in ("1,370円", "使用料条例", "2日前まで", "連携支援室", "図面を持参", "例示データ"):
        assert words in page
    assert 'href="tel:023-000-0000"' in page
    assert 'href="/company/request?instrument=SEM"' in page


def test_the_fee_is_told_for_inside_and_outside(client: FlaskClient, session: Session) -> None:
    it = an_instrument(typical_minutes=120)
    session.add_all([it, a_tariff(it, 1000, outside_percent=50)])
    session.commit()

    page = _get(client, "/instruments/SEM")

    assert "<strong>2,000円</strong>" in page
    assert "<strong>3,000円</strong>" in page


def test_without_a_tariff_the_fee_is_not_settled(client: FlaskClient, session: Session) -> None:
    a_house(session)

    assert "料金は未定です" in _get(client, "/instruments/SEM")


def test_a_confirmed_instrument_takes_the_banner_away(
    client: FlaskClient, session: Session
) -> None:
    session.add(an_instrument(verified=True))
    session.commit()

    page = _get(client, "/instruments/SEM")

    assert "例示データ" not in page
    assert "確認済み" in page


@pytest.mark.parametrize(
    ("state", "sharing", "words"),
    [
        (InstrumentState.PAUSED, Sharing.CONFIRMS, "申込を受け付けていません"),
        (InstrumentState.AVAILABLE, Sharing.INQUIRY_ONLY, "照会により日程を回答します"),
    ],
)
def test_where_nothing_can_be_requested_there_is_no_button(
    client: FlaskClient, session: Session, state: InstrumentState, sharing: Sharing, words: str
) -> None:
    session.add(an_instrument(state=state, facility=a_facility(sharing=sharing)))
    session.commit()

    page = _get(client, "/instruments/SEM")

    assert words in page
    assert "/company/request" not in page
    assert '<table class="days">' not in page


def test_staff_see_no_button_that_is_not_for_them(client: FlaskClient, session: Session) -> None:
    house = a_house(session)
    session.add(a_person(Role.CLERK, facility=house.facility, fs_uniquifier="clerk-1"))
    session.commit()
    with client.session_transaction() as cookie:
        cookie["_user_id"], cookie["_fresh"] = "clerk-1", True

    assert "/company/request" not in _get(client, "/instruments/SEM")


def test_a_facility_tells_place_hours_and_instruments(
    client: FlaskClient, session: Session
) -> None:
    session.add(an_instrument(facility=a_facility(address="松栄2-2-1")))
    session.commit()

    page = _get(client, "/facilities/YRIT")

    for words in ("山形県 松栄2-2-1", "9:00–17:00", "祝日", 'href="/instruments/SEM"'):
        assert words in page


def test_the_number_of_queries_does_not_grow_with_the_catalogue(
    app: Flask, client: FlaskClient, session: Session
) -> None:
    house = a_house(session)
    addresses = (
        "/",
        "/instruments",
        "/instruments?text=電子",
        "/facilities/YRIT",
        "/organizations",
    )
    few = [_queries(app, client, address) for address in addresses]

    for number in range(30):
        _add_another(session, house.facility, number)
    session.commit()

    assert [_queries(app, client, address) for address in addresses] == few


def _add_another(session: Session, facility: Facility, number: int) -> Instrument:
    it = an_instrument(f"SEM-{number}", facility if number % 2 else a_facility(f"F-{number}"))
    session.add_all([it, a_tariff(it), a_capability(f"can-{number}", it)])
    return it


def _queries(app: Flask, client: FlaskClient, address: str) -> int:
    sent: list[str] = []
    engine = app.extensions["kyoyo"].engine

    def hear(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        sent.append(statement)

    event.listen(engine, "before_cursor_execute", hear)
    try:
        _get(client, address)
    finally:
        event.remove(engine, "before_cursor_execute", hear)
    return sum(statement.lstrip().upper().startswith("SELECT") for statement in sent)


def _body(page: str) -> str:
    return page[page.index("<main") : page.index("</main>")]


@pytest.mark.parametrize(
    ("back", "leads_to"),
    [
        ("/instruments?q=SEM", "/instruments?q=SEM"),
        ("//evil.example", "/"),
        ("/////evil.example", "/"),  # two slashes of five made "//evil.example" of it
        ("https://evil.example/", "/"),
        ("/\\evil.example", "/"),
    ],
)
def test_the_language_switch_leads_nowhere_else(app: Flask, back: str, leads_to: str) -> None:
    answer = app.test_client().get("/language/en", query_string={"next": back})

    assert answer.headers["Location"] == leads_to
