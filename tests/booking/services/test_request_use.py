"""A company asks for time, or hears of every broken rule at once."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from booking.errors import NotAllowed, NotNow, RequestIncomplete
from booking.models import Request
from booking.models.kinds import RequestStatus
from booking.permissions import Role
from booking.services.request_use import request_use
from instruments.words import InstrumentState, OperatedBy, Service, Sharing
from tests.booking.steps import asked
from tests.builders import (
    HOUR,
    NINE,
    TODAY,
    a_capability,
    a_draft,
    a_house,
    a_person,
    an_instrument,
    another_company,
    hours,
)


def _broken(session: Session, **draft: Any) -> list[tuple[str, str]]:
    house = a_house(session)
    with pytest.raises(RequestIncomplete) as refused:
        asked(session, house, **draft)
    assert session.scalars(select(Request)).all() == []
    return [(field, rule) for field, rule, _facts in refused.value.facts["broken"]]


def test_a_company_asks_for_time_on_an_instrument(session: Session) -> None:
    house = a_house(session)

    request = asked(session, house, purpose="割れの原因", windows=(hours(NINE, 3), hours(NINE, 8)))

    assert request.status is RequestStatus.OPEN
    assert (request.company, request.asked_by, request.created_at) == (
        house.company,
        house.engineer,
        TODAY,
    )
    assert request.facility_id == house.facility.id
    assert request.purpose == "割れの原因"
    assert len(request.windows) == 2


def test_a_company_asks_for_whatever_has_a_capability(session: Session) -> None:
    house = a_house(session)
    observe = a_capability("observe", house.instrument)
    session.add(observe)

    request = asked(session, house, capability=observe)

    assert (request.capability, request.instrument, request.facility_id) == (observe, None, None)


def test_every_broken_rule_is_said_at_once(session: Session) -> None:
    broken = _broken(
        session,
        minutes=0,
        samples=0,
        service=Service.COMMISSIONED_TEST,
        windows=((NINE + HOUR, NINE), hours(TODAY - 2 * HOUR, 1)),
        more_broken=(("visitor", "says_something", {}),),
    )

    assert broken == [
        ("visitor", "says_something"),
        ("minutes", "takes_time"),
        ("samples", "at_least_one"),
        ("windows", "ends_after_it_starts"),
        ("windows", "is_over"),
        ("service", "not_offered_here"),
    ]


@pytest.mark.parametrize(
    ("draft", "rule"),
    [
        ({"minutes": 29}, ("minutes", "too_short")),
        ({"minutes": 481}, ("minutes", "too_long")),
        ({"windows": ()}, ("windows", "says_when")),
        ({"windows": (hours(NINE, 1),) * 61}, ("windows", "too_many")),
        ({"windows": (hours(NINE + timedelta(days=380), 8),)}, ("windows", "too_far_ahead")),
        (
            {"windows": ((NINE, NINE + timedelta(days=3_000)),)},
            ("windows", "too_far_ahead"),
        ),
        ({"service": Service.LENDING}, ("service", "not_offered_here")),
        ({"instrument": None}, ("instrument", "names_what_is_needed")),
    ],
)
def test_a_rule_is_broken(session: Session, draft: dict[str, Any], rule: tuple[str, str]) -> None:
    assert _broken(session, **draft) == [rule]


@pytest.mark.parametrize("state", [InstrumentState.PAUSED, InstrumentState.RETIRED])
def test_an_instrument_out_of_use_takes_no_request(
    session: Session, state: InstrumentState
) -> None:
    house = a_house(session, an_instrument(state=state))

    with pytest.raises(RequestIncomplete, match="takes_no_requests"):
        asked(session, house)


def test_a_facility_that_answers_inquiries_takes_no_request(session: Session) -> None:
    house = a_house(session)
    house.facility.sharing = Sharing.INQUIRY_ONLY

    with pytest.raises(RequestIncomplete, match="answers_inquiries_only"):
        asked(session, house)


def test_what_only_staff_operates_is_tested_by_staff(session: Session) -> None:
    house = a_house(session, an_instrument(operated_by=OperatedBy.STAFF))

    assert asked(session, house, service=Service.COMMISSIONED_TEST).id
    with pytest.raises(RequestIncomplete, match="not_offered_here"):
        asked(session, house, service=Service.EQUIPMENT_USE)


def test_the_same_form_sent_twice_is_one_request(session: Session) -> None:
    house = a_house(session)

    first, second = asked(session, house, token="x"), asked(session, house, token="x")

    assert first is second
    assert len(session.scalars(select(Request)).all()) == 1


def test_a_form_sent_for_one_company_is_not_sent_again_for_another(session: Session) -> None:
    house = a_house(session)
    asked(session, house, token="x")

    with pytest.raises(NotNow):
        asked(session, house, by=another_company(session), token="x")


def test_only_a_company_asks_for_itself(session: Session) -> None:
    house = a_house(session)

    for role in (Role.TECHNICIAN, Role.PARTNER, Role.ADMIN, Role.COORDINATOR):
        with pytest.raises(NotAllowed):
            request_use(
                session, a_draft(house.instrument), house.company, by=a_person(role), at=TODAY
            )
