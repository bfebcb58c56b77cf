"""A promise is given back: by the company, or by the facility with a reason."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from booking.errors import AlreadyDecided, NotAllowed, NotNow, ReasonMissing
from booking.models import Claim, Notice, Reservation
from booking.models.kinds import RequestStatus, ReservationStatus
from booking.permissions import Role
from booking.services.cancel_reservation import cancel_reservation
from instruments.words import Attended, Guidance
from tests.booking.steps import asked, confirmed, held
from tests.builders import (
    NINE,
    TODAY,
    a_house,
    a_person,
    an_instrument,
    another_company,
    hours,
)


def _told(session: Session) -> set[int]:
    wanted = select(Notice.to_id).where(Notice.template == "reservation_cancelled")
    return set(session.scalars(wanted))


def test_the_company_cancels_without_a_reason(session: Session) -> None:
    house = a_house(session)
    reservation = confirmed(session, house)

    cancel_reservation(session, reservation, reason="", by=house.engineer, at=TODAY)

    assert reservation.status is ReservationStatus.CANCELLED
    assert reservation.request.status is RequestStatus.CANCELLED
    assert reservation.sequence == 1
    assert session.scalars(select(Claim)).all() == []


def test_the_same_time_can_be_held_by_somebody_else_straight_away(
    new_session: Callable[[], Session],
) -> None:
    session = new_session()
    guided = an_instrument(attended=Attended.FULL, guidance=Guidance.ALWAYS)
    house = a_house(session, guided)
    reservation = confirmed(session, house, windows=(hours(NINE, 2),))
    other = another_company(session)
    cancel_reservation(session, reservation, reason="", by=house.engineer, at=TODAY)
    session.commit()

    company, engineer = other
    session.close()
    desk = new_session()
    other = desk.merge(company), desk.merge(engineer)
    house = replace(house, instrument=desk.merge(house.instrument))
    (offer,) = held(desk, asked(desk, house, by=other, windows=(hours(NINE, 2),)))

    assert offer.placement.starts_at == NINE


def test_technicians_of_the_visit_are_told(session: Session) -> None:
    guided = an_instrument(attended=Attended.FULL, guidance=Guidance.ALWAYS)
    house = a_house(session, guided, technicians=2)
    reservation = confirmed(session, house)

    cancel_reservation(session, reservation, reason="", by=house.engineer, at=TODAY)

    assert _told(session) == {reservation.assignments[0].technician_id}


def test_the_desk_is_told_of_a_visit_that_nobody_attends(session: Session) -> None:
    house = a_house(session)
    reservation = confirmed(session, house)

    cancel_reservation(session, reservation, reason="", by=house.engineer, at=TODAY)

    assert _told(session) == {house.technician.id}


def test_the_facility_says_why_and_the_company_is_told(session: Session) -> None:
    house = a_house(session)
    reservation = confirmed(session, house)

    with pytest.raises(ReasonMissing):
        cancel_reservation(session, reservation, reason=" ", by=house.technician, at=TODAY)
    cancel_reservation(session, reservation, reason="停電", by=house.technician, at=TODAY)

    assert _told(session) == {house.engineer.id}


def test_too_late_when_the_visit_has_begun(session: Session) -> None:
    house = a_house(session)
    reservation = confirmed(session, house)

    with pytest.raises(NotNow) as refused:
        cancel_reservation(session, reservation, reason="", by=house.engineer, at=NINE)

    assert refused.value.facts == {"status": "begun"}


def test_the_second_to_cancel_hears_who_was_faster(new_session: Callable[[], Session]) -> None:
    session = new_session()
    house = a_house(session)
    reservation = confirmed(session, house)
    slower = new_session()
    seen = slower.get_one(Reservation, reservation.id)
    slower.rollback()

    cancel_reservation(session, reservation, reason="", by=house.engineer, at=TODAY)
    session.commit()
    with pytest.raises(AlreadyDecided) as refused:
        cancel_reservation(slower, seen, reason="停電", by=slower.merge(house.technician), at=TODAY)

    assert refused.value.facts == {"status": "cancelled", "by_id": house.engineer.id, "at": TODAY}


def test_who_may_not_cancel(session: Session) -> None:
    house = a_house(session)
    reservation = confirmed(session, house)

    for role in (Role.COORDINATOR, Role.PARTNER, Role.CLERK, Role.APPROVER, Role.ADMIN):
        with pytest.raises(NotAllowed):
            cancel_reservation(session, reservation, reason="x", by=a_person(role), at=TODAY)
