"""A visit passes from one technician to another without moving: the company need not be asked."""

from collections.abc import Callable

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from booking.errors import AlreadyDecided, NotAllowed, NotNow, RuleBroken
from booking.models import Claim, ClaimSubject, Notice, Person, Reservation
from booking.models.kinds import ClaimKind
from booking.permissions import Role
from booking.services.cancel_reservation import cancel_reservation
from booking.services.hand_over_visit import hand_over_visit
from booking.services.record_absence import record_absence
from instruments.words import Attended, Guidance
from tests.booking.steps import asked, confirmed, held
from tests.builders import (
    DAY,
    HOUR,
    NINE,
    SETTINGS,
    TODAY,
    House,
    a_house,
    a_person,
    an_instrument,
    hours,
    settle,
)


def _house(session: Session) -> House:
    guided = an_instrument(attended=Attended.FULL, guidance=Guidance.ALWAYS)
    return a_house(session, guided, technicians=2)


def _other(house: House, visit: Reservation) -> Person:
    abe, ito = house.technicians
    return ito if visit.assignments[0].technician is abe else abe


def _hand_over(session: Session, visit: Reservation, to: Person, by: Person) -> None:
    hand_over_visit(session, visit, to, by=by, at=TODAY, settings=SETTINGS)


def _busy(session: Session, person: Person) -> list[ClaimKind]:
    claims = select(Claim.kind).join(ClaimSubject).where(ClaimSubject.technician_id == person.id)
    return list(session.scalars(claims))


def test_the_visit_stays_where_it_is_and_another_technician_is_kept(session: Session) -> None:
    house = _house(session)
    visit = confirmed(session, house, windows=(hours(NINE, 2),))
    first, other = visit.assignments[0].technician, _other(house, visit)
    price = visit.price_yen

    _hand_over(session, visit, other, by=other)

    assert (visit.starts_at, visit.unit_id, visit.price_yen) == (NINE, house.unit.id, price)
    assert [a.technician_id for a in visit.assignments] == [other.id]
    assert _busy(session, first) == []
    assert _busy(session, other) == [ClaimKind.RESERVATION]


def test_the_technicians_are_told_and_the_company_is_not(session: Session) -> None:
    house = _house(session)
    visit = confirmed(session, house)
    first, other = visit.assignments[0].technician, _other(house, visit)

    _hand_over(session, visit, other, by=other)

    told = select(Notice.to_id).where(Notice.template == "technician_changed")
    assert session.scalars(told).all() == [first.id]
    _hand_over(session, visit, first, by=other)
    assert session.scalars(told).all() == [first.id, first.id]


def test_a_visit_at_risk_is_safe_again(session: Session) -> None:
    house = _house(session)
    visit = confirmed(session, house)
    away, other = visit.assignments[0].technician, _other(house, visit)
    record_absence(session, away, *hours(NINE, 8), by=other, at=TODAY)
    assert visit.at_risk

    _hand_over(session, visit, other, by=other)

    assert not visit.at_risk


def test_whoever_is_busy_absent_or_not_qualified_does_not_take_it_over(session: Session) -> None:
    house = _house(session)
    visit = confirmed(session, house, windows=(hours(NINE, 2),))
    other = _other(house, visit)
    stranger = a_person(Role.TECHNICIAN, facility=house.facility)
    session.add(stranger)
    session.flush()
    settle(session, stranger)
    record_absence(session, other, *hours(NINE + HOUR, 1), by=other, at=TODAY)

    with pytest.raises(RuleBroken, match="people_work_when_they_work"):
        _hand_over(session, visit, other, by=house.technician)
    with pytest.raises(RuleBroken):  # not qualified: the question does not know the person at all
        _hand_over(session, visit, stranger, by=house.technician)
    assert not held(session, asked(session, house, windows=(hours(NINE, 2),)))


def test_only_the_desk_hands_over_and_only_what_stands_and_has_not_begun(session: Session) -> None:
    house = _house(session)
    visit = confirmed(session, house)
    other = _other(house, visit)

    for person in (house.engineer, a_person(Role.CLERK, facility=house.facility)):
        with pytest.raises(NotAllowed):
            _hand_over(session, visit, other, by=person)
    with pytest.raises(NotNow):
        hand_over_visit(
            session, visit, other, by=other, at=visit.starts_at + DAY, settings=SETTINGS
        )
    cancel_reservation(session, visit, reason="", by=house.engineer, at=TODAY)
    with pytest.raises(AlreadyDecided):
        _hand_over(session, visit, other, by=other)


def test_a_visit_that_nobody_attends_is_not_handed_over(
    new_session: Callable[[], Session],
) -> None:
    session = new_session()
    house = a_house(session, an_instrument(attended=Attended.NONE, guidance=Guidance.NEVER))
    visit = confirmed(session, house)

    with pytest.raises(NotNow):
        _hand_over(session, visit, house.technician, by=house.technician)
