"""The company takes its request back before it is confirmed."""

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from booking.errors import NotAllowed, NotNow
from booking.models import Claim, Notice, Offer
from booking.models.kinds import OfferStatus, ProposalStatus, RequestStatus
from booking.permissions import Role
from booking.services.withdraw_request import withdraw_request
from tests.booking.steps import applied, asked, confirmed, held, waiting
from tests.builders import TODAY, a_house, a_person, another_company


def test_offers_are_let_go_at_once(session: Session) -> None:
    house = a_house(session)
    request = asked(session, house)
    held(session, request)

    withdraw_request(session, request, by=house.engineer, at=TODAY)

    assert request.status is RequestStatus.WITHDRAWN
    assert session.scalars(select(Claim)).all() == []
    assert set(session.scalars(select(Offer.status))) == {OfferStatus.LAPSED}
    assert len(held(session, asked(session, house, by=another_company(session)))) == 3


def test_a_proposal_that_waits_is_withdrawn_and_the_desk_is_told(session: Session) -> None:
    house = a_house(session)
    proposal = applied(session, house)

    withdraw_request(session, proposal.request, by=house.engineer, at=TODAY)

    assert (proposal.status, proposal.decided_by_id) == (
        ProposalStatus.WITHDRAWN,
        house.engineer.id,
    )
    assert session.scalars(select(Claim)).all() == []
    told = select(Notice.to_id).where(Notice.template == "request_withdrawn")
    assert session.scalars(told).all() == [house.technician.id]


def test_the_company_is_told_when_the_desk_withdraws_for_it(session: Session) -> None:
    house = a_house(session)
    request = waiting(session, house)

    withdraw_request(session, request, by=house.technician, at=TODAY)

    told = select(Notice.to_id).where(Notice.template == "request_withdrawn")
    assert session.scalars(told).all() == [house.engineer.id]


def test_too_late_when_it_is_confirmed(session: Session) -> None:
    house = a_house(session)
    request = confirmed(session, house).request

    with pytest.raises(NotNow) as refused:
        withdraw_request(session, request, by=house.engineer, at=TODAY)

    assert refused.value.facts == {"status": "confirmed"}


def test_nobody_withdraws_twice(session: Session) -> None:
    house = a_house(session)
    request = asked(session, house)
    withdraw_request(session, request, by=house.engineer, at=TODAY)

    with pytest.raises(NotNow):
        withdraw_request(session, request, by=house.engineer, at=TODAY)


def test_who_may_not_withdraw(session: Session) -> None:
    house = a_house(session)
    request = asked(session, house)

    for role in (Role.PARTNER, Role.CLERK, Role.APPROVER, Role.ADMIN, Role.AUDITOR):
        with pytest.raises(NotAllowed):
            withdraw_request(session, request, by=a_person(role), at=TODAY)
