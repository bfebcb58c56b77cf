"""Every unit and every technician has the rows by which it is claimed and locked."""

from collections import Counter

from sqlalchemy import select
from sqlalchemy.orm import Session

from booking.models import ClaimSubject
from booking.models.kinds import SubjectKind
from booking.permissions import Role
from booking.services.subjects import ensure_subjects
from tests.builders import a_person, a_skill, an_instrument


def _count(session: Session) -> Counter[SubjectKind]:
    return Counter(session.scalars(select(ClaimSubject.kind)))


def test_a_unit_has_one_row_a_technician_one_exclusive_and_several_on_call(
    session: Session,
) -> None:
    instrument = an_instrument(units=2)
    skilled = a_person(Role.TECHNICIAN)
    session.add_all([a_skill(skilled, instrument), a_person(Role.TECHNICIAN, "未資格")])
    session.flush()

    assert ensure_subjects(session, on_call_lanes=3) == 6

    assert _count(session) == {
        SubjectKind.UNIT: 2,
        SubjectKind.EXCLUSIVE: 1,
        SubjectKind.ON_CALL: 3,
    }


def test_only_what_is_missing_is_added_and_nothing_is_taken_away(session: Session) -> None:
    instrument = an_instrument()
    session.add(a_skill(a_person(Role.TECHNICIAN), instrument))
    session.flush()
    ensure_subjects(session, on_call_lanes=3)
    session.flush()

    assert ensure_subjects(session, on_call_lanes=2) == 0
    assert ensure_subjects(session, on_call_lanes=4) == 1
    session.flush()
    assert _count(session)[SubjectKind.ON_CALL] == 4
