"""The company takes one of its offers while it is held, and the facility is asked."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from booking.errors import AlreadyDecided, HoldExpired, NotAllowed, NotNow, RuleBroken
from booking.models import Claim, Notice, Offer, Request
from booking.models.kinds import Answerer, ClaimKind, OfferStatus, ProposalStatus, RequestStatus
from booking.permissions import Role
from booking.services.apply_with_offer import apply_with_offer
from booking.services.confirm_proposal import confirm_proposal
from booking.services.record_absence import record_absence
from instruments.words import Attended, Guidance
from tests.booking.steps import applied, asked, confirmed, held
from tests.builders import (
    DAY,
    HOUR,
    NINE,
    SETTINGS,
    TODAY,
    a_house,
    a_person,
    a_tariff,
    an_instrument,
    another_company,
    hours,
    in_japan,
)


def test_the_offer_becomes_a_proposal_that_the_facility_answers(session: Session) -> None:
    house = a_house(session)
    first, second, third = held(session, asked(session, house))

    proposal = apply_with_offer(
        session, second, by=house.engineer, at=TODAY + timedelta(minutes=19), settings=SETTINGS
    )

    assert (proposal.awaits, proposal.status) == (Answerer.FACILITY, ProposalStatus.WAITING)
    assert proposal.placement.starts_at == NINE + 2 * HOUR
    assert proposal.request.status is RequestStatus.PROPOSED
    for offer in (first, second, third):
        session.refresh(offer)
    assert [o.status for o in (first, second, third)] == [
        OfferStatus.LAPSED,
        OfferStatus.CHOSEN,
        OfferStatus.LAPSED,
    ]


def test_the_hold_shrinks_to_the_offer_chosen_and_does_not_lapse(session: Session) -> None:
    house = a_house(session)

    applied(session, house)

    (claim,) = session.scalars(select(Claim)).all()
    assert (claim.starts_at, claim.ends_at) == (NINE, NINE + 2 * HOUR)
    assert (claim.kind, claim.valid_until) == (ClaimKind.HOLD, None)


def test_the_facility_answers_within_three_open_days(session: Session) -> None:
    """Applied for on Wednesday: Thursday, Friday and Monday are the open days."""
    house = a_house(session)
    later = hours(NINE + 7 * DAY, 8)

    assert applied(session, house, windows=(later,)).answer_by == in_japan(4, 7)


def test_the_answer_comes_before_the_day_of_the_visit(session: Session) -> None:
    # Asked in the evening for the next morning, the answer was due three open days after the visit.
    house = a_house(session)

    proposal = applied(session, house, windows=(hours(NINE, 8),))

    assert proposal.answer_by == in_japan(4, 6)


def test_the_desk_is_told(session: Session) -> None:
    house = a_house(session)

    proposal = applied(session, house)

    (notice,) = session.scalars(select(Notice)).all()
    assert (notice.to_id, notice.template) == (house.technician.id, "proposal_to_answer")
    assert notice.facts == {"proposal": proposal.id}


def test_the_price_of_the_offer_stands(session: Session) -> None:
    house = a_house(session)
    tariff = a_tariff(house.instrument, 1000)
    session.add(tariff)
    offer = held(session, asked(session, house))[0]
    tariff.first_yen = 1500

    proposal = apply_with_offer(session, offer, by=house.engineer, at=TODAY, settings=SETTINGS)

    assert proposal.price_yen == 2000


def test_too_late_when_the_hold_is_over(session: Session) -> None:
    house = a_house(session)
    offer = held(session, asked(session, house))[0]

    with pytest.raises(HoldExpired) as refused:
        apply_with_offer(
            session, offer, by=house.engineer, at=TODAY + timedelta(minutes=20), settings=SETTINGS
        )

    assert refused.value.facts == {"held_until": TODAY + timedelta(minutes=20)}


def test_too_late_when_other_offers_were_looked_for(session: Session) -> None:
    house = a_house(session)
    request = asked(session, house)
    old = held(session, request)[0]
    held(session, request)

    with pytest.raises(HoldExpired):
        apply_with_offer(session, old, by=house.engineer, at=TODAY, settings=SETTINGS)


def test_too_late_by_a_moment_when_somebody_took_the_time_since(session: Session) -> None:
    """The click came in time but waited; meanwhile the hold ended and another company took it."""
    house = a_house(session)
    offer = held(session, asked(session, house))[0]
    over = offer.held_until
    held(session, asked(session, house, by=another_company(session), at=over), at=over)

    with pytest.raises(HoldExpired):
        apply_with_offer(
            session, offer, by=house.engineer, at=over - timedelta(seconds=1), settings=SETTINGS
        )


def test_nobody_applies_twice(session: Session) -> None:
    house = a_house(session)
    proposal = applied(session, house)
    offer = session.scalars(select(Offer).where(Offer.status == OfferStatus.CHOSEN)).one()

    with pytest.raises((NotNow, AlreadyDecided)):
        apply_with_offer(session, offer, by=house.engineer, at=TODAY, settings=SETTINGS)

    assert proposal.status is ProposalStatus.WAITING


def test_who_may_not_apply(session: Session) -> None:
    house = a_house(session)
    offer = held(session, asked(session, house))[0]

    for role in (Role.PARTNER, Role.APPROVER, Role.ADMIN):
        with pytest.raises(NotAllowed):
            apply_with_offer(session, offer, by=a_person(role), at=TODAY, settings=SETTINGS)


def test_what_is_held_cannot_fail_for_lack_of_room(session: Session) -> None:
    """Everybody else takes whatever is left, and the offer still stands."""
    house = a_house(session, an_instrument(attended=Attended.FULL, guidance=Guidance.ALWAYS))
    offer = held(session, asked(session, house))[1]
    other = another_company(session)
    for _ in range(3):
        held(session, asked(session, house, by=other))

    assert apply_with_offer(session, offer, by=house.engineer, at=TODAY, settings=SETTINGS).id


def test_midnight_passing_does_not_undo_a_hold(session: Session) -> None:
    """Three days' notice are kept at 23:50 for Monday; ten minutes later only Tuesday would do."""
    house = a_house(session)
    house.facility.notice_days = 3
    evening = in_japan(4, 3, 23, 50)
    offer = held(session, asked(session, house, at=evening), at=evening)[0]

    proposal = apply_with_offer(
        session, offer, by=house.engineer, at=in_japan(4, 4, 0, 5), settings=SETTINGS
    )

    assert proposal.placement.starts_at == NINE


