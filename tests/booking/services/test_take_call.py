"""A telephone call: the firm is known, or registered by its name in the same step."""

from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from booking.errors import NotAllowed, NotFound, NothingFits
from booking.models import Company, Notice, Reservation
from booking.permissions import Role
from booking.services.take_call import Call, take_call
from tests.booking.steps import confirmed
from tests.builders import SETTINGS, TODAY, House, a_draft, a_house, a_person


def _call(house: House, **changes: Any) -> Call:
    facts: dict[str, Any] = {
        "company_id": None,
        "company_name": "庄内機工",
        "telephone": "0234-00-0000",
        "draft": a_draft(house.instrument),
    }
    return Call(**facts | changes)


def _take(session: Session, house: House, call: Call) -> Reservation:
    return take_call(session, call, by=house.technician, at=TODAY, settings=SETTINGS)


def test_a_firm_that_is_not_known_is_registered_with_its_number(session: Session) -> None:
    house = a_house(session)

    reservation = _take(session, house, _call(house))

    company = reservation.request.company
    assert (company.name, company.telephone) == ("庄内機工", "0234-00-0000")


def test_a_firm_that_telephones_pays_the_rate_of_the_facilitys_prefecture(session: Session) -> None:
    # It had no prefecture and was charged as a firm from elsewhere, for good.
    house = a_house(session)

    reservation = _take(session, house, _call(house))

    assert reservation.request.company.prefecture_jis == house.facility.prefecture_jis


def test_a_known_firm_hears_by_mail_of_what_it_settled_by_telephone(session: Session) -> None:
    house = a_house(session)

    _take(session, house, _call(house, company_id=house.company.id))

    told = select(Notice.to_id).where(Notice.template == "reservation_confirmed")
    assert session.scalars(told).all() == [house.engineer.id]


def test_a_firm_that_is_known_keeps_its_number(session: Session) -> None:
    house = a_house(session)
    house.company.telephone = "023-111-1111"

    reservation = _take(session, house, _call(house, company_id=house.company.id))

    assert reservation.request.company is house.company
    assert house.company.telephone == "023-111-1111"


def test_the_same_form_sent_twice_registers_and_books_once(session: Session) -> None:
    house = a_house(session)
    call = _call(house)

    assert _take(session, house, call) is _take(session, house, call)

    names = session.scalars(select(Company.name)).all()
    assert names.count("庄内機工") == 1


def test_a_firm_that_was_merged_or_is_not_there_is_not_found(session: Session) -> None:
    house = a_house(session)
    double = Company(name="㈱最上精工", search_key="", merged_into_id=house.company.id)
    session.add(double)
    session.flush()

    for number in (double.id, 404):
        with pytest.raises(NotFound):
            _take(session, house, _call(house, company_id=number))


def test_when_nothing_fits_no_firm_is_left_behind(session: Session) -> None:
    house = a_house(session)
    confirmed(session, house, minutes=480)

    with pytest.raises(NothingFits):
        _take(session, house, _call(house))

    session.rollback()
    assert session.scalars(select(Company.name)).all() == [house.company.name]


def test_who_may_not_take_calls(session: Session) -> None:
    house = a_house(session)

    for role in (Role.COMPANY, Role.PARTNER, Role.CLERK, Role.ADMIN):
        with pytest.raises(NotAllowed):
            take_call(session, _call(house), by=a_person(role), at=TODAY, settings=SETTINGS)
