"""A technician confirms, or the company accepts another time: one promise, with all it needs."""

from collections.abc import Callable
from datetime import date

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from booking.errors import AlreadyDecided, NotAllowed, NothingFits, ReasonMissing, RuleBroken
from booking.models import Claim, HistoryEntry, Notice, Person, Proposal, Reservation
from booking.models.kinds import Answerer, ClaimKind, ProposalStatus, RequestStatus
from booking.permissions import Role
from booking.services.confirm_proposal import confirm_proposal
from booking.services.propose_another_time import other_times, propose_another_time
from booking.services.record_absence import record_absence
from booking.services.refuse_proposal import refuse_proposal
from booking.services.withdraw_request import withdraw_request
from instruments.words import Attended, Guidance, InstrumentState
from tests.booking.steps import applied, waiting
from tests.builders import (
    DAY,
    HOUR,
    NINE,
    SETTINGS,
    TODAY,
    House,
    a_house,
    a_person,
    a_tariff,
    an_instrument,
    hours,
)


def _confirm(session: Session, proposal: Proposal, by: Person, **more: str) -> Reservation:
    return confirm_proposal(session, proposal, by=by, at=TODAY, settings=SETTINGS, **more)


def _for_the_company(session: Session, house: House) -> Proposal:
    """A technician proposes Tuesday where the company asked for Monday."""
    request = waiting(session, house)
    tuesday = [hours(NINE + DAY, 8)]
    run = other_times(session, request, tuesday, at=TODAY, settings=SETTINGS)[0]
    return propose_another_time(
        session, request, run, by=house.technician, at=TODAY, settings=SETTINGS
    )


def test_reservation_assignment_price_history_and_notices_are_one_act(session: Session) -> None:
    house = a_house(session, an_instrument(attended=Attended.FULL, guidance=Guidance.ALWAYS))
    session.add(a_tariff(house.instrument, 1000))
    proposal = applied(session, house)

    reservation = _confirm(session, proposal, house.technician)

    assert (reservation.starts_at, reservation.ends_at) == (NINE, NINE + 2 * HOUR)
    assert [a.technician for a in reservation.assignments] == [house.technician]
    assert (proposal.status, proposal.decided_by_id, proposal.decided_at) == (
        ProposalStatus.CONFIRMED,
        house.technician.id,
        TODAY,
    )
    assert reservation.request.status is RequestStatus.CONFIRMED
    claims = session.scalars(select(Claim)).all()
    assert len(claims) == 2
    assert {(c.kind, c.valid_until, c.reservation_id) for c in claims} == {
        (ClaimKind.RESERVATION, None, reservation.id)
    }
    entry = session.scalars(
        select(HistoryEntry).where(HistoryEntry.what == "confirm_proposal")
    ).one()
    assert entry.after["reservation"] == reservation.id
    told = session.scalars(
        select(Notice.to_id).where(Notice.template == "reservation_confirmed")
    ).all()
    assert told == [house.engineer.id]


def test_the_technician_who_is_assigned_is_told_when_a_colleague_confirms(
    session: Session,
) -> None:
    guided = an_instrument(attended=Attended.FULL, guidance=Guidance.ALWAYS)
    house = a_house(session, guided, technicians=2)
    abe, ito = house.technicians
    proposal = applied(session, house)
    assigned = proposal.placement.attendance[0].technician

    _confirm(session, proposal, ito if assigned is abe else abe)

    told = session.scalars(select(Notice.to_id).where(Notice.template == "assignment_made")).all()
    assert told == [assigned.id]


def test_whoever_confirms_is_not_told_of_it(session: Session) -> None:
    guided = an_instrument(attended=Attended.FULL, guidance=Guidance.ALWAYS)
    house = a_house(session, guided)

    _confirm(session, applied(session, house), house.technician)

    templates = session.scalars(select(Notice.template).order_by(Notice.id)).all()
    assert templates == ["proposal_to_answer", "reservation_confirmed"]