def test_a_first_visit_that_begins_meanwhile_changes_nothing_that_was_offered(
    session: Session,
) -> None:
    """Both were asked for as first uses; the guidance and the price of the second stay."""
    guided = an_instrument(attended=Attended.FULL, guidance=Guidance.FIRST)
    house = a_house(session, guided)
    confirmed(session, house, windows=(hours(NINE, 2),))
    second = applied(session, house, windows=(hours(NINE + DAY, 2),))

    reservation = confirm_proposal(
        session, second, by=house.technician, at=NINE + HOUR, settings=SETTINGS
    )

    assert len(reservation.assignments) == 2


def test_a_technician_who_falls_ill_meanwhile_is_a_fact(session: Session) -> None:
    guided = an_instrument(attended=Attended.FULL, guidance=Guidance.ALWAYS)
    house = a_house(session, guided)
    offer = held(session, asked(session, house))[0]
    record_absence(session, house.technician, *hours(NINE, 8), by=house.technician, at=TODAY)

    with pytest.raises(RuleBroken) as refused:
        apply_with_offer(session, offer, by=house.engineer, at=TODAY, settings=SETTINGS)

    assert refused.value.facts == {"rules": ("people_work_when_they_work",)}


def test_two_colleagues_take_two_offers_of_one_request(
    new_session: Callable[[], Session],
) -> None:
    session = new_session()
    house = a_house(session)
    first, second, _ = held(session, asked(session, house))
    session.commit()
    apply_with_offer(session, first, by=house.engineer, at=TODAY, settings=SETTINGS)
    session.commit()
    slower = new_session()
    seen = slower.get_one(Offer, second.id)

    with pytest.raises(NotNow):
        apply_with_offer(slower, seen, by=slower.merge(house.engineer), at=TODAY, settings=SETTINGS)

    assert len(slower.scalars(select(Request)).all()) == 1
