"""When a facility is staffed, in UTC."""

from datetime import UTC, date, datetime, time

import pytest

from instruments.opening import is_open_on, open_days_after, staffed_spans
from tests.instruments.builders import MONDAY, a_facility, closed, hours


def utc(month: int, day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, month, day, hour, minute, tzinfo=UTC)


def test_nine_in_japan_is_midnight_in_utc() -> None:
    assert staffed_spans(a_facility(), MONDAY, MONDAY) == [(utc(4, 6, 0), utc(4, 6, 8))]


def test_a_lunch_break_divides_the_day_and_touching_hours_do_not() -> None:
    broken = a_facility(hours=[hours(0, time(9), time(12)), hours(0, time(13), time(17))])
    touching = a_facility(hours=[hours(0, time(13), time(17)), hours(0, time(9), time(13))])
    nested = a_facility(hours=[hours(0, time(9), time(17)), hours(0, time(10), time(12))])

    assert staffed_spans(broken, MONDAY, MONDAY) == [
        (utc(4, 6, 0), utc(4, 6, 3)),
        (utc(4, 6, 4), utc(4, 6, 8)),
    ]
    assert staffed_spans(touching, MONDAY, MONDAY) == [(utc(4, 6, 0), utc(4, 6, 8))]
    assert staffed_spans(nested, MONDAY, MONDAY) == [(utc(4, 6, 0), utc(4, 6, 8))]


def test_weekends_and_closure_days_are_left_out() -> None:
    facility = a_facility(closure_days=closed(date(2026, 4, 8)))

    days = [start.date() for start, _ in staffed_spans(facility, MONDAY, date(2026, 4, 13))]

    assert days == [date(2026, 4, day) for day in (6, 7, 9, 10, 13)]


def test_golden_week_of_2026_is_closed() -> None:
    # 29 April, 3-5 May are holidays; 6 May is the substitute for Sunday 3 May.
    facility = a_facility()
    week = [date(2026, 4, 29), *(date(2026, 5, day) for day in (4, 5, 6))]

    assert [day for day in week if is_open_on(facility, day)] == []
    assert is_open_on(facility, date(2026, 5, 7))


def test_the_day_between_two_holidays_is_a_holiday() -> None:
    # 22 September 2026 lies between Respect for the Aged Day and the autumnal equinox.
    assert not is_open_on(a_facility(), date(2026, 9, 22))


@pytest.mark.parametrize(
    ("day", "is_open"),
    [
        (date(2026, 12, 28), True),
        (date(2026, 12, 29), False),
        (date(2026, 12, 31), False),
        (date(2027, 1, 1), False),
        (date(2025, 1, 3), False),
        (date(2027, 1, 4), True),
    ],
)
def test_the_year_ends_on_29_december_and_begins_on_4_january(day: date, is_open: bool) -> None:
    assert is_open_on(a_facility(), day) is is_open


def test_a_facility_may_keep_open_on_holidays_and_at_the_years_end() -> None:
    facility = a_facility(closed_on_holidays=False, closed_year_end=False)

    assert is_open_on(facility, date(2026, 5, 4))
    assert is_open_on(facility, date(2026, 12, 30))


def test_open_days_are_counted_after_the_day_itself() -> None:
    facility = a_facility()
    friday = date(2026, 4, 10)

    assert open_days_after(facility, friday, 0) == friday
    assert open_days_after(facility, friday, 1) == date(2026, 4, 13)
    assert open_days_after(facility, date(2026, 4, 28), 3) == date(2026, 5, 7)


def test_a_facility_that_never_opens_has_no_open_day() -> None:
    with pytest.raises(ValueError, match="facility OKI: fewer than 1 open days"):
        open_days_after(a_facility(hours=[]), MONDAY, 1)


def test_no_days_no_spans() -> None:
    assert staffed_spans(a_facility(), MONDAY, date(2026, 4, 5)) == []
