"""A technician is away: a fact, whatever stands in that time."""

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from booking.errors import NotAllowed, NotNow
from booking.models import Absence, Notice
from booking.permissions import Role
from booking.services.record_absence import record_absence
from instruments.words import Attended, Guidance
from tests.booking.steps import asked, confirmed, held
from tests.builders import (
    DAY,
    HOUR,
    NINE,
    TODAY,
    House,
    a_facility,
    a_house,
    a_person,
    a_skill,
    an_instrument,
    hours,
    settle,
)


def _guided_house(session: Session, *, technicians: int = 1) -> House:
    guided = an_instrument(attended=Attended.FULL, guidance=Guidance.ALWAYS)
    return a_house(session, guided, technicians=technicians)


def test_reservations_the_technician_attends_are_at_risk(session: Session) -> None:
    house = _guided_house(session)
    met = confirmed(session, house, windows=(hours(NINE, 2),))
    before = confirmed(session, house, windows=(hours(NINE + 4 * HOUR, 2),))

    found = record_absence(
        session, house.technician, *hours(NINE + HOUR, 3), by=house.technician, at=TODAY
    )

    assert found == [met]
    assert (met.at_risk, before.at_risk) == (True, False)


def test_the_deputy_is_told_when_the_only_one_in_charge_is_away(session: Session) -> None:
    house = _guided_house(session)
    deputy = a_person(Role.TECHNICIAN, "伊藤", facility=house.facility)
    session.add_all([deputy, a_skill(deputy, house.instrument, is_primary=False)])
    settle(session, deputy)
    reservation = confirmed(session, house)
    away = reservation.assignments[0].technician

    record_absence(session, away, *hours(NINE, 8), by=away, at=TODAY)

    told = select(Notice.to_id).where(Notice.template == "reservation_at_risk")
    other = deputy if away is house.technician else house.technician
    assert session.scalars(told).all() == [other.id]


def test_nothing_new_is_placed_into_an_absence(session: Session) -> None:
    house = _guided_house(session)

    record_absence(session, house.technician, *hours(NINE, 6), by=house.technician, at=TODAY)

    offers = held(session, asked(session, house))
    assert [offer.placement.starts_at for offer in offers] == [NINE + 6 * HOUR]


def test_a_colleague_takes_over_what_is_new(session: Session) -> None:
    house = _guided_house(session, technicians=2)
    abe, ito = house.technicians
    record_absence(session, abe, *hours(NINE, 8), by=ito, at=TODAY)

    offers = held(session, asked(session, house))

    assert {a.technician for offer in offers for a in offer.placement.attendance} == {ito}


def test_anyone_of_the_site_enters_it(session: Session) -> None:
    house = _guided_house(session)
    clerk = a_person(Role.CLERK, facility=house.facility)
    session.add(clerk)
    session.flush()

    record_absence(session, house.technician, *hours(NINE, 8), by=clerk, at=TODAY)

    assert session.scalars(select(Absence.entered_by_id)).all() == [clerk.id]


def test_nobody_else_enters_it(session: Session) -> None:
    house = _guided_house(session)
    elsewhere = a_person(Role.TECHNICIAN, facility=a_facility("AIZU"))
    session.add(elsewhere)
    session.flush()

    for person in (elsewhere, a_person(Role.COMPANY), a_person(Role.PARTNER)):
        with pytest.raises(NotAllowed):
            record_absence(session, house.technician, *hours(NINE, 8), by=person, at=TODAY)


def test_an_absence_that_is_over_is_not_recorded(session: Session) -> None:
    house = _guided_house(session)

    for starts_at, ends_at in (hours(TODAY - DAY, 1), (NINE, NINE)):
        with pytest.raises(NotNow):
            record_absence(
                session, house.technician, starts_at, ends_at, by=house.technician, at=TODAY
            )
