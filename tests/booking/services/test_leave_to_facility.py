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
from tests.builders import TODAY, a_house, a_person


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
