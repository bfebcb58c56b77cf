"""Who acts for a firm: entered by the desk, taken away by it."""

from __future__ import annotations

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from booking.errors import NotAllowed, NotNow, RequestIncomplete
from booking.models import Company, HistoryEntry, Membership, Person
from booking.permissions import Role
from booking.services.companies import merge_companies
from booking.services.memberships import admit_newcomer, end_membership
from booking.services.notices import asker_of
from tests.booking.steps import asked
from tests.builders import (
    TODAY,
    House,
    a_house,
    a_member,
    a_person,
    another_company,
)


def _admit(session: Session, company: Company, by: Person, **changes: str) -> bool:
    typed = {"email": "new@example.jp", "name": "新人", "password": "hash"} | changes
    return admit_newcomer(
        session,
        company,
        email=typed["email"],
        name=typed["name"],
        password=typed["password"],
        by=by,
        at=TODAY,
    )


def _membership(session: Session, house: House) -> Membership:
    wanted = select(Membership).where(Membership.person_id == house.engineer.id)
    return session.scalars(wanted).one()


def test_somebody_new_is_entered_and_acts_for_the_firm_at_once(session: Session) -> None:
    house = a_house(session)

    made = [_admit(session, house.company, house.technician) for _ in range(2)]

    assert made == [True, False]
    person = session.scalars(select(Person).where(Person.email == "new@example.jp")).one()
    assert person.role is Role.COMPANY
    (membership,) = person.memberships
    assert membership.company is house.company
    assert membership.approved_by_id == house.technician.id
    whats = session.scalars(select(HistoryEntry.what).order_by(HistoryEntry.id)).all()
    assert whats == ["add_person", "admit_member"]


def test_a_known_person_keeps_name_and_password(session: Session) -> None:
    house = a_house(session)
    _company, engineer = another_company(session)

    made = _admit(session, house.company, house.technician, email=engineer.email or "", name="x")

    assert not made
    assert (engineer.name, engineer.password) == ("鈴木", None)
    assert len(engineer.memberships) == 2


def test_who_cannot_be_entered_is_said_by_field(session: Session) -> None:
    house = a_house(session)
    staff = house.technician.email or ""

    with pytest.raises(RequestIncomplete, match="is_of_no_company"):
        _admit(session, house.company, house.technician, email=staff)
    with pytest.raises(RequestIncomplete) as refused:
        _admit(session, house.company, house.technician, name="", password="")
    assert [field for field, *_ in refused.value.facts["broken"]] == ["name", "password"]


def test_nobody_is_entered_for_a_firm_that_is_another_now(session: Session) -> None:
    house = a_house(session)
    double, _engineer = another_company(session)
    merge_companies(session, house.company, double, by=house.technician, at=TODAY)

    with pytest.raises(NotNow):
        _admit(session, double, house.technician, email=house.engineer.email or "")


def test_who_is_taken_away_hears_nothing_more_of_the_firm(session: Session) -> None:
    house = a_house(session)
    request = asked(session, house)
    colleague = a_person(Role.COMPANY, "高橋")
    session.add(a_member(house.company, colleague))
    session.commit()
    assert asker_of(session, request) == [house.engineer]

    end_membership(session, _membership(session, house), by=house.technician, at=TODAY)
    session.commit()

    assert asker_of(session, request) == [colleague]
    entry = session.scalars(select(HistoryEntry).order_by(HistoryEntry.id.desc())).first()
    assert entry is not None
    assert (entry.what, entry.about_id) == ("end_membership", house.engineer.id)
    assert entry.before == {"company": house.company.id}


def test_only_the_desk_keeps_memberships(session: Session) -> None:
    house = a_house(session)
    for role in (Role.COMPANY, Role.CLERK, Role.APPROVER, Role.ADMIN, Role.PARTNER):
        by = a_person(role, facility=house.facility)
        session.add(by)
        with pytest.raises(NotAllowed):
            _admit(session, house.company, by)
        with pytest.raises(NotAllowed):
            end_membership(session, _membership(session, house), by=by, at=TODAY)
