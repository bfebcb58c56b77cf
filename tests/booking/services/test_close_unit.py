"""A unit is planned to be out of use, never over a promise or a hold."""

from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from booking.errors import ClosureOverReservation, NotAllowed, NotFound, NotNow
from booking.models import Claim, Closure
from booking.models.kinds import ClaimKind, ClosureKind
from booking.permissions import Role
from booking.services.close_unit import close_unit, reopen_unit
from tests.booking.steps import asked, confirmed, held
from tests.builders import (
    HOUR,
    NINE,
    TODAY,
    House,
    a_facility,
    a_house,
    a_person,
    hours,
)


def _close(
    session: Session,
    house: House,
    start: float = 0,
    length: float = 8,
    kind: ClosureKind = ClosureKind.MAINTENANCE,
) -> Closure:
    starts_at, ends_at = hours(NINE + start * HOUR, length)
    return close_unit(
        session, house.unit, kind, starts_at, ends_at, note="保守", by=house.technician, at=TODAY
    )


def test_nothing_is_offered_in_a_closure(session: Session) -> None:
    house = a_house(session)

    _close(session, house, 0, 6)

    assert [o.placement.starts_at for o in held(session, asked(session, house))] == [
        NINE + 6 * HOUR
    ]


def test_own_use_is_claimed_as_own_use_and_the_rest_as_closure(session: Session) -> None:
    house = a_house(session)

    _close(session, house, 0, 1, ClosureKind.OWN_USE)
    _close(session, house, 1, 1, ClosureKind.CALIBRATION)

    kinds = session.scalars(select(Claim.kind).order_by(Claim.starts_at)).all()
    assert kinds == [ClaimKind.OWN_USE, ClaimKind.CLOSURE]


def test_a_closure_is_refused_over_a_reservation(session: Session) -> None:
    house = a_house(session)
    confirmed(session, house)

    with pytest.raises(ClosureOverReservation) as refused:
        _close(session, house, 1, 4)

    assert refused.value.facts["count"] == 1
    session.rollback()
    assert session.scalars(select(Closure)).all() == []


def test_a_closure_is_refused_over_a_hold_and_over_another_closure(session: Session) -> None:
    house = a_house(session)
    held(session, asked(session, house, minutes=60, windows=(hours(NINE, 1),)))
    _close(session, house, 1, 1)

    for start in (0, 1):
        with pytest.raises(ClosureOverReservation):
            _close(session, house, start, 1)


def test_a_closure_may_touch_a_reservation(session: Session) -> None:
    house = a_house(session)
    confirmed(session, house)

    assert _close(session, house, 2, 2).id


def test_a_hold_that_is_over_is_in_nobodys_way(session: Session) -> None:
    house = a_house(session)
    held(session, asked(session, house), at=TODAY - timedelta(minutes=20))

    assert _close(session, house).id


def test_a_closure_runs_forward_and_is_not_over(session: Session) -> None:
    house = a_house(session)

    with pytest.raises(NotNow):
        _close(session, house, 1, 0)
    with pytest.raises(NotNow):
        _close(session, house, -24 * 7, 1)


def test_reopened_time_is_free_at_once(session: Session) -> None:
    house = a_house(session)
    closure = _close(session, house)

    reopen_unit(session, closure, by=house.technician, at=TODAY)

    assert session.scalars(select(Claim)).all() == []
    assert len(held(session, asked(session, house))) == 3


def test_nobody_reopens_twice(session: Session) -> None:
    house = a_house(session)
    closure = _close(session, house)
    reopen_unit(session, closure, by=house.technician, at=TODAY)
    session.flush()

    with pytest.raises(NotFound):
        reopen_unit(session, closure, by=house.technician, at=TODAY)


def test_only_the_desk_of_the_facility_closes_and_reopens(session: Session) -> None:
    house = a_house(session)
    closure = _close(session, house, 0, 1)
    elsewhere = a_person(Role.TECHNICIAN, facility=a_facility("AIZU"))
    session.add(elsewhere)
    session.flush()

    for person in (elsewhere, a_person(Role.COMPANY), a_person(Role.CLERK), a_person(Role.ADMIN)):
        with pytest.raises(NotAllowed):
            close_unit(
                session,
                house.unit,
                ClosureKind.TRAINING,
                *hours(NINE + 2 * HOUR, 1),
                by=person,
                at=TODAY,
            )
        with pytest.raises(NotAllowed):
            reopen_unit(session, closure, by=person, at=TODAY)
