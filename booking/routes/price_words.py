"""How the lines of a price read: what for, how many of what, at which rate."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask_babel import get_locale

from booking.language import _l
from instruments.models import Facility
from instruments.words import Service

WHAT = {
    "setup": _l("set-up"),
    "equipment_use": _l("use of the instrument"),
    "commissioned_test": _l("test by staff"),
    "guidance": _l("operator guidance"),
    "lending": _l("lending"),
    "lower_rate": _l("further hours at the lower rate"),
    "extension": _l("extension"),
    "after_hours": _l("surcharge outside opening hours"),
    "outside": _l("surcharge for companies of other prefectures"),
    "urgent": _l("surcharge for urgency"),
}
UNITS = {
    "use": _l("%(n)s time(s)"),
    "hour": _l("%(n)s h"),
    "half_day": _l("%(n)s half day(s)"),
    "day": _l("%(n)s day(s)"),
    "24h": _l("%(n)s × 24 h"),
    "sample": _l("%(n)s sample(s)"),
    "point": _l("%(n)s point(s)"),
    "component": _l("%(n)s component(s)"),
    "case": _l("%(n)s case(s)"),
}
RATES = {
    "home": _l("Rate inside the prefecture"),
    "agreement": _l("Rate inside the prefecture, by an agreement between prefectures"),
    "outside": _l("Rate for companies of other prefectures"),
}
_SERVICES = {
    Service.EQUIPMENT_USE: _l("Equipment use"),
    Service.COMMISSIONED_TEST: _l("Commissioned test"),
    Service.GUIDANCE: _l("Operator guidance"),
    Service.LENDING: _l("Lending"),
}


def price_what(line: Mapping[str, Any]) -> str:
    """What the line is for."""
    return str(WHAT.get(str(line["what"]), line["what"]))


def price_quantity(line: Mapping[str, Any]) -> str:
    """How many of what."""
    unit = UNITS.get(str(line["unit"]))
    number = line["quantity"]
    return str(unit) % {"n": number} if unit else f"{number} {line['unit']}"


def price_rate(lines: tuple[Mapping[str, Any], ...]) -> str:
    """The rate class the lines were priced at; empty where none is known."""
    code = str(lines[0].get("rate_class", "")) if lines else ""
    return str(RATES.get(code, ""))


def price_basis(lines: tuple[Mapping[str, Any], ...]) -> str:
    """The legal basis of all lines, each once."""
    return "; ".join(dict.fromkeys(str(v) for v in (i.get("legal_basis") for i in lines) if v))


def service_word(service: Service, facility: Facility | None = None) -> str:
    """The service in the facility's own words; in English the common ones."""
    if facility is not None and str(get_locale()) == "ja":
        own = {
            Service.EQUIPMENT_USE: facility.use_word_ja,
            Service.COMMISSIONED_TEST: facility.test_word_ja,
        }
        if own.get(service):
            return own[service]
    return str(_SERVICES[service])


FILTERS = (price_what, price_quantity, price_rate, price_basis, service_word)
