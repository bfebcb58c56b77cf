"""The question put to the solver: hours, people, claims and rules as they stand in the database."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, time, timedelta
from typing import Any

import pytest
from sqlalchemy import Engine, event, select
from sqlalchemy.orm import Session

from booking.models import Request, Skill, WorkingTime
from booking.models.kinds import ClosureKind
from booking.planning.answers import suggestions
from booking.planning.question import Question, ask
from booking.services.close_unit import close_unit
from booking.services.record_absence import record_absence
from instruments.models import ClosureDay
from instruments.words import Attended, Guidance, InstrumentState, OperatedBy, Service, Sharing
from tests.booking.steps import applied, asked, confirmed, held
from tests.builders import (
    DAY,
    HOUR,
    NINE,
    SETTINGS,
    TODAY,
    House,
    a_capability,
    a_facility,
    a_house,
    an_instrument,
    another_company,
    hours,
    in_japan,
    settle,
)

WEEK = tuple(hours(NINE + n * DAY, 8) for n in range(5))


def _ask(session: Session, *requests: Request, at: datetime = TODAY, **more: Any) -> Question:
    session.flush()
    return ask(session, requests, at=at, on_call_limit=SETTINGS.on_call_limit, **more)


def _starts(
    session: Session, request: Request, *, at: datetime = TODAY, **more: Any
) -> list[datetime]:
    """The starts that would be offered, earliest first."""
    runs = suggestions(_ask(session, request, at=at, **more), request.id, count=3)
    return [run.starts_at for run in runs]


def _guided_house(session: Session, *, technicians: int = 1) -> House:
    guided = an_instrument(attended=Attended.FULL, guidance=Guidance.ALWAYS)
    return a_house(session, guided, technicians=technicians)


def test_work_lies_in_opening_hours(session: Session) -> None:
    house = a_house(session)
    request = asked(session, house, minutes=480, windows=((NINE - 9 * HOUR, NINE + 15 * HOUR),))

    assert _starts(session, request) == [NINE]


def test_a_day_on_which_the_facility_is_closed_is_left_out(session: Session) -> None:
    house = a_house(session)
    house.facility.closure_days.append(ClosureDay(day=date(2026, 4, 6)))

    assert _starts(session, asked(session, house, windows=WEEK))[0] == NINE + DAY


def test_national_holidays_are_left_out(session: Session) -> None:
    """29 April 2026 is a holiday (昭和の日)."""
    house = a_house(session)
    windows = (hours(in_japan(4, 29, 9), 8), hours(in_japan(4, 30, 9), 8))

    assert _starts(session, asked(session, house, windows=windows))[0] == in_japan(4, 30, 9)


def test_starts_lie_on_the_instruments_grid(session: Session) -> None:
    house = a_house(session, an_instrument(grid_minutes=60))
    request = asked(session, house, windows=((NINE + timedelta(minutes=10), NINE + 6 * HOUR),))

    assert _starts(session, request) == [NINE + HOUR, NINE + 3 * HOUR]


def test_fixed_starts_are_the_only_ones(session: Session) -> None:
    house = a_house(session, an_instrument(fixed_starts="09:30,13:00"))

    assert _starts(session, asked(session, house)) == [
        NINE + timedelta(minutes=30),
        NINE + 4 * HOUR,
    ]


def test_the_technician_must_be_at_work(session: Session) -> None:
    house = _guided_house(session)
    for row in session.scalars(select(WorkingTime).where(WorkingTime.weekday == 0)):
        row.starts = time(13)

    assert _starts(session, asked(session, house))[0] == NINE + 4 * HOUR


def test_an_absence_is_taken_out_of_the_working_time(session: Session) -> None:
    house = _guided_house(session)
    record_absence(session, house.technician, *hours(NINE + HOUR, 3), by=house.technician, at=TODAY)

    assert _starts(session, asked(session, house)) == [NINE + 4 * HOUR, NINE + 6 * HOUR]


def test_a_technician_attends_up_to_the_last_day_of_the_qualification(session: Session) -> None:
    house = _guided_house(session)
    session.scalars(select(Skill)).one().valid_until = date(2026, 4, 7)

    assert _starts(session, asked(session, house, windows=WEEK))[:2] == [NINE, NINE + DAY]
    wednesday = asked(session, house, windows=(hours(NINE + 2 * DAY, 8),))
    assert _starts(session, wednesday) == []


def test_nobody_attends_after_the_last_day_of_a_term_or_without_a_qualification(
    session: Session,
) -> None:
    house = _guided_house(session)
    house.technician.valid_until = date(2026, 4, 5)
    assert _starts(session, asked(session, house)) == []

    house.technician.valid_until = None
    assert _starts(session, asked(session, house)) != []

    session.delete(session.scalars(select(Skill)).one())
    assert _starts(session, asked(session, house)) == []


def test_who_does_not_work_here_any_more_attends_nothing(session: Session) -> None:
    house = _guided_house(session)
    house.technician.active = False

    assert _starts(session, asked(session, house)) == []


def test_a_technician_of_another_site_does_not_attend(session: Session) -> None:
    house = _guided_house(session)
    house.technician.facility = a_facility("AIZU")

    assert _starts(session, asked(session, house)) == []


def test_a_technician_is_with_one_visitor_at_a_time(session: Session) -> None:
    """Two units, one technician who guides throughout."""
    guided = an_instrument(attended=Attended.FULL, guidance=Guidance.ALWAYS, units=2)
    house = a_house(session, guided)
    confirmed(session, house, windows=(hours(NINE, 2),))

    assert _starts(session, asked(session, house))[0] == NINE + 2 * HOUR


def test_notice_is_counted_in_days_from_today(session: Session) -> None:
    """Asked on Wednesday: six days' notice end with Tuesday, whatever the hour."""
    house = a_house(session)
    house.facility.notice_days = 6

    for asked_at in (in_japan(4, 1), in_japan(4, 1, 23, 59)):
        request = asked(session, house, windows=WEEK, at=asked_at)
        assert _starts(session, request, at=asked_at)[0] == NINE + DAY


