"""A person acts for a company once a colleague or a desk has said so."""

import pytest
from sqlalchemy.orm import Session

from booking.disclosure import knows
from booking.errors import NotAllowed, NotFound
from booking.models import Membership
from booking.permissions import Role
from booking.services.approve_membership import approve_membership
from tests.booking.steps import asked
from tests.builders import HOUR, TODAY, House, a_house, a_member, a_person, another_company


def _newcomer(session: Session, house: House) -> Membership:
    membership = a_member(house.company, a_person(Role.COMPANY, "高橋"), approved_at=None)
    session.add(membership)
    session.flush()
    return membership


def test_a_colleague_or_the_desk_approves(session: Session) -> None:
    house = a_house(session)
    request = asked(session, house)

    for by in (house.engineer, house.technician):
        membership = _newcomer(session, house)
        assert not knows(session, membership.person, request, TODAY)
        approve_membership(session, membership.id, by=by, at=TODAY)
        assert (membership.approved_at, membership.approved_by_id) == (TODAY, by.id)
        assert knows(session, membership.person, request, TODAY)


def test_what_is_approved_stays_as_it_is(session: Session) -> None:
    house = a_house(session)
    membership = _newcomer(session, house)
    approve_membership(session, membership.id, by=house.engineer, at=TODAY)

    approve_membership(session, membership.id, by=house.technician, at=TODAY + HOUR)

    assert (membership.approved_at, membership.approved_by_id) == (TODAY, house.engineer.id)


def test_nobody_approves_for_another_company_or_for_oneself(session: Session) -> None:
    house = a_house(session)
    membership = _newcomer(session, house)
    _other, stranger = another_company(session)

    for by, number in (
        (stranger, membership.id),
        (membership.person, membership.id),
        (house.engineer, 404),
    ):
        with pytest.raises(NotFound):
            approve_membership(session, number, by=by, at=TODAY)


def test_who_may_not_approve(session: Session) -> None:
    house = a_house(session)
    membership = _newcomer(session, house)

    for role in (Role.PARTNER, Role.CLERK, Role.COORDINATOR, Role.AUDITOR):
        with pytest.raises(NotAllowed):
            approve_membership(session, membership.id, by=a_person(role), at=TODAY)
