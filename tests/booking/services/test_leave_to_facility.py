"""The company leaves the time to the facility."""

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from booking.errors import NotAllowed, NotNow
from booking.models import Claim, Notice, Offer
from booking.models.kinds import OfferStatus, RequestStatus
from booking.permissions import Role
from booking.services.leave_to_facility import leave_to_facility
from tests.booking.steps import applied, asked, held
from tests.builders import (
    TODAY,
    a_capability,
    a_facility,
    a_house,
    a_person,
    an_instrument,
    settle,
)


def test_the_request_waits_its_offers_go_and_the_desk_is_told(session: Session) -> None:
    house = a_house(session)
    request = asked(session, house)
    held(session, request)

    leave_to_facility(session, request, by=house.engineer, at=TODAY)

    assert request.status is RequestStatus.WAITING
    assert session.scalars(select(Claim)).all() == []
    assert set(session.scalars(select(Offer.status))) == {OfferStatus.LAPSED}
    (notice,) = session.scalars(select(Notice)).all()
    assert (notice.template, notice.to_id) == ("request_waits", house.technician.id)


def test_a_wish_for_a_capability_is_on_the_list_of_a_facility_that_has_it(session: Session) -> None:
    # It was on no list at all: the page said that the facility looks for a date, and nobody did.
    house = a_house(session)
    elsewhere = an_instrument("SEM2", a_facility("OTHER", prefecture_jis="04"))
    able = a_capability("observe", elsewhere, house.instrument)
    session.add_all([elsewhere, able])
    settle(session)
    request = asked(session, house, capability=able)

    leave_to_facility(session, request, by=house.engineer, at=TODAY)

    assert request.facility_id == house.facility.id  # of the company's own prefecture
    told = session.scalars(select(Notice.to_id)).all()
    assert told == [house.technician.id]


def test_too_late_when_it_was_applied_for(session: Session) -> None:
    house = a_house(session)
    request = applied(session, house).request

    with pytest.raises(NotNow):
        leave_to_facility(session, request, by=house.engineer, at=TODAY)


def test_who_may_not_leave_it_to_the_facility(session: Session) -> None:
    house = a_house(session)
    request = asked(session, house)

    for role in (Role.PARTNER, Role.CLERK, Role.ADMIN):
        with pytest.raises(NotAllowed):
            leave_to_facility(session, request, by=a_person(role), at=TODAY)
