"""The way back: placements become runs with rows' ids, and a run goes before the judge."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy.orm import Session

from booking.errors import NothingFits, RuleBroken
from booking.models.kinds import AttendanceMode
from booking.planning.answers import (
    Part,
    Run,
    refusal,
    refuse_unless_fits,
    run_of,
    suggestions,
)
from booking.planning.question import Question, ask
from instruments.words import Attended, Guidance, InstrumentState
from tests.booking.steps import asked
from tests.builders import HOUR, NINE, SETTINGS, TODAY, House, a_house, an_instrument, hours


def _guided(session: Session) -> tuple[House, Question, Run]:
    house = a_house(session, an_instrument(attended=Attended.FULL, guidance=Guidance.FIRST))
    request = asked(session, house)
    question = ask(session, [request], at=TODAY, on_call_limit=SETTINGS.on_call_limit)
    return house, question, suggestions(question, request.id)[0]


def test_a_run_names_unit_moments_and_technicians(session: Session) -> None:
    house, _question, run = _guided(session)

    abe = house.technician.id
    assert (run.unit_id, run.starts_at, run.ends_at) == (house.unit.id, NINE, NINE + 2 * HOUR)
    assert run.parts == (
        Part(abe, AttendanceMode.EXCLUSIVE, *hours(NINE, 1)),
        Part(abe, AttendanceMode.ON_CALL, *hours(NINE, 2)),
    )


def test_a_run_is_the_same_after_it_was_stored(session: Session) -> None:
    _house, question, run = _guided(session)

    refuse_unless_fits(question, run_of(run.as_placement(), run.request_id))


@pytest.mark.parametrize(
    ("wrong", "rules"),
    [
        ({"starts_at": NINE + timedelta(minutes=1)}, {"runs_start_on_the_grid"}),
        ({"unit_id": 999}, {"steps_run_on_a_unit_that_will_do"}),
        ({"parts": ()}, {"every_part_has_a_person"}),
        ({"ends_at": NINE + HOUR}, {"lengths_are_as_asked"}),
        (
            {"starts_at": NINE - 9 * HOUR, "ends_at": NINE - 7 * HOUR},
            {"companies_come_in_open_hours", "runs_lie_in_the_companys_windows"},
        ),
    ],
    ids=["off_the_grid", "foreign_unit", "nobody", "too_short", "at_night"],
)
def test_a_wrong_run_is_refused_by_name(
    session: Session, wrong: dict[str, object], rules: set[str]
) -> None:
    _house, question, run = _guided(session)

    with pytest.raises(RuleBroken) as refused:
        refuse_unless_fits(question, replace(run, **wrong))  # type: ignore[arg-type]  # of any field

    assert rules <= set(refused.value.facts["rules"])


def test_where_no_instrument_serves_nothing_fits(session: Session) -> None:
    house = a_house(session)
    request = asked(session, house)
    house.instrument.state = InstrumentState.PAUSED
    session.flush()
    question = ask(session, [request], at=TODAY, on_call_limit=SETTINGS.on_call_limit)

    assert suggestions(question, request.id) == []
    assert refusal(question, request.id).why == "unknown_request"
    with pytest.raises(NothingFits):
        refuse_unless_fits(question, Run(request.id, house.unit.id, *hours(NINE, 2), parts=()))
