"""Moments keep their zone, enums their value, and a wrong row is refused by name."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest
from sqlalchemy import Column, Engine, Integer, MetaData, Table, insert, select, text
from sqlalchemy.exc import IntegrityError, StatementError
from sqlalchemy.orm import Session

from instruments.database import Base, EpochSeconds, UTCDateTime
from tests.instruments.builders import a_facility, an_instrument

JAPAN = timezone(timedelta(hours=9))
NINE = datetime(2026, 4, 6, 9, tzinfo=JAPAN)

meeting = Table(
    "meeting",
    MetaData(),
    Column("id", Integer, primary_key=True),
    Column("starts_at", UTCDateTime),
    Column("ends_at", EpochSeconds),
)


@pytest.fixture
def meetings(engine: Engine) -> Iterator[Engine]:
    meeting.metadata.create_all(engine)
    yield engine
    meeting.metadata.drop_all(engine)


def test_a_moment_comes_back_in_utc(meetings: Engine) -> None:
    with meetings.begin() as connection:
        connection.execute(insert(meeting).values(starts_at=NINE, ends_at=NINE))
        found = connection.execute(select(meeting.c.starts_at, meeting.c.ends_at)).one()

    assert found == (NINE, NINE)
    assert [moment.tzinfo for moment in found] == [UTC, UTC]


def test_epoch_seconds_are_whole_numbers_in_the_database(meetings: Engine) -> None:
    with meetings.begin() as connection:
        connection.execute(insert(meeting).values(ends_at=NINE))
        stored = connection.scalar(text("SELECT ends_at FROM meeting"))

    assert stored == 1775433600


@pytest.mark.parametrize("column", ["starts_at", "ends_at"])
def test_a_moment_without_a_zone_is_refused(meetings: Engine, column: str) -> None:
    naive = NINE.replace(tzinfo=None)

    with meetings.begin() as connection, pytest.raises(StatementError, match="needs a time zone"):
        connection.execute(insert(meeting).values({column: naive}))


def test_a_fraction_of_a_second_is_refused_where_seconds_are_compared(meetings: Engine) -> None:
    late = NINE.replace(microsecond=1)

    with meetings.begin() as connection, pytest.raises(StatementError, match="whole seconds"):
        connection.execute(insert(meeting).values(ends_at=late))


def test_nothing_stays_nothing(meetings: Engine) -> None:
    with meetings.begin() as connection:
        connection.execute(insert(meeting).values(starts_at=None, ends_at=None))
        found = connection.execute(select(meeting.c.starts_at, meeting.c.ends_at)).one()

    assert found == (None, None)


def test_enums_are_stored_by_value(session: Session) -> None:
    session.add(an_instrument("SEM", a_facility()))
    session.flush()

    stored = session.execute(text("SELECT category, state, operated_by FROM instrument")).one()

    assert stored == ("observation", "available", "company")


def test_a_state_nobody_knows_is_refused(session: Session) -> None:
    session.add(an_instrument("SEM", a_facility()))
    session.flush()

    with pytest.raises(IntegrityError, match="ck_instrument_state_is_known"):
        session.execute(text("UPDATE instrument SET state = 'lost'"))


@pytest.mark.parametrize(
    ("values", "promise"),
    [
        ({"min_minutes": 90, "typical_minutes": 60}, "typical_length_lies_between"),
        ({"typical_minutes": 600, "max_minutes": 480}, "typical_length_lies_between"),
        ({"grid_minutes": 7}, "grid_divides_a_day"),
        ({"batch_capacity": 0}, "batch_holds_at_least_one"),
        ({"changeover_minutes": -1}, "changeover_is_not_negative"),
    ],
)
def test_an_instrument_that_cannot_be_is_refused(
    session: Session, values: dict[str, Any], promise: str
) -> None:
    session.add(an_instrument("SEM", a_facility(), **values))

    with pytest.raises(IntegrityError, match=promise):
        session.flush()


def test_every_constraint_has_a_name_postgresql_can_hold() -> None:
    names = [
        str(constraint.name)
        for table in Base.metadata.sorted_tables
        for constraint in table.constraints
    ]

    assert "None" not in names
    assert [name for name in names if len(name) > 63] == []
