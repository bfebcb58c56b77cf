"""An absence that does not happen after all is taken back, and leaves no visit at risk."""

from collections.abc import Callable

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from booking.errors import AlreadyDecided, NotAllowed
from booking.models import Absence, Notice
from booking.permissions import Role
from booking.services.record_absence import record_absence
from booking.services.take_back_absence import take_back_absence
from instruments.words import Attended, Guidance
from tests.booking.steps import asked, confirmed, held
from tests.builders import (
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


def _guided_house(session: Session) -> House:
    guided = an_instrument(attended=Attended.FULL, guidance=Guidance.ALWAYS)
    return a_house(session, guided, technicians=1)


def _away(session: Session, house: House, first: int, length: int) -> Absence:
    record_absence(
        session,
        house.technician,
        *hours(NINE + first * HOUR, length),
        by=house.technician,
        at=TODAY,
    )
    newest = select(Absence).order_by(Absence.id.desc()).limit(1)
    return session.scalars(newest).one()


def test_the_time_can_be_offered_again(session: Session) -> None:
    house = _guided_house(session)
    absence = _away(session, house, 0, 8)
    assert held(session, asked(session, house)) == []

    take_back_absence(session, absence, by=house.technician, at=TODAY)

    assert held(session, asked(session, house))[0].placement.starts_at == NINE


def test_the_visit_is_no_longer_at_risk_and_its_desk_hears_of_it(session: Session) -> None:
    house = _guided_house(session)
    deputy = a_person(Role.TECHNICIAN, "伊藤", facility=house.facility)
    session.add_all([deputy, a_skill(deputy, house.instrument, is_primary=False)])
    settle(session, deputy)
    visit = confirmed(session, house, windows=(hours(NINE, 2),))
    away = visit.assignments[0].technician
    record_absence(session, away, *hours(NINE, 8), by=away, at=TODAY)
    absence = session.scalars(select(Absence)).one()

    safe = take_back_absence(session, absence, by=away, at=TODAY)

    other = deputy if away is house.technician else house.technician
    told = select(Notice.to_id).where(Notice.template == "reservation_safe_again")
    assert safe == [visit]
    assert not visit.at_risk
    assert session.scalars(told).all() == [other.id]


def test_a_visit_that_another_absence_touches_stays_at_risk(session: Session) -> None:
    house = _guided_house(session)
    visit = confirmed(session, house, windows=(hours(NINE, 2),))
    wrong, right = _away(session, house, 0, 8), _away(session, house, 1, 3)

    assert take_back_absence(session, wrong, by=house.technician, at=TODAY) == []
    assert visit.at_risk
    assert take_back_absence(session, right, by=house.technician, at=TODAY) == [visit]


def test_anyone_of_the_site_takes_it_back_and_nobody_else(session: Session) -> None:
    house = _guided_house(session)
    absence = _away(session, house, 0, 8)
    clerk = a_person(Role.CLERK, facility=house.facility)
    elsewhere = a_person(Role.TECHNICIAN, facility=a_facility("AIZU"))
    session.add_all([clerk, elsewhere])
    session.flush()

    for person in (elsewhere, a_person(Role.COMPANY), a_person(Role.PARTNER)):
        with pytest.raises(NotAllowed):
            take_back_absence(session, absence, by=person, at=TODAY)
    take_back_absence(session, absence, by=clerk, at=TODAY)

    assert absence.taken_back_at == TODAY


def test_the_second_to_take_it_back_hears_who_was_faster(
    new_session: Callable[[], Session],
) -> None:
    first = new_session()
    house = _guided_house(first)
    absence = _away(first, house, 0, 8)
    first.commit()
    second = new_session()
    seen = second.get_one(Absence, absence.id)
    by = second.merge(house.technician)
    second.commit()
    take_back_absence(first, first.merge(absence), by=house.technician, at=TODAY)
    first.commit()

    with pytest.raises(AlreadyDecided) as late:
        take_back_absence(second, seen, by=by, at=TODAY + HOUR)

    assert late.value.facts == {"status": "taken_back", "by_id": house.technician.id, "at": TODAY}
