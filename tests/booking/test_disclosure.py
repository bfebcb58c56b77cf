"""The one gate: who sees names, who is told that there is no such thing, who sees only 使用不可."""

from dataclasses import dataclass, fields

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from booking.disclosure import Busy, busy_times, case_view, closure_for_staff, knows, visible
from booking.errors import NotFound
from booking.models import Offer, Person, Proposal, Request, Reservation
from booking.models.kinds import ClosureKind
from booking.permissions import Role
from booking.services.close_unit import close_unit
from booking.services.confirm_proposal import confirm_proposal
from booking.services.request_use import save_request
from tests.booking.steps import applied, asked, confirmed, held
from tests.builders import (
    DAY,
    HOUR,
    NINE,
    SETTINGS,
    TODAY,
    House,
    a_draft,
    a_facility,
    a_house,
    a_member,
    a_person,
    another_company,
    hours,
)

PRIVATE = {
    "purpose": "目的の文",
    "sample_text": "試料の文",
    "visitor": "来所の人",
    "visitor_telephone": "023-111-2222",
    "payer": "支払の人",
}


@dataclass(frozen=True)
class Case:
    """A request with all that follows from it, at a facility, of a company."""

    house: House
    request: Request
    offer: Offer
    proposal: Proposal
    reservation: Reservation


def _case(session: Session) -> Case:
    house = a_house(session)
    reservation = confirmed(session, house, **PRIVATE)  # type: ignore[arg-type]  # texts of the draft
    request = reservation.request
    offer = session.scalars(select(Offer).where(Offer.request_id == request.id)).first()
    proposal = session.scalars(select(Proposal)).one()
    assert offer is not None
    return Case(house, request, offer, proposal, reservation)


def _people(session: Session, case: Case) -> dict[str, Person]:
    """Somebody of every role, at the facility, elsewhere, and of another company."""
    here, there = case.house.facility, a_facility("AIZU")
    people = {f"{role.value} here": a_person(role, facility=here) for role in Role}
    people |= {f"{role.value} elsewhere": a_person(role, facility=there) for role in Role}
    not_approved, colleague = a_person(Role.COMPANY), a_person(Role.COMPANY)
    session.add_all(people.values())
    session.add_all(
        [
            a_member(case.house.company, not_approved, approved_at=None),
            a_member(case.house.company, colleague),
        ]
    )
    session.flush()
    _other, stranger = another_company(session)
    return people | {
        "asker": case.house.engineer,
        "colleague": colleague,
        "not approved": not_approved,
        "stranger": stranger,
    }


KNOW = {
    "asker",
    "colleague",
    "technician here",
    "facility_manager here",
    "approver here",
    "clerk here",
}


def test_names_reach_the_company_and_the_staff_of_the_case_and_nobody_else(
    session: Session,
) -> None:
    case = _case(session)
    people = _people(session, case)

    views = {who: case_view(session, one, case.request, TODAY) for who, one in people.items()}

    assert {who for who, view in views.items() if view.known} == KNOW
    for who, view in views.items():
        texts = [value for value in (getattr(view, f.name) for f in fields(view)) if value]
        assert len(texts) == (9 if who in KNOW else 1), who  # the number of the request alone
    assert views["asker"].company == case.house.company.name
    assert views["clerk here"].visitor == "来所の人"


def test_everything_of_the_case_is_found_by_those_and_by_nobody_else(session: Session) -> None:
    case = _case(session)
    people = _people(session, case)
    rows: list[tuple[type, int]] = [
        (Request, case.request.id),
        (Offer, case.offer.id),
        (Proposal, case.proposal.id),
        (Reservation, case.reservation.id),
    ]

    for kind, number in rows:
        found = {who for who, person in people.items() if _finds(session, person, kind, number)}
        assert found == KNOW, kind


def test_an_unknown_number_and_somebody_elses_are_the_same_answer(session: Session) -> None:
    case = _case(session)
    _other, stranger = another_company(session)

    answers = []
    for person in (stranger, None):
        for number in (case.request.id, 404):
            with pytest.raises(NotFound) as refused:
                visible(session, person, Request, number, TODAY)
            answers.append((type(refused.value), refused.value.facts))

    assert answers == [(NotFound, {})] * 4


def test_a_coordinator_knows_the_case_he_or_she_entered(session: Session) -> None:
    house = a_house(session)
    mine, other = a_person(Role.COORDINATOR), a_person(Role.COORDINATOR)
    session.add_all([mine, other])
    session.flush()
    draft = a_draft(house.instrument)
    request = save_request(session, draft, house.company, asked_by=None, by=mine, at=TODAY)

    assert knows(session, mine, request, TODAY)
    assert not knows(session, other, request, TODAY)


def test_staff_without_a_facility_know_no_case_that_has_none(session: Session) -> None:
    house = a_house(session)
    request = asked(session, house)
    request.facility_id = None
    nowhere = a_person(Role.TECHNICIAN)
    session.add(nowhere)
    session.flush()

    assert not knows(session, nowhere, request, TODAY)


def test_outsiders_see_that_a_unit_cannot_be_used_and_not_why(session: Session) -> None:
    house = a_house(session)
    close_unit(
        session, house.unit, ClosureKind.TRAINING, *hours(NINE, 1), by=house.technician, at=TODAY
    )
    proposal = applied(session, house, minutes=60)
    confirm_proposal(session, proposal, by=house.technician, at=TODAY, settings=SETTINGS)
    held(session, asked(session, house, minutes=60, windows=(hours(NINE + 2 * HOUR, 1),)))

    busy = busy_times(session, [house.unit.id], NINE, NINE + DAY, at=TODAY)

    unit = house.unit.id
    assert busy == [Busy(unit, *hours(NINE + n * HOUR, 1)) for n in range(3)]
    assert {field.name for field in fields(Busy)} == {"unit_id", "starts_at", "ends_at"}


def test_a_hold_that_is_over_is_not_busy(session: Session) -> None:
    house = a_house(session)
    (offer,) = held(session, asked(session, house, windows=(hours(NINE, 2),)))
    unit, over = [house.unit.id], offer.held_until

    assert len(busy_times(session, unit, NINE, NINE + DAY, at=over - HOUR / 60)) == 1
    assert busy_times(session, unit, NINE, NINE + DAY, at=over) == []


def test_only_what_meets_the_time_asked_for_and_only_units_are_shown(session: Session) -> None:
    house = a_house(session)
    confirmed(session, house)
    unit = [house.unit.id]

    assert busy_times(session, unit, NINE + 2 * HOUR, NINE + 3 * HOUR, at=TODAY) == []
    assert busy_times(session, unit, NINE - HOUR, NINE, at=TODAY) == []
    assert busy_times(session, [], NINE, NINE + DAY, at=TODAY) == []


def test_a_closure_is_found_by_its_own_facility(session: Session) -> None:
    house = a_house(session)
    closure = close_unit(
        session, house.unit, ClosureKind.TRAINING, *hours(NINE, 1), by=house.technician, at=TODAY
    )
    elsewhere = a_person(Role.TECHNICIAN, facility=a_facility("AIZU"))
    session.add(elsewhere)
    session.flush()

    assert closure_for_staff(session, house.technician, closure.id) is closure
    for person, number in ((elsewhere, closure.id), (house.technician, 404)):
        with pytest.raises(NotFound):
            closure_for_staff(session, person, number)


def _finds(session: Session, person: Person, kind: type, number: int) -> bool:
    try:
        visible(session, person, kind, number, TODAY)
    except NotFound:
        return False
    return True
