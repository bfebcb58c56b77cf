"""What a run costs: the tariffs of the day of use, under the agreement then valid."""

from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from booking.planning.answers import suggestions
from booking.planning.question import ask
from booking.pricing import Estimate, estimate
from booking.services.confirm_proposal import confirm_proposal
from instruments.models import Agreement, AgreementMember
from instruments.words import (
    AgreementScope,
    Attended,
    Guidance,
    OperatedBy,
    Service,
    TariffForm,
)
from tests.booking.steps import applied, asked, confirmed
from tests.builders import (
    DAY,
    HOUR,
    NINE,
    SETTINGS,
    TODAY,
    House,
    a_house,
    a_tariff,
    an_instrument,
    another_company,
    hours,
    in_japan,
)

MARCH = in_japan(3, 2, 10)  # when a use at the end of March is asked for


def _estimate(session: Session, house: House, **draft: Any) -> Estimate:
    """Of the first time that would be offered."""
    at = draft.get("at", TODAY)
    request = asked(session, house, **draft)
    session.flush()
    question = ask(session, [request], at=at, on_call_limit=SETTINGS.on_call_limit)
    return estimate(session, request, suggestions(question, request.id)[0], question)


def _an_agreement(*prefectures: str, **changes: Any) -> Agreement:
    facts = {"code": "IMY", "name_ja": "連携協定", "active": True}
    members = [AgreementMember(prefecture_jis=jis) for jis in prefectures]
    return Agreement(**facts | changes, members=members)


def _classes(answer: Estimate) -> set[str]:
    return {line["rate_class"] for line in answer.price_lines}


def test_the_day_of_use_decides_which_version_of_the_tariff_holds(session: Session) -> None:
    """The last day of March is charged by the old year, 1 April by the new one."""
    house = a_house(session)
    old, new = (
        a_tariff(house.instrument, 1000, valid_to=date(2026, 4, 1), legal_basis="旧条例"),
        a_tariff(house.instrument, 1300, valid_from=date(2026, 4, 1), legal_basis="新条例"),
    )
    session.add_all([old, new])

    last = _estimate(session, house, at=MARCH, windows=(hours(in_japan(3, 31, 15), 2),))
    first = _estimate(session, house, at=MARCH, windows=(hours(in_japan(4, 1, 9), 2),))

    assert (last.price_yen, last.legal_basis) == (2000, "旧条例")
    assert (first.price_yen, first.legal_basis) == (2600, "新条例")


def test_a_company_of_the_facilitys_prefecture_pays_the_plain_rate(session: Session) -> None:
    house = a_house(session)
    session.add(a_tariff(house.instrument, 1000))

    answer = _estimate(session, house)

    assert (answer.price_yen, _classes(answer)) == (2000, {"home"})


def test_a_company_of_a_member_prefecture_pays_as_at_home(session: Session) -> None:
    house = a_house(session)
    house.company.prefecture_jis = "04"
    session.add_all([a_tariff(house.instrument, 1000), _an_agreement("03", "04", "06")])

    answer = _estimate(session, house)

    assert (answer.price_yen, _classes(answer)) == (2000, {"agreement"})


def test_a_company_from_outside_pays_the_surcharge(session: Session) -> None:
    house = a_house(session)
    session.add_all([a_tariff(house.instrument, 1000), _an_agreement("03", "04", "06")])

    for prefecture in ("13", ""):
        house.company.prefecture_jis = prefecture
        answer = _estimate(session, house)
        assert (answer.price_yen, _classes(answer)) == (3000, {"outside"})


def test_an_agreement_holds_while_it_is_active_and_valid_on_the_day_of_use(
    session: Session,
) -> None:
    house = a_house(session)
    house.company.prefecture_jis = "04"
    agreement = _an_agreement("04", "06", valid_to=date(2026, 4, 7))
    session.add_all([a_tariff(house.instrument, 1000), agreement])
    tuesday = (hours(NINE + DAY, 8),)

    assert _estimate(session, house).price_yen == 2000
    assert _estimate(session, house, windows=tuesday).price_yen == 3000
    agreement.active = False
    assert _estimate(session, house).price_yen == 3000


def test_an_agreement_on_tests_holds_for_tests_only(session: Session) -> None:
    house = a_house(session, an_instrument(operated_by=OperatedBy.EITHER))
    house.company.prefecture_jis = "04"
    test = {"service": Service.COMMISSIONED_TEST, "form": TariffForm.PER_SAMPLE}
    session.add_all(
        [
            a_tariff(house.instrument, 1000),
            a_tariff(house.instrument, 5000, **test),
            _an_agreement("04", "06", scope=AgreementScope.COMMISSIONED_TEST),
        ]
    )

    assert _estimate(session, house).price_yen == 3000
    assert _estimate(session, house, service=Service.COMMISSIONED_TEST).price_yen == 5000


def test_guidance_is_charged_for_a_first_use(session: Session) -> None:
    house = a_house(session, an_instrument(attended=Attended.FULL, guidance=Guidance.FIRST))
    session.add_all(
        [
            a_tariff(house.instrument, 1000),
            a_tariff(house.instrument, 2500, service=Service.GUIDANCE),
        ]
    )

    answer = _estimate(session, house)

    assert answer.price_yen == 2 * 1000 + 2500
    assert [(line["what"], line["yen"]) for line in answer.price_lines] == [
        ("equipment_use", 2000),
        ("guidance", 2500),
    ]


def test_guidance_is_not_charged_to_a_company_that_has_been_here(session: Session) -> None:
    house = a_house(session, an_instrument(attended=Attended.FULL, guidance=Guidance.FIRST))
    session.add_all(
        [
            a_tariff(house.instrument, 1000),
            a_tariff(house.instrument, 2500, service=Service.GUIDANCE),
        ]
    )
    confirmed(session, house, windows=(hours(NINE, 2),))
    after = NINE + HOUR

    mine = _estimate(session, house, at=after, windows=(hours(NINE + DAY, 8),))
    theirs = _estimate(
        session, house, by=another_company(session), at=after, windows=(hours(NINE + DAY, 8),)
    )

    assert mine.price_yen == 2000
    assert theirs.price_yen == 4500


def test_without_a_tariff_of_that_day_there_is_no_price(session: Session) -> None:
    house = a_house(session)
    session.add(a_tariff(house.instrument, 1000, valid_from=date(2026, 5, 1)))

    assert _estimate(session, house) == Estimate(price_yen=None, price_lines=[], legal_basis="")


def test_the_price_of_the_offer_is_confirmed_by_the_tariff_of_the_day_of_use(
    session: Session,
) -> None:
    """Asked for and confirmed in March, used in April: the new tariff, known since March."""
    house = a_house(session)
    session.add_all(
        [
            a_tariff(house.instrument, 1000, valid_to=date(2026, 4, 1)),
            a_tariff(house.instrument, 1300, valid_from=date(2026, 4, 1)),
        ]
    )
    proposal = applied(session, house, at=MARCH)

    reservation = confirm_proposal(
        session, proposal, by=house.technician, at=MARCH, settings=SETTINGS
    )

    assert (proposal.price_yen, reservation.price_yen) == (2600, 2600)
