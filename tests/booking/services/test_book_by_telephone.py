"""代行入力: a technician books for a caller, with the same guard, judge and history."""

from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from booking.errors import NotAllowed, NothingFits, RequestIncomplete
from booking.models import HistoryEntry, Notice, Proposal, Request, Reservation
from booking.models.kinds import ProposalStatus, RequestStatus
from booking.permissions import Role
from booking.services.book_by_telephone import book_by_telephone
from instruments.words import Attended, Guidance
from tests.booking.steps import asked, confirmed, held
from tests.builders import (
    DAY,
    HOUR,
    NINE,
    SETTINGS,
    TODAY,
    House,
    a_company,
    a_draft,
    a_house,
    a_person,
    an_instrument,
    another_company,
    hours,
)


def _book(session: Session, house: House, **draft: Any) -> Reservation:
    """For a firm known by its name alone."""
    company = a_company("庄内機工", prefecture_jis="")
    return book_by_telephone(
        session,
        a_draft(house.instrument, **draft),
        company,
        by=house.technician,
        at=TODAY,
        settings=SETTINGS,
    )


def test_the_earliest_time_that_fits_is_promised_at_once(session: Session) -> None:
    house = a_house(session)
    held(session, asked(session, house, windows=(hours(NINE, 2),)))

    reservation = _book(session, house)

    assert reservation.starts_at == NINE + 2 * HOUR
    request = reservation.request
    assert (request.status, request.asked_by) == (RequestStatus.CONFIRMED, None)
    assert request.entered_by_id == house.technician.id
    (proposal,) = session.scalars(select(Proposal)).all()
    assert proposal.status is ProposalStatus.CONFIRMED


def test_every_step_is_in_the_history(session: Session) -> None:
    house = a_house(session)

    _book(session, house)

    lines = session.execute(
        select(HistoryEntry.what, HistoryEntry.by_id).order_by(HistoryEntry.id)
    ).all()
    by = house.technician.id
    assert [tuple(line) for line in lines] == [
        ("request_use", by),
        ("propose", by),
        ("confirm_proposal", by),
    ]


def test_nobody_is_asked_to_answer_what_is_answered(session: Session) -> None:
    guided = an_instrument(attended=Attended.FULL, guidance=Guidance.ALWAYS)
    house = a_house(session, guided, technicians=2)

    reservation = _book(session, house)

    told = session.execute(select(Notice.template, Notice.to_id)).all()
    assigned = reservation.assignments[0].technician
    expected = [] if assigned is house.technician else [("assignment_made", assigned.id)]
    assert [tuple(row) for row in told] == expected


def test_the_same_form_sent_twice_is_one_booking(session: Session) -> None:
    house = a_house(session)
    company = a_company("庄内機工")
    draft = a_draft(house.instrument)

    first, second = (
        book_by_telephone(session, draft, company, by=house.technician, at=TODAY, settings=SETTINGS)
        for _ in range(2)
    )

    assert first is second
    assert len(session.scalars(select(Reservation)).all()) == 1


def test_every_broken_rule_is_said_at_once(session: Session) -> None:
    house = a_house(session)

    with pytest.raises(RequestIncomplete) as refused:
        _book(session, house, minutes=5, samples=0, more_broken=(("visitor", "x", {}),))

    assert [row[0] for row in refused.value.facts["broken"]] == ["visitor", "samples", "minutes"]


def test_when_nothing_fits_the_rules_are_named_and_nothing_is_kept(session: Session) -> None:
    house = a_house(session)
    confirmed(session, house, minutes=480)
    session.commit()

    with pytest.raises(NothingFits) as refused:
        _book(session, house)

    assert refused.value.facts == {"groups": ("taken",)}
    session.rollback()
    assert len(session.scalars(select(Request)).all()) == 1


def test_who_asks_for_a_taken_hour_hears_what_is_in_it_not_to_ask_for_another(
    session: Session,
) -> None:
    guided = an_instrument(attended=Attended.FULL, guidance=Guidance.ALWAYS)
    house = a_house(session, guided)
    confirmed(session, house, windows=(hours(NINE, 2),))

    with pytest.raises(NothingFits) as refused:
        _book(session, house, windows=(hours(NINE, 2),))

    assert refused.value.facts == {"groups": ("taken", "people")}


def test_where_only_more_time_would_help_that_is_said(session: Session) -> None:
    house = a_house(session)

    with pytest.raises(NothingFits) as refused:
        _book(session, house, windows=(hours(NINE, 1),))

    assert refused.value.facts == {"groups": ("window",)}


def test_a_booking_by_telephone_never_lies_over_a_promise(session: Session) -> None:
    house = a_house(session)
    confirmed(session, house, by=another_company(session), windows=(hours(NINE, 2),))

    assert _book(session, house).starts_at == NINE + 2 * HOUR


def test_only_the_desk_books_by_telephone(session: Session) -> None:
    house = a_house(session)

    for role in (Role.COMPANY, Role.COORDINATOR, Role.CLERK, Role.PARTNER, Role.ADMIN):
        with pytest.raises(NotAllowed):
            book_by_telephone(
                session,
                a_draft(house.instrument),
                house.company,
                by=a_person(role),
                at=TODAY,
                settings=SETTINGS,
            )


def test_notice_counts_for_callers_too(session: Session) -> None:
    house = a_house(session)
    house.facility.notice_days = 6

    windows = (hours(NINE, 8), hours(NINE + DAY, 8))
    assert _book(session, house, windows=windows).starts_at == NINE + DAY