def test_without_notice_a_use_may_start_at_once_but_not_in_the_past(session: Session) -> None:
    house = a_house(session)
    request = asked(session, house, windows=(hours(NINE, 8),))

    assert _starts(session, request, at=NINE + timedelta(minutes=1))[0] == NINE + HOUR / 2


def test_one_books_so_many_months_ahead_and_no_day_further(session: Session) -> None:
    """One month from 31 March ends with 30 April."""
    house = a_house(session)
    house.facility.months_ahead = 1
    today = in_japan(3, 31, 10)
    last, next_day = hours(in_japan(4, 30, 9), 8), hours(in_japan(5, 1, 9), 8)
    request = asked(session, house, windows=(last, next_day), at=today)

    starts = _starts(session, request, at=today)

    assert {start.astimezone().date() for start in starts} <= {date(2026, 4, 30)}
    assert starts[0] == in_japan(4, 30, 9)


def test_a_technician_who_looks_for_another_time_is_bound_by_no_notice(session: Session) -> None:
    house = a_house(session)
    house.facility.notice_days = 30
    request = asked(session, house)

    assert _starts(session, request) == []
    assert _starts(session, request, notice=False, windows=[hours(NINE, 8)])[0] == NINE


def test_closed_reserved_and_held_times_are_taken(session: Session) -> None:
    house = a_house(session)
    close_unit(
        session,
        house.unit,
        ClosureKind.TRAINING,
        *hours(NINE, 1),
        by=house.technician,
        at=TODAY,
    )
    confirmed(session, house, minutes=60, windows=(hours(NINE + HOUR, 1),))
    other = another_company(session)
    held(session, asked(session, house, by=other, minutes=60, windows=(hours(NINE + 2 * HOUR, 1),)))

    assert _starts(session, asked(session, house))[0] == NINE + 3 * HOUR


def test_what_the_request_itself_holds_is_free_for_it(session: Session) -> None:
    house = a_house(session)
    request = asked(session, house)
    held(session, request)

    assert _starts(session, request)[0] == NINE


def test_what_may_give_way_counts_as_free(session: Session) -> None:
    house = a_house(session)
    in_the_way = confirmed(session, house).request_id
    request = asked(session, house)

    assert _starts(session, request)[0] == NINE + 2 * HOUR
    assert _starts(session, request, ignoring=[in_the_way])[0] == NINE


def test_change_over_lies_between_different_settings_only(session: Session) -> None:
    house = a_house(session, an_instrument(changeover_minutes=30))
    confirmed(session, house, setting="銀", windows=(hours(NINE, 2),))

    same = asked(session, house, setting="銀")
    other = asked(session, house, setting="金")

    assert _starts(session, same)[0] == NINE + 2 * HOUR
    assert _starts(session, other)[0] == NINE + 2.5 * HOUR


def test_one_person_is_not_on_two_instruments_where_the_facility_says_so(
    session: Session,
) -> None:
    house = a_house(session, an_instrument(units=2))
    confirmed(session, house, windows=(hours(NINE, 2),))
    applied(session, house, windows=(hours(NINE + 2 * HOUR, 2),))
    held(session, asked(session, house, minutes=60, windows=(hours(NINE + 4 * HOUR, 1),)))
    request = asked(session, house)

    assert _starts(session, request)[0] == NINE
    house.facility.one_person_one_instrument = True
    assert _starts(session, request)[0] == NINE + 5 * HOUR


def test_another_company_and_posted_samples_are_not_bound_by_it(session: Session) -> None:
    house = a_house(session, an_instrument(units=2, operated_by=OperatedBy.EITHER))
    house.facility.one_person_one_instrument = True
    confirmed(session, house, windows=(hours(NINE, 2),))

    other = asked(session, house, by=another_company(session))
    test = asked(session, house, service=Service.COMMISSIONED_TEST)

    assert _starts(session, other)[0] == NINE
    assert _starts(session, test)[0] == NINE


