"""Up to three certain times are shown and held while the company chooses."""

from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from booking.errors import NotAllowed, NotNow, TooManyHolds
from booking.models import Claim, ClaimSubject, Offer, RefusedWish
from booking.models.kinds import ClaimKind, ClosureKind, OfferStatus, RequestStatus
from booking.permissions import Role
from booking.services.close_unit import close_unit
from booking.services.hold_offers import hold_offers, why_nothing_fits
from instruments.words import Attended, Guidance
from tests.booking.steps import applied, asked, held
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
    another_company,
    hours,
)

WEEK = tuple(hours(NINE + n * DAY, 8) for n in range(5))


def _starts(offers: list[Offer]) -> list[object]:
    return [offer.placement.starts_at for offer in offers]


def test_three_offers_on_different_days(session: Session) -> None:
    house = a_house(session)

    offers = held(session, asked(session, house, windows=WEEK))

    assert _starts(offers) == [NINE, NINE + DAY, NINE + 2 * DAY]
    assert [offer.rank for offer in offers] == [1, 2, 3]


def test_three_offers_on_one_day_when_there_is_no_other(session: Session) -> None:
    house = a_house(session)

    offers = held(session, asked(session, house))

    assert _starts(offers) == [NINE, NINE + 2 * HOUR, NINE + 4 * HOUR]


def test_fewer_offers_where_fewer_fit(session: Session) -> None:
    house = a_house(session)

    offers = held(session, asked(session, house, windows=(hours(NINE, 3),)))

    assert _starts(offers) == [NINE]


def test_offers_are_held_for_twenty_minutes(session: Session) -> None:
    house = a_house(session)

    offers = held(session, asked(session, house))

    until = TODAY + timedelta(minutes=20)
    assert {offer.held_until for offer in offers} == {until}
    assert {offer.status for offer in offers} == {OfferStatus.HELD}
    claims = session.scalars(select(Claim)).all()
    assert {(claim.kind, claim.valid_until) for claim in claims} == {(ClaimKind.HOLD, until)}


def test_the_union_of_the_offers_is_held(session: Session) -> None:
    """9-11, 11-13 and 13-15 on one unit are one claim from nine to fifteen."""
    house = a_house(session)

    held(session, asked(session, house))

    (claim,) = session.scalars(select(Claim)).all()
    assert (claim.starts_at, claim.ends_at) == (NINE, NINE + 6 * HOUR)


def test_the_technician_of_a_guided_offer_is_held_too(session: Session) -> None:
    guided = an_instrument(attended=Attended.FULL, guidance=Guidance.ALWAYS)
    house = a_house(session, guided)

    (offer,) = held(session, asked(session, house, windows=(hours(NINE, 3),)))

    assert [a.technician for a in offer.placement.attendance] == [house.technician]
    held_for = {claim.subject.technician_id for claim in session.scalars(select(Claim))}
    assert held_for == {None, house.technician.id}


def test_somebody_else_gets_other_times(session: Session) -> None:
    house = a_house(session)
    held(session, asked(session, house))

    others = held(session, asked(session, house, by=another_company(session)))

    assert _starts(others) == [NINE + 6 * HOUR]


def test_time_is_free_again_when_a_hold_is_over(session: Session) -> None:
    house = a_house(session)
    held(session, asked(session, house))

    later = TODAY + timedelta(minutes=20)
    others = held(session, asked(session, house, by=another_company(session), at=later), at=later)

    assert _starts(others) == [NINE, NINE + 2 * HOUR, NINE + 4 * HOUR]


def test_looking_again_lets_the_earlier_offers_go(session: Session) -> None:
    house = a_house(session)
    request = asked(session, house)
    first = held(session, request)

    second = held(session, request, at=TODAY + HOUR)

    assert _starts(second) == _starts(first)
    for offer in first:
        session.refresh(offer)
    assert {offer.status for offer in first} == {OfferStatus.LAPSED}
    assert len(session.scalars(select(Claim)).all()) == 1


def test_the_offer_says_its_price_with_the_calculation(session: Session) -> None:
    house = a_house(session)
    session.add(a_tariff(house.instrument, 1200))

    offer = held(session, asked(session, house))[0]

    assert offer.price_yen == 2400
    assert [(line["quantity"], line["unit_yen"], line["yen"]) for line in offer.price_lines] == [
        (2, 1200, 2400)
    ]


def test_without_a_tariff_the_offer_has_no_price(session: Session) -> None:
    house = a_house(session)

    assert held(session, asked(session, house))[0].price_yen is None


def test_when_nothing_fits_the_wish_is_kept_with_the_rules_in_its_way(session: Session) -> None:
    house = a_house(session)
    sunday = (hours(NINE - DAY, 8),)
    request = asked(session, house, windows=sunday)

    offers = held(session, request)

    assert offers == []
    (wish,) = session.scalars(select(RefusedWish)).all()
    assert (wish.request_id, wish.at, wish.groups) == (request.id, TODAY, "window")
    refusal = why_nothing_fits(session, request, at=TODAY, settings=SETTINGS)
    assert refusal.groups == ("window",)


