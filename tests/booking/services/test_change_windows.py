"""The company can come at other times than it said, as long as nothing is applied for."""

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from booking.errors import NotAllowed, NotNow, RequestIncomplete
from booking.models import Claim, Offer
from booking.models.kinds import OfferStatus
from booking.permissions import Role
from booking.services.change_windows import change_windows
from tests.booking.steps import applied, asked, held
from tests.builders import DAY, NINE, TODAY, a_house, a_person, hours

TUESDAY = [hours(NINE + DAY, 8)]


def test_other_times_are_offered_and_the_earlier_offers_are_let_go(session: Session) -> None:
    house = a_house(session)
    request = asked(session, house)
    held(session, request)

    change_windows(session, request, TUESDAY, by=house.engineer, at=TODAY)

    assert session.scalars(select(Claim)).all() == []
    assert set(session.scalars(select(Offer.status))) == {OfferStatus.LAPSED}
    assert held(session, request)[0].placement.starts_at == NINE + DAY


def test_broken_windows_change_nothing(session: Session) -> None:
    house = a_house(session)
    request = asked(session, house)

    with pytest.raises(RequestIncomplete) as refused:
        change_windows(
            session,
            request,
            [(NINE, NINE), hours(TODAY - DAY, 1)],
            more_broken=[("window-2", "says_from", {})],
            by=house.engineer,
            at=TODAY,
        )

    rules = [rule for _field, rule, _facts in refused.value.facts["broken"]]
    assert rules == ["says_from", "ends_after_it_starts", "is_over"]
    assert [window.starts_at for window in request.windows] == [NINE]


def test_too_late_when_it_was_applied_for(session: Session) -> None:
    house = a_house(session)
    request = applied(session, house).request

    with pytest.raises(NotNow):
        change_windows(session, request, TUESDAY, by=house.engineer, at=TODAY)


def test_only_the_company_says_when_it_can_come(session: Session) -> None:
    house = a_house(session)
    request = asked(session, house)

    for role in (Role.TECHNICIAN, Role.COORDINATOR, Role.PARTNER, Role.ADMIN):
        with pytest.raises(NotAllowed):
            change_windows(session, request, TUESDAY, by=a_person(role), at=TODAY)
