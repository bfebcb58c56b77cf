"""The network's week: free or not by half-days, for everyone the same, and never who or why."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import date, datetime, time, timedelta

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from booking.models import Claim, ClaimSubject
from booking.models.kinds import ClaimKind
from booking.permissions import Role
from booking.queries.network import CellState, NetworkRow, NetworkWeek, NetworkWish, network_week
from booking.services.subjects import ensure_subjects
from instruments.models import ClosureDay, Instrument, OpeningHours, Unit
from instruments.words import Category, InstrumentState, Sharing
from tests.booking.routes.visitor import at_clock, counted_queries, main_part, next_monday, visitor
from tests.booking.steps import confirmed
from tests.builders import (
    NINE,
    TODAY,
    House,
    a_facility,
    a_house,
    a_person,
    an_instrument,
    hours,
    in_japan,
)
from tests.support.apps import an_app

FREE, NOT_FREE, CLOSED = CellState.FREE, CellState.NOT_FREE, CellState.CLOSED
MONDAY = date(2026, 4, 6)
READERS = (Role.PARTNER, Role.COORDINATOR, Role.TECHNICIAN, Role.ADMIN)


@pytest.fixture
def house(new_session: Callable[[], Session]) -> House:
    return a_house(new_session())


@pytest.fixture
def app(database_url: str) -> Iterator[Flask]:
    with an_app(database_url) as app:
        yield app


def _take(session: Session, unit: Unit, start: datetime, end: datetime, kind: ClaimKind) -> None:
    subject = session.scalars(select(ClaimSubject).where(ClaimSubject.unit_id == unit.id)).one()
    session.add(Claim(subject=subject, starts_at=start, ends_at=end, kind=kind))
    session.flush()


def _week(session: Session, wish: NetworkWish | None = None, at: datetime = TODAY) -> NetworkWeek:
    return network_week(session, wish or NetworkWish(day=MONDAY), at=at)


def _only_row(week: NetworkWeek) -> NetworkRow:
    rows = [row for facility in week.facilities for row in facility.rows]
    assert len(rows) == 1
    return rows[0]


def _added(session: Session, *instruments: Instrument) -> None:
    session.add_all(instruments)
    session.flush()
    ensure_subjects(session, on_call_lanes=1)
    session.flush()


def test_a_use_in_the_morning_leaves_the_afternoon_free(session: Session) -> None:
    house = a_house(session)
    _take(session, house.unit, NINE, in_japan(4, 6, 11), ClaimKind.RESERVATION)

    row = _only_row(_week(session))

    assert row.cells == ((NOT_FREE, FREE), *[(FREE, FREE)] * 4)


def test_one_free_unit_is_enough(session: Session) -> None:
    house = a_house(session, an_instrument(units=2))
    _take(session, house.instrument.units[1], *hours(NINE, 8), ClaimKind.CLOSURE)

    assert _only_row(_week(session)).cells[0] == (FREE, FREE)

    _take(session, house.instrument.units[0], *hours(in_japan(4, 6, 16), 1), ClaimKind.HOLD)

    assert _only_row(_week(session)).cells[0] == (FREE, NOT_FREE)


@pytest.mark.parametrize("kind", list(ClaimKind))
def test_every_kind_of_claim_looks_the_same(session: Session, kind: ClaimKind) -> None:
    house = a_house(session)
    _take(session, house.unit, *hours(NINE, 8), kind)

    assert _only_row(_week(session)).cells[0] == (NOT_FREE, NOT_FREE)


def test_a_closed_day_and_a_free_afternoon_of_the_facility_say_so(session: Session) -> None:
    facility = a_facility(closure_days=[ClosureDay(day=date(2026, 4, 7))])
    facility.hours = [
        OpeningHours(weekday=day, opens=time(9), closes=time(12 if day == 2 else 17))
        for day in range(5)
    ]
    _added(session, an_instrument(facility=facility))

    cells = _only_row(_week(session)).cells

    assert cells[1] == (CLOSED, CLOSED)
    assert cells[2] == (FREE, CLOSED)


def test_a_facility_open_on_saturday_has_its_week_of_seven_days(session: Session) -> None:
    facility = a_facility()
    facility.hours.append(OpeningHours(weekday=5, opens=time(9), closes=time(12)))
    _added(session, an_instrument(facility=facility))

    week = _week(session)

    assert len(week.days) == 7
    assert _only_row(week).cells[5:] == ((FREE, CLOSED), (CLOSED, CLOSED))


def test_a_facility_that_answers_inquiries_is_never_called_free(session: Session) -> None:
    _added(session, an_instrument(facility=a_facility(sharing=Sharing.INQUIRY_ONLY)))

    week = _week(session)

    assert week.facilities[0].asks
    assert _only_row(week).cells[0] == (CellState.ASK, CellState.ASK)
    assert _week(session, NetworkWish(day=MONDAY, only_free=True)).instruments == 0


def test_what_takes_no_requests_is_not_free(session: Session) -> None:
    _added(session, an_instrument(state=InstrumentState.PAUSED))

    assert _only_row(_week(session)).cells[0] == (NOT_FREE, NOT_FREE)


def test_what_is_over_shows_nothing_of_its_use(session: Session) -> None:
    house = a_house(session)
    _take(session, house.unit, *hours(NINE, 1), ClaimKind.RESERVATION)
    noon = in_japan(4, 6, 12, 30)

    week = _week(session, NetworkWish(), at=noon)

    assert _only_row(week).cells[0] == (CellState.OVER, FREE)
    assert week.before is None
    earlier = _week(session, NetworkWish(day=date(2026, 3, 2)), at=noon)
    assert earlier.first == MONDAY  # other institutes' past use is not for counting


def test_on_a_weekend_the_week_to_come_is_shown(session: Session) -> None:
    _added(session, an_instrument())

    assert _week(session, NetworkWish(), at=in_japan(4, 4, 10)).first == MONDAY


def test_only_what_is_free_at_least_once(session: Session) -> None:
    house = a_house(session)
    for day in range(5):
        _take(session, house.unit, *hours(NINE + timedelta(days=day), 8), ClaimKind.CLOSURE)
    _added(session, an_instrument("XRD", a_facility("IRI", prefecture_jis="03")))

    week = _week(session, NetworkWish(day=MONDAY, only_free=True))

    assert [facility.code for facility in week.facilities] == ["IRI"]
    assert _week(session).instruments == 2


def test_the_filters_narrow_the_rows(session: Session) -> None:
    sem = an_instrument("SEM")
    furnace = an_instrument(
        "OVEN",
        a_facility("IRI", prefecture_jis="03"),
        name_ja="電気炉",
        category=Category.HEAT_TREATMENT,
    )
    _added(session, sem, furnace)

    found = {
        "facility": _week(session, NetworkWish(facility="IRI")),
        "category": _week(session, NetworkWish(category=Category.HEAT_TREATMENT)),
        "text": _week(session, NetworkWish(text="電気炉")),
    }

    assert {name: _only_row(week).code for name, week in found.items()} == dict.fromkeys(
        found, "OVEN"
    )
    assert [group.prefecture.name_ja for group in _week(session).choices] == ["岩手県", "山形県"]


def test_the_number_of_queries_depends_on_nothing_stored(app: Flask, session: Session) -> None:
    _added(session, an_instrument("FIRST"))
    partner = a_person(Role.PARTNER)
    session.add(partner)
    session.commit()
    client = visitor(app, partner)
    client.get("/network/week")  # the first request of a process fills caches

    with counted_queries(app) as for_one:
        client.get("/network/week")
    for number in range(6):
        facility = a_facility(f"F{number}", prefecture_jis=f"{number + 1:02}")
        _added(session, *[an_instrument(f"I{number}-{n}", facility, units=2) for n in range(10)])
    for subject in session.scalars(select(ClaimSubject)):
        for day in range(5):
            start = at_clock(next_monday() + timedelta(days=day), 9 + day)
            session.add(
                Claim(
                    subject=subject,
                    starts_at=start,
                    ends_at=start + timedelta(hours=1),
                    kind=ClaimKind.RESERVATION,
                )
            )
    session.commit()
    with counted_queries(app) as for_many:
        page = client.get(f"/network/week?from={next_monday()}").text

    assert page.count("/instruments/I") == 60
    assert len(for_many) == len(for_one) <= 15


def test_everyone_of_the_network_sees_the_same_page(app: Flask, session: Session) -> None:
    house = a_house(session)
    people = [a_person(role, facility=house.facility) for role in READERS]
    session.add_all(people)
    session.commit()

    pages = {main_part(visitor(app, person).get("/network/week").text) for person in people}

    assert len(pages) == 1
    assert "走査電子顕微鏡" in pages.pop()


def test_the_page_says_nothing_of_a_case(app: Flask, session: Session) -> None:
    house = a_house(session)
    private = {"purpose": "目的の文", "sample_text": "試料の文", "visitor": "来所の人"}
    confirmed(session, house, at=TODAY, **private)
    day = next_monday()
    _take(session, house.unit, at_clock(day, 9), at_clock(day, 17), ClaimKind.OWN_USE)
    partner = a_person(Role.PARTNER, "菊池")
    session.add(partner)
    session.commit()

    page = visitor(app, partner).get(f"/network/week?from={day}").text

    secret = [*private.values(), house.company.name, house.engineer.name, house.technician.name]
    assert [text for text in secret if text in page] == []
    assert main_part(page).count('<td class="cell-not_free') == 2
    assert "所内使用" not in page


@pytest.mark.parametrize(
    ("language", "free", "taken"), [("ja", "○ 空き", "使用不可"), ("en", "○ free", "not free")]
)
def test_the_state_is_a_word_not_a_colour(
    app: Flask, session: Session, language: str, free: str, taken: str
) -> None:
    house = a_house(session)
    day = next_monday()
    _take(session, house.unit, at_clock(day, 9), at_clock(day, 10), ClaimKind.HOLD)
    partner = a_person(Role.PARTNER)
    session.add(partner)
    session.commit()

    page = visitor(app, partner, language).get(f"/network/week?from={day}").text
    cells = re.findall(r'<td class="[^"]*">([^<]*)</td>', page)

    assert cells[:2] == [f" {taken}", free]


def test_who_may_not_enter(app: Flask, house: House, session: Session) -> None:
    auditor = a_person(Role.AUDITOR)
    session.add(auditor)
    session.commit()

    assert visitor(app, house.engineer).get("/network/week").status_code == 403
    assert visitor(app, auditor).get("/network/week").status_code == 403
    to_sign_in = visitor(app).get("/network/week")
    assert to_sign_in.status_code == 302
    assert to_sign_in.location.startswith("/sign-in?next=")


@pytest.mark.parametrize(
    "query",
    [
        "from=2026-02-31",
        "from=0001-01-01",
        "from=9999-12-31",
        "day=9999-12-31&from=2026-13-01",
        "facility=%00&category=nonsense",
        "facility=🔬&text=%00🔬ﾃﾞﾝｼ" + "あ" * 500,
        "text=%F0%28%8C%28&free=on&free=1",
        "category=&category=emc&text=%25_%5C",
    ],
)
def test_no_address_breaks_the_page(app: Flask, house: House, session: Session, query: str) -> None:
    partner = a_person(Role.PARTNER)
    session.add(partner)
    session.commit()

    assert visitor(app, partner).get(f"/network/week?{query}").status_code == 200
