"""Who pays the inside rate is data: members, scope, dates, and whether it is active."""

from datetime import date

import pytest

from instruments.agreements import Rate, RateClass, pays_inside_rate
from instruments.words import AgreementScope, Service
from tests.instruments.builders import MONDAY, an_agreement

THREE = ("03", "04", "06")


def test_a_company_of_the_same_prefecture_pays_the_home_rate() -> None:
    assert pays_inside_rate([], "06", "06", MONDAY) == RateClass(Rate.HOME)


def test_two_members_of_one_agreement_pay_alike() -> None:
    answer = pays_inside_rate([an_agreement("IMY", THREE)], "03", "06", MONDAY)

    assert answer == RateClass(Rate.AGREEMENT, "IMY")
    assert not answer.outside


@pytest.mark.parametrize(
    ("home", "facility"), [("07", "06"), ("06", "07"), ("13", "06"), ("", "06"), ("", "")]
)
def test_everybody_else_pays_from_outside(home: str, facility: str) -> None:
    assert pays_inside_rate([an_agreement("IMY", THREE)], home, facility, MONDAY).outside


def test_an_inactive_agreement_grants_nothing() -> None:
    agreements = [an_agreement("PRINTED", ("03", "06", "07"), active=False)]

    assert pays_inside_rate(agreements, "07", "06", MONDAY).outside


def test_an_agreement_holds_from_its_first_day_to_the_day_before_its_end() -> None:
    start, end = date(2026, 4, 1), date(2027, 4, 1)
    agreements = [an_agreement("IMY", THREE, valid_from=start, valid_to=end)]

    answers = [
        pays_inside_rate(agreements, "03", "06", day).outside
        for day in (date(2026, 3, 31), start, date(2027, 3, 31), end)
    ]

    assert answers == [True, False, False, True]


def test_an_agreement_on_tests_says_nothing_about_equipment() -> None:
    agreements = [an_agreement("T", THREE, scope=AgreementScope.COMMISSIONED_TEST)]

    assert pays_inside_rate(agreements, "03", "06", MONDAY).outside
    assert not pays_inside_rate(agreements, "03", "06", MONDAY, Service.COMMISSIONED_TEST).outside


def test_of_two_agreements_the_first_by_code_is_named() -> None:
    agreements = [an_agreement("Z", THREE), an_agreement("A", THREE)]

    assert pays_inside_rate(agreements, "03", "06", MONDAY).agreement_code == "A"
