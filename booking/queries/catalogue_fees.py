"""What a use costs before anybody has asked: price lists, an example, and who pays which rate."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date
from typing import Any

from booking.models import Request
from booking.planning.attendance import guidance_minutes
from booking.queries.prefectures import Prefecture, prefecture
from instruments.agreements import pays_inside_rate
from instruments.errors import NoTariff
from instruments.models import Agreement, Instrument, Tariff
from instruments.tariff import Price, Use, price
from instruments.words import OperatedBy, Service, TariffForm

_SLOTS = {TariffForm.HALF_DAY, TariffForm.DAY}
_ORDER = tuple(Service)


@dataclass(frozen=True, slots=True)
class LeastFee:
    """The cheapest way in: so much for one unit of `form`, or in all when `form` is None."""

    yen: int
    form: TariffForm | None


@dataclass(frozen=True, slots=True)
class PriceList:
    """The rows of one service: what holds now, what is decided for later, what has been."""

    service: Service
    now: tuple[Tariff, ...]
    coming: tuple[Tariff, ...]
    past: tuple[Tariff, ...]


@dataclass(frozen=True, slots=True)
class Calculation:
    """A price with its lines, each as offers and reservations keep them."""

    lines: tuple[dict[str, Any], ...]
    total_yen: int


@dataclass(frozen=True, slots=True)
class Example:
    """A usual first use, calculated for a company that pays the inside rate and for another."""

    service: Service
    minutes: int
    guidance_minutes: int
    inside: Calculation
    outside: Calculation


@dataclass(frozen=True, slots=True)
class InsideRate:
    """Whose companies pay the inside rate here, and by which agreements."""

    prefectures: tuple[Prefecture, ...]
    agreements: tuple[Agreement, ...]


def main_service(it: Instrument) -> Service:
    """What the instrument is mostly asked for."""
    staff_only = it.operated_by is OperatedBy.STAFF
    return Service.COMMISSIONED_TEST if staff_only else Service.EQUIPMENT_USE


def least_fee(it: Instrument, day: date) -> LeastFee | None:
    """The fee of the main service from which it begins, on that day; None while none is known."""
    service = main_service(it)
    rows = [row for row in all_tariffs(it) if row.service is service and row.holds_on(day)]
    rows = [row for row in rows if row.instrument_id is not None] or rows
    slots = sorted((row for row in rows if row.form in _SLOTS), key=lambda row: row.first_yen)
    counted = [row for row in rows if row not in slots[1:]]
    if len(counted) == 1 and not counted[0].setup_yen:
        return LeastFee(counted[0].first_yen, counted[0].form)
    try:
        whole = price(rows, Use(service=service, minutes=it.min_minutes, day=day))
    except NoTariff:
        return None
    return LeastFee(whole.total_yen, None)


def all_tariffs(it: Instrument) -> list[Tariff]:
    """The instrument's own rows and those of its facility."""
    return [*it.tariffs, *it.facility.tariffs]


def price_lists(it: Instrument, day: date) -> tuple[PriceList, ...]:
    """Every service with a price; guidance only where there is guidance."""
    rows = [row for row in all_tariffs(it) if row.service is not Service.GUIDANCE or _guides(it)]
    services = sorted({row.service for row in rows}, key=_ORDER.index)
    return tuple(_price_list(service, rows, day) for service in services)


def _guides(it: Instrument) -> bool:
    return it.guidance != "never" and it.operated_by is not OperatedBy.STAFF


def _price_list(service: Service, rows: Iterable[Tariff], day: date) -> PriceList:
    of_service = sorted((row for row in rows if row.service is service), key=_newest_first)
    return PriceList(
        service=service,
        now=tuple(row for row in of_service if row.holds_on(day)),
        coming=tuple(row for row in of_service if day < row.valid_from),
        past=tuple(row for row in of_service if row.valid_to is not None and row.valid_to <= day),
    )


def _newest_first(row: Tariff) -> tuple[int, int]:
    return -row.valid_from.toordinal(), row.first_yen


def example(it: Instrument, day: date) -> Example | None:
    """The usual length with the guidance of a first use; None while a price is missing."""
    service = main_service(it)
    request = Request(service=service, minutes=it.typical_minutes, guidance=False)
    guided = guidance_minutes(request, it, first_use=True)
    use = Use(
        service=service, minutes=it.typical_minutes, guidance_minutes=guided, day=day, outside=False
    )
    rows = all_tariffs(it)
    try:
        inside, outside = price(rows, use), price(rows, replace(use, outside=True))
    except NoTariff:
        return None
    return Example(service, it.typical_minutes, guided, _calculation(inside), _calculation(outside))


def _calculation(price: Price) -> Calculation:
    return Calculation(tuple(asdict(line) for line in price.lines), price.total_yen)


def inside_rate(agreements: Sequence[Agreement], home_jis: str, day: date) -> InsideRate:
    """The home prefecture first, then those that an agreement in force puts beside it."""
    members = {member.prefecture_jis for one in agreements for member in one.members}
    rates = {
        jis: pays_inside_rate(agreements, jis, home_jis, day)
        for jis in sorted(members - {home_jis})
    }
    inside = [jis for jis, rate in rates.items() if not rate.outside]
    named = {rate.agreement_code for rate in rates.values()}
    return InsideRate(
        prefectures=tuple(prefecture(jis) for jis in [home_jis, *inside]),
        agreements=tuple(one for one in agreements if one.code in named),
    )
