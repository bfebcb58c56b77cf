"""A technician refuses with a reason, or the company declines another time."""

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from booking.errors import AlreadyDecided, NotAllowed, ReasonMissing
from booking.models import Claim, Notice, Proposal
from booking.models.kinds import ProposalStatus, RequestStatus
from booking.permissions import Role
from booking.services.propose_another_time import other_times, propose_another_time
from booking.services.refuse_proposal import decline_proposal, refuse_proposal
from tests.booking.steps import applied, asked, held, waiting
from tests.builders import (
    DAY,
    NINE,
    SETTINGS,
    TODAY,
    House,
    a_house,
    a_person,
    another_company,
    hours,
)


def _another_time(session: Session, house: House) -> Proposal:
    request = waiting(session, house)
    tuesday = [hours(NINE + DAY, 8)]
    run = other_times(session, request, tuesday, at=TODAY, settings=SETTINGS)[0]
    return propose_another_time(
        session, request, run, by=house.technician, at=TODAY, settings=SETTINGS
    )


def test_a_refusal_carries_its_reason_to_the_company(session: Session) -> None:
    house = a_house(session)
    proposal = applied(session, house)

    refuse_proposal(session, proposal, reason=" 真空計が故障 ", by=house.technician, at=TODAY)

    assert (proposal.status, proposal.reason) == (ProposalStatus.REFUSED, "真空計が故障")
    assert proposal.request.status is RequestStatus.REFUSED
    notice = session.scalars(select(Notice).order_by(Notice.id.desc())).first()
    assert notice is not None
    assert (notice.template, notice.to_id) == ("proposal_refused", house.engineer.id)
    assert notice.facts == {"proposal": proposal.id}


def test_the_refused_time_can_be_held_by_somebody_else_at_once(session: Session) -> None:
    house = a_house(session)
    proposal = applied(session, house, windows=(hours(NINE, 2),))

    refuse_proposal(session, proposal, reason="点検", by=house.technician, at=TODAY)

    other = asked(session, house, by=another_company(session), windows=(hours(NINE, 2),))
    assert held(session, other)


def test_a_refusal_needs_a_reason(session: Session) -> None:
    house = a_house(session)
    proposal = applied(session, house)

    with pytest.raises(ReasonMissing):
        refuse_proposal(session, proposal, reason="  ", by=house.technician, at=TODAY)


def test_who_may_not_refuse(session: Session) -> None:
    house = a_house(session)
    proposal = applied(session, house)

    for role in (Role.COMPANY, Role.APPROVER, Role.PARTNER, Role.ADMIN):
        with pytest.raises(NotAllowed):
            refuse_proposal(session, proposal, reason="点検", by=a_person(role), at=TODAY)


def test_nobody_refuses_twice(session: Session) -> None:
    house = a_house(session)
    proposal = applied(session, house)
    refuse_proposal(session, proposal, reason="点検", by=house.technician, at=TODAY)

    with pytest.raises(AlreadyDecided):
        refuse_proposal(session, proposal, reason="故障", by=house.technician, at=TODAY)

    assert proposal.reason == "点検"


def test_a_declined_time_is_free_and_the_request_waits_again(session: Session) -> None:
    house = a_house(session)
    proposal = _another_time(session, house)

    decline_proposal(session, proposal, by=house.engineer, at=TODAY)

    assert proposal.status is ProposalStatus.REFUSED
    assert proposal.request.status is RequestStatus.WAITING
    assert session.scalars(select(Claim)).all() == []
    last = session.scalars(select(Notice).order_by(Notice.id.desc())).first()
    assert last is not None
    assert (last.template, last.to_id) == ("request_waits", house.technician.id)


def test_only_the_company_declines(session: Session) -> None:
    house = a_house(session)
    proposal = _another_time(session, house)

    with pytest.raises(NotAllowed):
        decline_proposal(session, proposal, by=house.technician, at=TODAY)


def test_the_company_does_not_decline_what_the_facility_answers(session: Session) -> None:
    house = a_house(session)
    proposal = applied(session, house)

    with pytest.raises(NotAllowed):
        decline_proposal(session, proposal, by=house.engineer, at=TODAY)


def test_too_late_to_decline_what_was_accepted(session: Session) -> None:
    house = a_house(session)
    proposal = _another_time(session, house)
    decline_proposal(session, proposal, by=house.engineer, at=TODAY)

    with pytest.raises(AlreadyDecided):
        decline_proposal(session, proposal, by=house.engineer, at=TODAY)