def test_only_the_desk_confirms_what_the_facility_answers(session: Session) -> None:
    house = a_house(session)
    proposal = applied(session, house)

    for role in (
        Role.COMPANY,
        Role.APPROVER,
        Role.CLERK,
        Role.COORDINATOR,
        Role.PARTNER,
        Role.ADMIN,
    ):
        with pytest.raises(NotAllowed):
            _confirm(session, proposal, a_person(role))


def test_the_company_accepts_another_time(session: Session) -> None:
    house = a_house(session)
    proposal = _for_the_company(session, house)
    assert proposal.awaits is Answerer.COMPANY

    reservation = _confirm(session, proposal, house.engineer)

    assert reservation.starts_at == NINE + DAY


def test_the_desk_accepts_for_the_company_only_with_its_word(session: Session) -> None:
    house = a_house(session)
    proposal = _for_the_company(session, house)

    with pytest.raises(ReasonMissing):
        _confirm(session, proposal, house.technician, agreed_by=" ")
    assert _confirm(session, proposal, house.technician, agreed_by="佐藤様 電話")


def test_the_second_to_confirm_hears_who_was_faster(new_session: Callable[[], Session]) -> None:
    session = new_session()
    house = a_house(session, technicians=2)
    proposal = applied(session, house)
    session.commit()
    abe, ito = house.technicians
    slower = new_session()
    seen = slower.get_one(Proposal, proposal.id)
    slower.rollback()

    _confirm(session, proposal, abe)
    session.commit()
    with pytest.raises(AlreadyDecided) as refused:
        _confirm(slower, seen, slower.merge(ito))

    assert refused.value.facts == {"status": "confirmed", "by_id": abe.id, "at": TODAY}
    assert len(slower.scalars(select(Reservation)).all()) == 1


def test_too_late_after_a_refusal(session: Session) -> None:
    house = a_house(session)
    proposal = applied(session, house)
    refuse_proposal(session, proposal, reason="点検", by=house.technician, at=TODAY)

    with pytest.raises(AlreadyDecided) as refused:
        _confirm(session, proposal, house.technician)

    assert refused.value.facts["status"] == "refused"


def test_too_late_after_the_company_withdrew(session: Session) -> None:
    house = a_house(session)
    proposal = applied(session, house)
    withdraw_request(session, proposal.request, by=house.engineer, at=TODAY)

    with pytest.raises(AlreadyDecided) as refused:
        _confirm(session, proposal, house.technician)

    assert refused.value.facts["status"] == "withdrawn"


def test_the_judge_is_asked_again(session: Session) -> None:
    house = a_house(session, an_instrument(attended=Attended.FULL, guidance=Guidance.ALWAYS))
    proposal = applied(session, house)
    record_absence(session, house.technician, *hours(NINE, 1), by=house.technician, at=TODAY)

    with pytest.raises(RuleBroken) as refused:
        _confirm(session, proposal, house.technician)

    assert refused.value.facts == {"rules": ("people_work_when_they_work",)}
    session.rollback()


def test_an_instrument_paused_meanwhile_is_not_promised(session: Session) -> None:
    house = a_house(session)
    proposal = applied(session, house)
    house.instrument.state = InstrumentState.PAUSED

    with pytest.raises(NothingFits):
        _confirm(session, proposal, house.technician)


def test_a_visit_that_should_have_begun_is_not_confirmed_any_more(session: Session) -> None:
    house = a_house(session)
    proposal = applied(session, house)

    with pytest.raises(RuleBroken) as refused:
        confirm_proposal(session, proposal, by=house.technician, at=NINE + HOUR, settings=SETTINGS)

    assert refused.value.facts == {"rules": ("notice_is_kept",)}


def test_the_price_is_fixed_when_it_is_confirmed(session: Session) -> None:
    house = a_house(session)
    old = a_tariff(house.instrument, 1000)
    session.add(old)
    reservation = _confirm(session, applied(session, house), house.technician)
    session.commit()

    old.first_yen = 9000
    session.add(a_tariff(house.instrument, 8000, valid_from=date(2026, 4, 1)))
    session.commit()
    session.refresh(reservation)

    assert reservation.price_yen == 2000
    assert reservation.legal_basis == "使用料条例"
    assert [line["yen"] for line in reservation.price_lines] == [2000]
