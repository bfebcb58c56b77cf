"""A technician chooses a time by hand; who answers depends on what the company said."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from booking.errors import AlreadyDecided, NotAllowed, NotNow, RuleBroken
from booking.models import Claim, Notice, Proposal, Request
from booking.models.kinds import Answerer, ProposalStatus, RequestStatus
from booking.permissions import Role
from booking.planning.answers import Run
from booking.services.leave_to_facility import leave_to_facility
from booking.services.propose_another_time import other_times, propose_another_time
from booking.services.request_use import save_request
from instruments.words import Attended, Guidance
from tests.booking.steps import applied, asked, confirmed, held, waiting
from tests.builders import (
    DAY,
    HOUR,
    NINE,
    SETTINGS,
    TODAY,
    House,
    a_draft,
    a_house,
    a_person,
    an_instrument,
    another_company,
    hours,
)


def _propose(session: Session, house: House, request: Request, run: Run) -> Proposal:
    return propose_another_time(
        session, request, run, by=house.technician, at=TODAY, settings=SETTINGS
    )


def _run(house: House, request: Request, start: float, length: float = 2) -> Run:
    """On the house's unit, from `start` hours after Monday nine."""
    starts_at, ends_at = hours(NINE + start * HOUR, length)
    return Run(request.id, house.unit.id, starts_at, ends_at, parts=())


def test_a_time_inside_the_companys_windows_waits_for_the_facility(session: Session) -> None:
    house = a_house(session)
    proposal = applied(session, house)

    other = _propose(session, house, proposal.request, _run(house, proposal.request, 5))

    assert (other.awaits, other.placement.starts_at) == (Answerer.FACILITY, NINE + 5 * HOUR)
    session.refresh(proposal)
    assert proposal.status is ProposalStatus.REPLACED


def test_a_time_outside_waits_for_the_company_and_it_is_told(session: Session) -> None:
    house = a_house(session)
    request = waiting(session, house)

    proposal = _propose(session, house, request, _run(house, request, 24))

    assert proposal.awaits is Answerer.COMPANY
    assert request.status is RequestStatus.PROPOSED
    last = session.scalars(select(Notice).order_by(Notice.id.desc())).first()
    assert last is not None
    assert (last.template, last.to_id) == ("proposal_for_company", house.engineer.id)


def test_a_time_outside_waits_for_the_facility_when_the_company_only_telephones(
    session: Session,
) -> None:
    house = a_house(session)
    draft = a_draft(house.instrument)
    request = save_request(
        session, draft, house.company, asked_by=None, by=house.technician, at=TODAY
    )
    leave_to_facility(session, request, by=house.technician, at=TODAY)

    proposal = _propose(session, house, request, _run(house, request, 24))

    assert proposal.awaits is Answerer.FACILITY


def test_only_the_time_chosen_is_held(session: Session) -> None:
    house = a_house(session)
    proposal = applied(session, house)

    _propose(session, house, proposal.request, _run(house, proposal.request, 1))

    (claim,) = session.scalars(select(Claim)).all()
    assert (claim.starts_at, claim.ends_at, claim.valid_until) == (
        NINE + HOUR,
        NINE + 3 * HOUR,
        None,
    )


@pytest.mark.parametrize(
    ("start", "length", "rule"),
    [
        (0.25, 2, "runs_start_on_the_grid"),
        (7, 2, "companies_come_in_open_hours"),
        (0, 3, "lengths_are_as_asked"),
        (-24 * 7, 2, "notice_is_kept"),
        (-24, 2, "companies_come_in_open_hours"),
        (2, 2, "units_carry_one_run_at_a_time"),
    ],
)
def test_the_judge_names_the_rule(session: Session, start: float, length: float, rule: str) -> None:
    house = a_house(session)
    confirmed(session, house, windows=(hours(NINE + 2 * HOUR, 2),))
    request = waiting(session, house)

    with pytest.raises(RuleBroken) as refused:
        _propose(session, house, request, _run(house, request, start, length))

    assert rule in refused.value.facts["rules"]


def test_a_time_between_two_slots_is_not_on_the_grid(session: Session) -> None:
    """9:02-10:58 lies in the slots of 9:00-11:00, which would have been fine."""
    house = a_house(session)
    request = waiting(session, house)
    run = _run(house, request, 0)
    between = replace(
        run,
        starts_at=run.starts_at + timedelta(minutes=2),
        ends_at=run.ends_at - timedelta(minutes=2),
    )

    with pytest.raises(RuleBroken) as refused:
        _propose(session, house, request, between)

    assert "runs_start_on_the_grid" in refused.value.facts["rules"]


def test_a_unit_or_a_person_of_elsewhere_is_refused(session: Session) -> None:
    house = a_house(session, an_instrument(attended=Attended.FULL, guidance=Guidance.ALWAYS))
    request = waiting(session, house)
    (good, *_) = other_times(session, request, [hours(NINE, 8)], at=TODAY, settings=SETTINGS)
    elsewhere = replace(good, unit_id=999)
    somebody = replace(good, parts=(replace(good.parts[0], technician_id=999),))

    for run in (elsewhere, somebody, replace(good, parts=())):
        with pytest.raises(RuleBroken):
            _propose(session, house, request, run)


def test_what_others_hold_is_not_proposed(session: Session) -> None:
    house = a_house(session)
    request = waiting(session, house)
    held(session, asked(session, house, by=another_company(session)))

    with pytest.raises(RuleBroken):
        _propose(session, house, request, _run(house, request, 0))


def test_who_may_not_propose(session: Session) -> None:
    house = a_house(session)
    request = waiting(session, house)

    for role in (Role.COMPANY, Role.COORDINATOR, Role.CLERK, Role.ADMIN):
        with pytest.raises(NotAllowed):
            propose_another_time(
                session,
                request,
                _run(house, request, 0),
                by=a_person(role),
                at=TODAY,
                settings=SETTINGS,
            )


def test_nothing_is_proposed_for_what_is_confirmed(session: Session) -> None:
    house = a_house(session)
    request = confirmed(session, house).request

    with pytest.raises(NotNow):
        _propose(session, house, request, _run(house, request, 4))
    with pytest.raises(NotNow):
        other_times(session, request, [hours(NINE, 8)], at=TODAY, settings=SETTINGS)


def test_a_colleague_who_was_faster_is_named(session: Session) -> None:
    house = a_house(session, technicians=2)
    request = waiting(session, house)
    theirs = _propose(session, house, request, _run(house, request, 0))

    with pytest.raises(AlreadyDecided) as refused:
        propose_another_time(
            session,
            request,
            _run(house, request, 2),
            seen=0,
            by=house.technicians[1],
            at=TODAY,
            settings=SETTINGS,
        )

    assert refused.value.facts["by_id"] == house.technician.id
    assert theirs.status is ProposalStatus.WAITING


def test_the_same_choice_sent_twice_is_one_proposal(session: Session) -> None:
    house = a_house(session)
    request = waiting(session, house)
    first = _propose(session, house, request, _run(house, request, 0))

    again = propose_another_time(
        session,
        request,
        _run(house, request, 0),
        seen=0,
        by=house.technician,
        at=TODAY,
        settings=SETTINGS,
    )

    assert again is first


def test_other_times_are_shown_beside_the_companys_windows(session: Session) -> None:
    house = a_house(session)
    request = waiting(session, house)

    runs = other_times(
        session, request, [hours(NINE + DAY, 8)], at=TODAY, settings=SETTINGS, count=2
    )

    assert [run.starts_at for run in runs] == [NINE + DAY, NINE + DAY + 2 * HOUR]
