"""Accounts: who may enter and change whose, and what ends with a role or a place."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from booking.errors import NotAllowed, RequestIncomplete
from booking.models import HistoryEntry, Person, Skill
from booking.permissions import Role
from booking.services.add_person import add_person
from booking.services.change_account import AccountFacts, change_account
from instruments.models import Facility
from instruments.words import Attended, Guidance
from tests.booking.steps import asked, confirmed, held
from tests.builders import (
    NINE,
    TODAY,
    House,
    a_facility,
    a_house,
    a_person,
    an_instrument,
    hours,
)


def _guided_house(session: Session) -> House:
    return a_house(session, an_instrument(attended=Attended.FULL, guidance=Guidance.ALWAYS))


def _somebody(session: Session, role: Role, facility: Facility | None = None) -> Person:
    person = a_person(role, "管理", facility=facility)
    session.add(person)
    session.commit()
    return person


def _facts(person: Person) -> AccountFacts:
    return AccountFacts(
        name=person.name,
        reading=person.reading,
        email=person.email or "",
        role=person.role,
        facility_id=person.facility_id,
        valid_until=person.valid_until,
        active=person.active,
    )


def _enter(session: Session, role: Role, by: Person | None, code: str = "YRIT") -> Person:
    return add_person(
        session,
        email="New@Example.jp",
        name="新人",
        role=role,
        facility_code=code,
        password="hash",
        by=by,
        at=TODAY,
    )


def test_a_manager_enters_staff_of_the_own_facility_only(session: Session) -> None:
    house = _guided_house(session)
    elsewhere = a_facility("ELSE")
    session.add(elsewhere)
    manager = _somebody(session, Role.FACILITY_MANAGER, house.facility)

    for role in (Role.ADMIN, Role.PARTNER, Role.COORDINATOR, Role.COMPANY):
        with pytest.raises(RequestIncomplete, match="role"):
            _enter(session, role, manager)
    for code in ("ELSE", "", "NONE"):
        with pytest.raises(NotAllowed):
            _enter(session, Role.TECHNICIAN, manager, code)
    with pytest.raises(NotAllowed):
        _enter(session, Role.TECHNICIAN, house.technician)
    person = _enter(session, Role.TECHNICIAN, manager)

    assert (person.email, person.facility_id) == ("new@example.jp", house.facility.id)
    entry = session.scalars(select(HistoryEntry)).one()
    assert (entry.what, entry.by_id) == ("add_person", manager.id)


def test_one_address_is_one_account(session: Session) -> None:
    house = _guided_house(session)
    admin = _somebody(session, Role.ADMIN)
    _enter(session, Role.CLERK, admin)

    with pytest.raises(RequestIncomplete, match="is_taken"):
        _enter(session, Role.APPROVER, admin)
    with pytest.raises(RequestIncomplete, match="is_taken"):
        change_account(
            session,
            house.technician,
            replace(_facts(house.technician), email="new@example.jp"),
            by=admin,
            at=TODAY,
        )


def test_a_name_is_corrected_and_history_says_that_not_what(session: Session) -> None:
    house = _guided_house(session)
    manager = _somebody(session, Role.FACILITY_MANAGER, house.facility)
    facts = replace(_facts(house.technician), name="阿部 葉子", valid_until=date(2027, 3, 31))

    left = change_account(session, house.technician, facts, by=manager, at=TODAY)
    change_account(session, house.technician, facts, by=manager, at=TODAY)

    assert left == []
    assert house.technician.name == "阿部 葉子"
    entry = session.scalars(select(HistoryEntry)).one()
    assert entry.after == {"valid_until": "2027-03-31", "changed": ["name"]}


def test_who_leaves_the_role_leaves_the_skills_and_visits_are_listed(session: Session) -> None:
    house = _guided_house(session)
    manager = _somebody(session, Role.FACILITY_MANAGER, house.facility)
    visit = confirmed(session, house, windows=(hours(NINE, 2),))
    facts = replace(_facts(house.technician), role=Role.CLERK)

    left = change_account(session, house.technician, facts, by=manager, at=TODAY)

    assert [one.reservation_id for one in left] == [visit.id]
    assert session.scalars(select(Skill)).all() == []
    assert held(session, asked(session, house)) == []


def test_an_administrator_moves_somebody_whose_skills_stay_behind(session: Session) -> None:
    house, elsewhere = _guided_house(session), a_facility("ELSE")
    session.add(elsewhere)
    admin = _somebody(session, Role.ADMIN)
    manager = _somebody(session, Role.FACILITY_MANAGER, house.facility)
    facts = replace(_facts(house.technician), facility_id=elsewhere.id)

    with pytest.raises(NotAllowed):
        change_account(session, house.technician, facts, by=manager, at=TODAY)
    change_account(session, house.technician, facts, by=admin, at=TODAY)

    assert house.technician.facility is elsewhere
    assert session.scalars(select(Skill)).all() == []
    with pytest.raises(RequestIncomplete, match="goes_with_the_role"):
        change_account(
            session, house.technician, replace(facts, facility_id=None), by=admin, at=TODAY
        )


@pytest.mark.parametrize("changes", [{"active": False}, {"valid_until": date(2026, 4, 5)}])
def test_a_stopped_or_ended_account_is_planned_no_more(
    session: Session, changes: dict[str, object]
) -> None:
    house = _guided_house(session)
    manager = _somebody(session, Role.FACILITY_MANAGER, house.facility)
    visit = confirmed(session, house, windows=(hours(NINE, 2),))
    facts = replace(_facts(house.technician), **changes)  # type: ignore[arg-type]  # of any kind

    left = change_account(session, house.technician, facts, by=manager, at=TODAY)

    assert [one.reservation_id for one in left] == [visit.id]
    assert held(session, asked(session, house, windows=(hours(NINE, 8),))) == []


def test_nobody_takes_an_account_that_may_do_more(session: Session) -> None:
    house = _guided_house(session)
    manager = _somebody(session, Role.FACILITY_MANAGER, house.facility)
    admin = _somebody(session, Role.ADMIN, house.facility)  # an operator may enter one so

    facts = replace(_facts(admin), role=Role.CLERK, password="mine")

    with pytest.raises(NotAllowed):
        change_account(session, admin, facts, by=manager, at=TODAY)
    assert admin.password is None


def test_nobody_locks_himself_or_herself_out(session: Session) -> None:
    house = _guided_house(session)
    manager = _somebody(session, Role.FACILITY_MANAGER, house.facility)

    for facts in (
        replace(_facts(manager), role=Role.CLERK),
        replace(_facts(manager), active=False),
    ):
        with pytest.raises(RequestIncomplete, match="not_ones_own"):
            change_account(session, manager, facts, by=manager, at=TODAY)


def test_a_new_password_ends_every_session(session: Session) -> None:
    house = _guided_house(session)
    manager = _somebody(session, Role.FACILITY_MANAGER, house.facility)
    before = house.technician.fs_uniquifier

    facts = replace(_facts(house.technician), password="new hash")
    change_account(session, house.technician, facts, by=manager, at=TODAY)

    assert house.technician.password == "new hash"
    assert house.technician.fs_uniquifier != before
