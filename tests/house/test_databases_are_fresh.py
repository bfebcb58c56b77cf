"""What the database fixtures promise: an empty database for every test, counting from 1."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from booking.models import HistoryEntry
from instruments.models import Capability


@pytest.mark.parametrize("turn", ["first", "second"])
def test_a_test_finds_nothing_of_the_one_before(
    new_session: Callable[[], Session], turn: str
) -> None:
    writing = new_session()
    assert writing.scalars(select(HistoryEntry)).all() == []

    one = Capability(code=turn, name_ja="硬さを測る")
    at = datetime(2026, 4, 6, tzinfo=UTC)
    writing.add_all([one, HistoryEntry(at=at, what="try", about="capability", about_id=1)])
    writing.commit()

    assert one.id == 1
    assert new_session().scalars(select(Capability.code)).all() == [turn]
