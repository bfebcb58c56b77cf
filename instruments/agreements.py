"""Which rate a company pays: of its own prefecture, by agreement, or from outside."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from instruments.models import Agreement
from instruments.words import AgreementScope, RateRule, Service


class Rate(StrEnum):
    HOME = "home"  # the company sits in the facility's prefecture
    AGREEMENT = "agreement"  # both prefectures are members of one agreement
    OUTSIDE = "outside"


@dataclass(frozen=True, slots=True)
class RateClass:
    """The rate, and the agreement that grants it when one does."""

    code: Rate
    agreement_code: str | None = None

    @property
    def outside(self) -> bool:
        return self.code is Rate.OUTSIDE


def pays_inside_rate(
    agreements: Iterable[Agreement],
    home_prefecture_jis: str,
    facility_prefecture_jis: str,
    day: date,
    service: Service = Service.EQUIPMENT_USE,
) -> RateClass:
    """The rate class of one use on one day.

    Of several agreements that would do, the first by code is named, so that the answer is stable.
    A company whose prefecture is not known ("") pays as from outside.
    """
    if home_prefecture_jis and home_prefecture_jis == facility_prefecture_jis:
        return RateClass(Rate.HOME)
    both = {home_prefecture_jis, facility_prefecture_jis}
    for agreement in sorted(agreements, key=lambda it: it.code):
        members = {member.prefecture_jis for member in agreement.members}
        grants = agreement.rate_rule is RateRule.INSIDE_RATE and agreement.holds_on(day)
        if grants and _covers(agreement, service) and both <= members:
            return RateClass(Rate.AGREEMENT, agreement.code)
    return RateClass(Rate.OUTSIDE)


def _covers(agreement: Agreement, service: Service) -> bool:
    tests = service is Service.COMMISSIONED_TEST
    wanted = AgreementScope.COMMISSIONED_TEST if tests else AgreementScope.EQUIPMENT_USE
    return agreement.scope in {AgreementScope.ALL, wanted}
