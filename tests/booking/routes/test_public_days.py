"""Anyone sees which days are free; nobody learns an hour or a name from it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from booking.models import Claim, ClaimSubject
from booking.models.kinds import ClaimKind
from booking.queries.catalogue_days import DayState, days_of
from booking.queries.catalogue_instrument import instrument_page
from instruments.models import ClosureDay, Instrument, Unit
from instruments.opening import open_days_after
from instruments.words import InstrumentState, Sharing
from tests.builders import DAY, NINE, TODAY, a_facility, a_house, an_instrument, hours, in_japan
from tests.support.apps import an_app

MONDAY = date(2026, 4, 6)


def _state(session: Session, it: Instrument, day: date = MONDAY, at: datetime = TODAY) -> DayState:
    return days_of(session, [it], day, day, at=at)[it.id][0].state


def _claim(
    session: Session, unit: Unit, starts_at: datetime, length: float, **changes: Any
) -> None:
    subject = session.scalars(select(ClaimSubject).where(ClaimSubject.unit_id == unit.id)).one()
    begins, ends = hours(starts_at, length)
    facts: dict[str, Any] = {"kind": ClaimKind.OUTAGE, "starts_at": begins, "ends_at": ends}
    session.add(Claim(subject=subject, **facts | changes))
    session.commit()


def test_a_day_without_claims_is_free(session: Session) -> None:
    house = a_house(session)

    assert _state(session, house.instrument) is DayState.FREE


def test_a_day_with_a_claim_is_partly_free(session: Session) -> None:
    house = a_house(session)
    _claim(session, house.unit, NINE, 3)

    assert _state(session, house.instrument) is DayState.PARTLY


def test_a_day_on_which_the_shortest_use_fits_nowhere_is_full(session: Session) -> None:
    house = a_house(session, an_instrument(min_minutes=120, typical_minutes=120))
    _claim(session, house.unit, NINE + timedelta(hours=1), 6)  # an hour is left at each end

    assert _state(session, house.instrument) is DayState.FULL


def test_room_that_holds_no_fixed_start_is_no_room(session: Session) -> None:
    half_days = an_instrument(fixed_starts="09:00,13:00", min_minutes=60)
    house = a_house(session, half_days)
    _claim(session, house.unit, NINE, 1)
    _claim(session, house.unit, NINE + timedelta(hours=4), 3)  # free 10-13 and 16-17

    assert _state(session, house.instrument) is DayState.FULL


def test_room_that_holds_no_start_of_the_grid_is_no_room(session: Session) -> None:
    house = a_house(session, an_instrument(grid_minutes=120, min_minutes=60))
    _claim(session, house.unit, NINE, 1.25)
    _claim(session, house.unit, NINE + timedelta(hours=3), 5)  # free 10:15-12, grid 8, 10, 12

    assert _state(session, house.instrument) is DayState.FULL


def test_a_second_unit_keeps_the_day_free(session: Session) -> None:
    house = a_house(session, an_instrument(units=2))
    _claim(session, house.unit, NINE, 8)

    assert _state(session, house.instrument) is DayState.FREE


def test_a_hold_that_is_over_takes_nothing(session: Session) -> None:
    house = a_house(session)
    valid = TODAY - timedelta(minutes=1)
    _claim(session, house.unit, NINE, 8, kind=ClaimKind.HOLD, valid_until=valid)

    assert _state(session, house.instrument) is DayState.FREE


def test_a_run_through_the_night_takes_both_days(session: Session) -> None:
    house = a_house(session)
    _claim(session, house.unit, NINE, 32)  # Monday 9 to Tuesday 17

    assert _state(session, house.instrument) is DayState.FULL
    assert _state(session, house.instrument, MONDAY + DAY) is DayState.FULL
    assert _state(session, house.instrument, MONDAY + 2 * DAY) is DayState.FREE


def test_weekends_holidays_and_closures_are_closed(session: Session) -> None:
    facility = a_facility(closure_days=[ClosureDay(day=date(2026, 4, 8))])
    it = a_house(session, an_instrument(facility=facility)).instrument

    closed = [date(2026, 4, 5), date(2026, 4, 8), date(2026, 4, 29)]  # Sunday, own, Showa Day
    assert [_state(session, it, day) for day in closed] == [DayState.CLOSED] * 3


def test_days_before_the_notice_and_too_far_ahead_take_no_request(session: Session) -> None:
    facility = a_facility(notice_days=5, months_ahead=1)
    it = a_house(session, an_instrument(facility=facility)).instrument

    days = [date(2026, 4, 3), MONDAY, date(2026, 5, 1), date(2026, 5, 7)]
    assert [_state(session, it, day) for day in days] == [
        DayState.OUTSIDE,
        DayState.FREE,
        DayState.FREE,
        DayState.OUTSIDE,
    ]


def test_of_today_only_what_is_left_counts(session: Session) -> None:
    it = a_house(session).instrument

    assert _state(session, it, date(2026, 4, 1), at=in_japan(4, 1, 10)) is DayState.FREE
    assert _state(session, it, date(2026, 4, 1), at=in_japan(4, 1, 17)) is DayState.OUTSIDE


@pytest.mark.parametrize("week_of", [None, date(2020, 1, 1), date(2030, 1, 1), date(2026, 4, 16)])
def test_the_calendar_stays_within_the_days_one_may_apply_for(
    session: Session, week_of: date | None
) -> None:
    a_house(session)

    calendar = instrument_page(session, "SEM", week_of=week_of, at=TODAY).calendar

    assert calendar is not None
    first = calendar.weeks[0][0].day
    assert first.weekday() == 0
    assert date(2026, 3, 30) <= first <= date(2026, 6, 29)
    assert [len(week) for week in calendar.weeks] == [7] * 4


def test_a_paused_instrument_shows_no_days(session: Session) -> None:
    a_house(session, an_instrument(state=InstrumentState.PAUSED))

    page = instrument_page(session, "SEM", week_of=None, at=TODAY)

    assert page.calendar is None
    assert not page.can_be_asked_for


def test_where_the_facility_answers_inquiries_no_day_is_promised(session: Session) -> None:
    a_house(session, an_instrument(facility=a_facility(sharing=Sharing.INQUIRY_ONLY)))

    page = instrument_page(session, "SEM", week_of=None, at=TODAY)

    assert page.calendar is None
    assert not page.can_be_asked_for


@pytest.fixture
def app(database_url: str) -> Iterator[Flask]:
    with an_app(database_url) as app:
        yield app


def test_the_page_is_the_same_wherever_in_the_day_the_claim_lies(
    new_session: Callable[[], Session], app: Flask
) -> None:
    session = new_session()
    house = a_house(session)
    day = _an_open_day_soon()
    pages = []
    for hour in (0, 2, 5):
        _claim(session, house.unit, datetime.combine(day, time(hour), UTC), 1)
        pages.append(app.test_client().get("/instruments/SEM").text)
        session.query(Claim).delete()
        session.commit()

    assert '"day-partly"' in pages[0]
    assert len({_calendar(page) for page in pages}) == 1


def test_the_calendar_holds_no_hour_and_no_kind_of_claim(
    new_session: Callable[[], Session], app: Flask
) -> None:
    session = new_session()
    house = a_house(session)
    _claim(session, house.unit, datetime.combine(_an_open_day_soon(), time(1, 30), UTC), 2)

    calendar = _calendar(app.test_client().get("/instruments/SEM").text)

    assert re.findall(r"\d:\d\d|T\d\d|\d{9,}", calendar) == []
    assert "outage" not in calendar


def _an_open_day_soon() -> date:
    """An open day a little ahead: the page reads the clock, so the day cannot be fixed."""
    return open_days_after(a_facility(), datetime.now(UTC).date(), 4)


def _calendar(page: str) -> str:
    return page[page.index('<table class="days">') : page.index("</table>")]