def test_an_unattended_run_crosses_the_night_and_the_weekend(session: Session) -> None:
    """Brought on Friday, loaded by the technician, running 66 hours until Monday morning."""
    oven = an_instrument(
        attended=Attended.ENDS, guidance=Guidance.NEVER, max_minutes=5000, typical_minutes=600
    )
    house = a_house(session, oven)
    friday = hours(in_japan(4, 3, 15), 2)
    request = asked(session, house, minutes=66 * 60, windows=(friday,))

    (start, *_) = _starts(session, request)

    assert start == in_japan(4, 3, 15, 30)  # its end meets the technician at nine
    assert start + 66 * HOUR == in_japan(4, 6, 9, 30)


class Two:
    """Two instruments with one capability at two facilities."""

    def __init__(self, session: Session, **second: Any) -> None:
        self.house = a_house(session)
        self.other = an_instrument("SEM2", a_facility("AIZU"), **second)
        self.capability = a_capability("observe", self.house.instrument, self.other)
        session.add_all([self.other, self.capability])
        settle(session)

    def chosen(self, session: Session, **draft: Any) -> list[int]:
        """Units that would be offered, the first first."""
        request = asked(session, self.house, capability=self.capability, **draft)
        runs = suggestions(_ask(session, request), request.id)
        return [run.unit_id for run in runs]

    @property
    def units(self) -> tuple[int, int]:
        """Of the first and the second instrument."""
        return self.house.unit.id, self.other.units[0].id


def test_a_capability_chooses_among_the_instruments_that_have_it(session: Session) -> None:
    two = Two(session)
    confirmed(session, two.house, minutes=480)

    first, second = two.units
    assert two.chosen(session, windows=WEEK)[0] == second
    assert set(two.chosen(session, windows=WEEK)) == {first, second}


def test_a_capability_wished_at_one_facility_stays_there(session: Session) -> None:
    two = Two(session)

    assert set(two.chosen(session, facility_id=two.other.facility_id)) == {two.units[1]}


@pytest.mark.parametrize(
    "second",
    [
        {"operated_by": OperatedBy.STAFF},
        {"max_minutes": 90},
        {"min_minutes": 150, "typical_minutes": 200},
        {"state": InstrumentState.PAUSED},
    ],
    ids=["staff_only", "too_long", "too_short", "paused"],
)
def test_what_cannot_serve_the_wish_is_not_chosen(session: Session, second: dict[str, Any]) -> None:
    two = Two(session, **second)

    assert set(two.chosen(session)) == {two.units[0]}


def test_facilities_that_only_answer_inquiries_are_not_offered(session: Session) -> None:
    two = Two(session)
    two.other.facility.sharing = Sharing.INQUIRY_ONLY
    two.house.facility.sharing = Sharing.INQUIRY_ONLY

    assert two.chosen(session) == []


def test_a_unit_out_of_use_is_not_offered(session: Session) -> None:
    two = Two(session)
    two.other.units[0].active = False

    assert set(two.chosen(session)) == {two.units[0]}
    two.house.unit.active = False
    assert two.chosen(session) == []


def test_the_notice_of_each_facility_holds_for_its_own_instrument(session: Session) -> None:
    """The second needs two weeks, the first none: this week there is the first only."""
    two = Two(session)
    two.other.facility.notice_days = 14
    later = tuple(hours(NINE + n * DAY, 8) for n in range(9, 12))

    assert set(two.chosen(session, windows=WEEK)) == {two.units[0]}
    assert set(two.chosen(session, windows=later)) == set(two.units)


def test_how_far_ahead_one_books_is_each_facilitys_own(session: Session) -> None:
    two = Two(session)
    two.other.facility.months_ahead = 1
    june = tuple(hours(in_japan(6, day, 9), 8) for day in (1, 2, 3))

    assert set(two.chosen(session, windows=june)) == {two.units[0]}


@contextmanager
def _counted(engine: Engine) -> Iterator[list[str]]:
    sent: list[str] = []

    def count(_c: object, _cursor: object, statement: str, *_: object) -> None:
        sent.append(statement)

    event.listen(engine, "before_cursor_execute", count)
    yield sent
    event.remove(engine, "before_cursor_execute", count)


def test_thirty_requests_need_as_many_queries_as_one(session: Session, engine: Engine) -> None:
    house = _guided_house(session, technicians=2)
    confirmed(session, house)
    ids = [asked(session, house, windows=WEEK).id for _ in range(30)]
    session.commit()
    counts = []

    for wanted in (ids[:1], ids):
        session.expunge_all()
        requests = session.scalars(select(Request).where(Request.id.in_(wanted))).all()
        with _counted(engine) as sent:
            _ask(session, *requests)
        counts.append(len(sent))

    assert counts[0] == counts[1] <= 20
