"""A time chosen by hand becomes a run, possible or not; the judge says what is wrong with it."""

from datetime import timedelta

import pytest
from sqlalchemy.orm import Session

from booking.errors import NothingFits, RuleBroken
from booking.planning.answers import refuse_unless_fits
from booking.planning.by_hand import attended_by, fits, run_by_hand, who_could
from booking.planning.question import Question, ask
from booking.services.record_absence import record_absence
from instruments.words import Attended, Guidance
from tests.booking.steps import asked
from tests.builders import (
    DAY,
    HOUR,
    NINE,
    SETTINGS,
    TODAY,
    House,
    a_house,
    an_instrument,
    hours,
)

WEEK = [hours(NINE + n * DAY, 8) for n in range(5)]


def _question(session: Session, *, technicians: int = 2) -> tuple[House, Question, int]:
    guided = an_instrument(attended=Attended.FULL, guidance=Guidance.ALWAYS)
    house = a_house(session, guided, technicians=technicians)
    request = asked(session, house)
    record_absence(session, house.technician, *hours(NINE, 4), by=house.technician, at=TODAY)
    session.flush()
    question = ask(session, [request], at=TODAY, on_call_limit=SETTINGS.on_call_limit, windows=WEEK)
    return house, question, request.id


def test_whoever_is_free_attends(session: Session) -> None:
    house, question, request = _question(session)

    run = run_by_hand(question, request, house.unit.id, NINE)

    assert [part.technician_id for part in run.parts] == [house.technicians[1].id]
    refuse_unless_fits(question, run)


def test_the_technician_named_attends_though_the_judge_objects(session: Session) -> None:
    house, question, request = _question(session)

    run = run_by_hand(question, request, house.unit.id, NINE, house.technician.id)

    assert (run.starts_at, run.ends_at) == (NINE, NINE + 2 * HOUR)
    with pytest.raises(RuleBroken) as refused:
        refuse_unless_fits(question, run)
    assert refused.value.facts == {"rules": ("people_work_when_they_work",)}


def test_where_nobody_is_free_somebody_qualified_is_named(session: Session) -> None:
    house, question, request = _question(session, technicians=1)

    run = run_by_hand(question, request, house.unit.id, NINE)

    assert [part.technician_id for part in run.parts] == [house.technician.id]
    assert not fits(question, run)


def test_a_time_off_the_grid_or_far_away_is_made_and_refused(session: Session) -> None:
    house, question, request = _question(session)

    for starts_at in (NINE + timedelta(minutes=2), NINE - 30 * DAY, NINE + 300 * DAY):
        run = run_by_hand(question, request, house.unit.id, starts_at)
        assert run.starts_at == starts_at
        assert not fits(question, run)


def test_a_unit_that_does_not_serve_the_request_fits_nothing(session: Session) -> None:
    _house, question, request = _question(session)

    with pytest.raises(NothingFits):
        run_by_hand(question, request, 999, NINE)


def test_colleagues_who_could_attend_as_well_are_named(session: Session) -> None:
    house, question, request = _question(session)
    abe, ito = (person.id for person in house.technicians)
    afternoon = run_by_hand(question, request, house.unit.id, NINE + 4 * HOUR, abe)
    morning = run_by_hand(question, request, house.unit.id, NINE, ito)

    assert who_could(question, afternoon) == [abe, ito]
    assert who_could(question, morning) == [ito]
    assert {p.technician_id for p in attended_by(afternoon, ito).parts} == {ito}
