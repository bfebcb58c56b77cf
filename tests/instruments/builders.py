"""Small catalogues, told by what matters to a test."""

from collections.abc import Sequence
from datetime import date, time
from typing import Any

from instruments.models import (
    Agreement,
    AgreementMember,
    Capability,
    ClosureDay,
    Facility,
    Instrument,
    OpeningHours,
    Organization,
    Tariff,
    Trouble,
    Unit,
)
from instruments.words import (
    AgreementScope,
    Category,
    OrganizationKind,
    RateRule,
    Service,
    TariffForm,
)

MONDAY = date(2026, 4, 6)
BEFORE = date(2024, 4, 1)


def a_facility(code: str = "OKI", prefecture_jis: str = "06", **values: Any) -> Facility:
    """Open Monday to Friday, 9 to 17, unless `hours` says otherwise."""
    organization = Organization(
        code=f"{code}-ORG",
        name_ja="県",
        kind=OrganizationKind.PREFECTURE,
        prefecture_jis=prefecture_jis,
    )
    values.setdefault("hours", [hours(weekday) for weekday in range(5)])
    values.setdefault("name_ja", f"試験場{code}")
    values.setdefault("zone", "Asia/Tokyo")
    values.setdefault("closed_year_end", True)
    values.setdefault("closed_on_holidays", True)
    return Facility(code=code, organization=organization, prefecture_jis=prefecture_jis, **values)


def hours(weekday: int, opens: time = time(9), closes: time = time(17)) -> OpeningHours:
    return OpeningHours(weekday=weekday, opens=opens, closes=closes)


def closed(*days: date) -> list[ClosureDay]:
    return [ClosureDay(day=day) for day in days]


def a_capability(code: str, name_ja: str = "", everyday_words: str = "") -> Capability:
    return Capability(code=code, name_ja=name_ja or code, everyday_words=everyday_words)


def a_trouble(code: str, name_ja: str, *capabilities: Capability, words: str = "") -> Trouble:
    return Trouble(
        code=code, name_ja=name_ja, everyday_words=words, capabilities=list(capabilities)
    )


def an_instrument(
    code: str,
    facility: Facility,
    *capabilities: Capability,
    category: Category = Category.OBSERVATION,
    **values: Any,
) -> Instrument:
    values.setdefault("name_ja", f"装置{code}")
    return Instrument(
        code=code,
        facility=facility,
        category=category,
        capabilities=list(capabilities),
        units=[Unit(label="1")],
        **values,
    )


def a_tariff(
    form: TariffForm,
    first_yen: int,
    *,
    service: Service = Service.EQUIPMENT_USE,
    valid_from: date = BEFORE,
    **values: Any,
) -> Tariff:
    """A row as the database would hold it: what is not said is what the column defaults to."""
    defaults = {
        "setup_yen": 0,
        "times_samples": False,
        "after_hours_percent": 0,
        "urgent_percent": 0,
        "outside_percent": 0,
        "surcharge_exempt": False,
        "rounding_yen": 10,
        "legal_basis": "",
        "verified": False,
    }
    return Tariff(
        service=service, form=form, first_yen=first_yen, valid_from=valid_from, **defaults | values
    )


def an_agreement(code: str, members: Sequence[str], **values: Any) -> Agreement:
    defaults = {
        "name_ja": code,
        "active": True,
        "scope": AgreementScope.ALL,
        "rate_rule": RateRule.INSIDE_RATE,
    }
    return Agreement(
        code=code,
        members=[AgreementMember(prefecture_jis=member) for member in members],
        **defaults | values,
    )
