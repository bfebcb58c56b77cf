"""Somebody outside a case opens it for a reason, until the day's work is over."""

from datetime import timedelta

import pytest
from sqlalchemy.orm import Session

from booking.disclosure import visible
from booking.errors import NotAllowed, NotFound, ReasonMissing
from booking.models import Request
from booking.permissions import Role
from booking.services.open_case import open_case
from tests.booking.steps import asked
from tests.builders import TODAY, a_house, a_person


def test_whoever_gives_a_reason_sees_the_case_for_eight_hours(session: Session) -> None:
    house = a_house(session)
    request = asked(session, house)
    auditor = a_person(Role.AUDITOR)
    session.add(auditor)
    session.flush()

    open_case(session, request.id, reason="監査", by=auditor, at=TODAY)

    last = TODAY + timedelta(hours=8) - timedelta(seconds=1)
    assert visible(session, auditor, Request, request.id, last) is request
    for moment in (TODAY - timedelta(seconds=1), TODAY + timedelta(hours=8)):
        with pytest.raises(NotFound):
            visible(session, auditor, Request, request.id, moment)


def test_one_case_opened_is_one_case_seen(session: Session) -> None:
    house = a_house(session)
    opened, other = asked(session, house), asked(session, house)
    admin = a_person(Role.ADMIN)
    session.add(admin)
    session.flush()

    open_case(session, opened.id, reason="問合せ", by=admin, at=TODAY)

    with pytest.raises(NotFound):
        visible(session, admin, Request, other.id, TODAY)


def test_a_case_is_not_opened_without_a_reason(session: Session) -> None:
    house = a_house(session)
    request = asked(session, house)

    with pytest.raises(ReasonMissing):
        open_case(session, request.id, reason=" \n", by=a_person(Role.ADMIN), at=TODAY)


def test_a_case_that_is_not_there_is_not_found(session: Session) -> None:
    with pytest.raises(NotFound):
        open_case(session, 404, reason="監査", by=a_person(Role.AUDITOR), at=TODAY)


def test_who_may_not_open_a_case(session: Session) -> None:
    house = a_house(session)
    request = asked(session, house)

    for role in (Role.COMPANY, Role.PARTNER):
        with pytest.raises(NotAllowed):
            open_case(session, request.id, reason="監査", by=a_person(role), at=TODAY)