def test_what_was_held_is_let_go_when_nothing_fits_any_more(session: Session) -> None:
    house = a_house(session)
    request = asked(session, house, windows=(hours(NINE, 2),))
    (offer,) = held(session, request)
    house.unit.active = False

    assert held(session, request) == []

    session.refresh(offer)
    assert offer.status is OfferStatus.LAPSED
    assert session.scalars(select(Claim)).all() == []


def test_a_closure_that_fills_the_time_is_named(session: Session) -> None:
    house = a_house(session)
    close_unit(
        session,
        house.unit,
        ClosureKind.MAINTENANCE,
        *hours(NINE, 8),
        by=house.technician,
        at=TODAY,
    )
    request = asked(session, house)

    held(session, request)

    refusal = why_nothing_fits(session, request, at=TODAY, settings=SETTINGS)
    assert refusal.groups == ("closure",)


def test_a_company_holds_no_more_than_its_limit(session: Session) -> None:
    house = a_house(session)
    for n in range(5):
        held(session, asked(session, house, minutes=60, windows=(hours(NINE + n * HOUR, 1),)))

    with pytest.raises(TooManyHolds) as refused:
        held(session, asked(session, house, windows=WEEK))

    assert refused.value.facts == {"limit": 5}


def test_proposals_not_answered_yet_count_for_the_limit(session: Session) -> None:
    house = a_house(session)
    for n in range(5):
        applied(session, house, minutes=60, windows=(hours(NINE + n * HOUR, 1),))

    with pytest.raises(TooManyHolds):
        held(session, asked(session, house, windows=WEEK))


def test_holds_that_are_over_do_not_count_and_other_companies_are_not_counted(
    session: Session,
) -> None:
    house = a_house(session)
    other = another_company(session)
    for n in range(5):
        held(session, asked(session, house, minutes=60, windows=(hours(NINE + n * HOUR, 1),)))

    assert held(session, asked(session, house, by=other, windows=WEEK))
    assert held(session, asked(session, house, windows=WEEK), at=TODAY + HOUR)


def test_looking_again_for_the_same_request_is_within_the_limit(session: Session) -> None:
    house = a_house(session)
    requests = [
        asked(session, house, minutes=60, windows=(hours(NINE + n * HOUR, 1),)) for n in range(5)
    ]
    for request in requests:
        held(session, request)

    assert held(session, requests[0])


def test_who_may_not_ask_may_not_hold(session: Session) -> None:
    house = a_house(session)
    request = asked(session, house)

    for role in (Role.PARTNER, Role.CLERK, Role.ADMIN, Role.AUDITOR):
        with pytest.raises(NotAllowed):
            hold_offers(session, request, by=a_person(role), at=TODAY, settings=SETTINGS)


def test_nothing_is_offered_for_a_request_that_was_applied_for(session: Session) -> None:
    house = a_house(session)
    proposal = applied(session, house)

    with pytest.raises(NotNow) as refused:
        held(session, proposal.request)

    assert refused.value.facts == {"status": RequestStatus.PROPOSED.value}


def _call(session: Session, house: House, lane: int, start: float, end: float) -> None:
    """The technician is on call for somebody on that lane, from and to hours after nine."""
    subject = select(ClaimSubject).where(
        ClaimSubject.technician_id == house.technician.id, ClaimSubject.lane == lane
    )
    session.add(
        Claim(
            subject=session.scalars(subject).one(),
            starts_at=NINE + start * HOUR,
            ends_at=NINE + end * HOUR,
            kind=ClaimKind.RESERVATION,
        )
    )
    session.flush()


def test_a_call_that_fits_no_single_lane_is_held_on_several(session: Session) -> None:
    """Never more than two of three lanes are taken at once, yet none is free from 9 to 15."""
    house = a_house(session, an_instrument(attended=Attended.ON_CALL, units=4))
    for lane, start, end in ((1, 0, 2), (2, 0, 2), (3, 4, 6)):
        _call(session, house, lane, start, end)

    (offer,) = held(session, asked(session, house, minutes=360, windows=(hours(NINE, 6),)))

    own = session.scalars(
        select(Claim)
        .join(ClaimSubject)
        .where(Claim.request_id == offer.request_id, ClaimSubject.technician_id.is_not(None))
        .order_by(Claim.starts_at)
    ).all()
    assert [(c.starts_at, c.ends_at) for c in own] == [
        (NINE, NINE + 4 * HOUR),
        (NINE + 4 * HOUR, NINE + 6 * HOUR),
    ]


def test_no_more_visitors_are_on_call_than_the_limit(session: Session) -> None:
    house = a_house(session, an_instrument(attended=Attended.ON_CALL, units=4))
    for lane in range(1, SETTINGS.on_call_limit + 1):
        _call(session, house, lane, 0, 2)

    request = asked(session, house, windows=(hours(NINE, 2),))

    assert held(session, request) == []
    refusal = why_nothing_fits(session, request, at=TODAY, settings=SETTINGS)
    assert refusal.groups == ("people",)
