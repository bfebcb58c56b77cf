"""What a use costs, in lines a person can follow: quantity x unit price, then surcharges.

The versions of a price list are rows with start dates; the day of use decides. Rows of one service
add up, except half day and day, which are two prices of one thing.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from instruments.errors import NoTariff
from instruments.models import Tariff
from instruments.words import Service, TariffForm

HALF_DAY_MINUTES = 240  # 9-13 and 13-17: Fukushima RTF (fipo.or.jp/robot/faq), ADOX (adox-fukuoka)
DAY_MINUTES = 480
MINUTES_OF_24H = 1440

_SLOT_FORMS = {TariffForm.HALF_DAY, TariffForm.DAY}


class LineKind(StrEnum):
    """What a line of the price is for."""

    SETUP = "setup"
    EQUIPMENT_USE = "equipment_use"
    COMMISSIONED_TEST = "commissioned_test"
    GUIDANCE = "guidance"
    LENDING = "lending"
    LOWER_RATE = "lower_rate"  # the hours after which an hour is cheaper
    EXTENSION = "extension"  # hours past a half day or a day
    AFTER_HOURS = "after_hours"
    OUTSIDE = "outside"
    URGENT = "urgent"


class PriceUnit(StrEnum):
    USE = "use"
    HOUR = "hour"
    HALF_DAY = "half_day"
    DAY = "day"
    PER_24H = "24h"
    SAMPLE = "sample"
    POINT = "point"
    COMPONENT = "component"
    CASE = "case"


@dataclass(frozen=True, slots=True, kw_only=True)
class Use:
    """What is to be priced. `day` is the local day on which the use begins."""

    service: Service
    minutes: int
    day: date
    samples: int = 1
    guidance_minutes: int = 0
    outside: bool = False  # the company pays the outside rate
    after_hours_minutes: int = 0  # the part of `minutes` outside opening hours
    urgent: bool = False
    points: int = 1  # measured on each sample
    components: int = 1  # determined in each sample

    def __post_init__(self) -> None:
        if min(self.minutes, self.guidance_minutes, self.after_hours_minutes) < 0:
            raise ValueError("minutes: cannot be negative")
        if min(self.samples, self.points, self.components) < 1:
            raise ValueError("samples, points and components: at least one of each")
        if self.after_hours_minutes > self.minutes:
            raise ValueError("after_hours_minutes: cannot exceed minutes")


@dataclass(frozen=True, slots=True)
class PriceLine:
    what: LineKind
    quantity: int
    unit: PriceUnit
    unit_yen: int
    yen: int
    legal_basis: str


@dataclass(frozen=True, slots=True)
class Price:
    lines: tuple[PriceLine, ...]
    total_yen: int
    legal_basis: str  # of all lines, each once
    verified: bool  # every price line used is confirmed


@dataclass(frozen=True, slots=True)
class _Charge:
    """A basic line before surcharges, with the row it comes from."""

    what: LineKind
    quantity: int
    unit: PriceUnit
    unit_yen: int
    row: Tariff

    def line(self) -> PriceLine:
        yen = self.quantity * self.unit_yen
        basis = self.row.legal_basis
        return PriceLine(self.what, self.quantity, self.unit, self.unit_yen, yen, basis)


def price(tariffs: Iterable[Tariff], use: Use) -> Price:
    """The price of the use by the rows that hold on its day; instrument before facility.

    Raises NoTariff when the service, or the guidance wished, has no row on that day.
    """
    valid = [row for row in tariffs if row.holds_on(use.day)]
    charges = list(_service_charges(_rows(valid, use.service, use.day), use))
    if use.guidance_minutes:
        for row in _rows(valid, Service.GUIDANCE, use.day):
            hours = _begun(use.guidance_minutes, 60)
            charges += _first_and_further(row, PriceUnit.HOUR, 1, hours - 1)
    lines = [charge.line() for charge in charges if charge.quantity]
    lines += [line for charge in charges for line in _surcharges(charge, use)]
    bases = dict.fromkeys(line.legal_basis for line in lines if line.legal_basis)
    return Price(
        lines=tuple(lines),
        total_yen=sum(line.yen for line in lines),
        legal_basis="；".join(bases),
        verified=all(charge.row.verified for charge in charges),
    )


def _rows(valid: Sequence[Tariff], service: Service, day: date) -> list[Tariff]:
    """The rows for one service: the instrument's own, else the facility's."""
    of_service = [row for row in valid if row.service is service]
    own = [row for row in of_service if row.facility_id is None and row.facility is None]
    if not of_service:
        raise NoTariff(service, day)
    return own or of_service


def _service_charges(rows: Sequence[Tariff], use: Use) -> Iterator[_Charge]:
    slots = [row for row in rows if row.form in _SLOT_FORMS]
    # Half day and day are one thing with two prices: what is charged once stands in the first row.
    once = [row for row in rows if row not in slots[1:]]
    for row in once:
        if row.setup_yen:
            yield _Charge(LineKind.SETUP, 1, PriceUnit.USE, row.setup_yen, row)
    if slots:
        yield from _slot_charges(slots, use.minutes)
    for row in once:
        if row.form is TariffForm.HOUR_BEGUN:
            yield from _hour_charges(row, use)
        elif row.form not in _SLOT_FORMS:
            yield from _counted_charges(row, use)
        if use.after_hours_minutes and row.after_hours_percent:
            yield from _after_hours_charges(row, use)


def _hour_charges(row: Tariff, use: Use) -> Iterator[_Charge]:
    hours = _begun(use.minutes, 60)
    full_rate = hours if row.lower_after_hours is None else min(hours, row.lower_after_hours)
    times = use.samples if row.times_samples else 1
    first = min(full_rate, 1)
    yield from _first_and_further(row, PriceUnit.HOUR, first * times, (full_rate - first) * times)
    if row.lower_yen is not None and hours > full_rate:
        lower = (hours - full_rate) * times
        yield _Charge(LineKind.LOWER_RATE, lower, PriceUnit.HOUR, row.lower_yen, row)


def _counted_charges(row: Tariff, use: Use) -> Iterator[_Charge]:
    """First and further units of everything that is counted rather than timed by the hour."""
    samples = use.samples
    if row.form is TariffForm.PER_24H:
        days = _begun(use.minutes, MINUTES_OF_24H)
        times = samples if row.times_samples else 1
        first = min(days, 1)
        counted = (PriceUnit.PER_24H, first * times, (days - first) * times)
    elif row.form is TariffForm.PER_SAMPLE:
        counted = (PriceUnit.SAMPLE, 1, samples - 1)
    elif row.form is TariffForm.PER_POINT:
        counted = (PriceUnit.POINT, samples, samples * (use.points - 1))
    elif row.form is TariffForm.PER_COMPONENT:
        counted = (PriceUnit.COMPONENT, samples, samples * (use.components - 1))
    else:
        counted = (PriceUnit.CASE, 1, 0)
    yield from _first_and_further(row, *counted)


def _first_and_further(row: Tariff, unit: PriceUnit, first: int, further: int) -> list[_Charge]:
    """One line when both cost the same, else one for the first and one for the further units."""
    what = LineKind(row.service.value)
    if row.further_yen is None or row.further_yen == row.first_yen:
        return [_Charge(what, first + further, unit, row.first_yen, row)]
    return [
        _Charge(what, first, unit, row.first_yen, row),
        _Charge(what, further, unit, row.further_yen, row),
    ]


def _slot_charges(rows: Sequence[Tariff], minutes: int) -> Iterator[_Charge]:
    """The cheapest cover of the minutes by days, half days and hours of extension."""
    half = next((row for row in rows if row.form is TariffForm.HALF_DAY), None)
    day = next((row for row in rows if row.form is TariffForm.DAY), None)
    extended = next((row for row in rows if row.extension_yen is not None), None)
    days, halves, hours = min(
        _covers(minutes, half is not None, day is not None, extended is not None),
        key=lambda cover: (
            _yen(day) * cover[0] + _yen(half) * cover[1] + _extension(extended) * cover[2],
            cover[2],
            cover[1],
        ),
    )
    if day is not None:
        yield _Charge(LineKind(day.service.value), days, PriceUnit.DAY, day.first_yen, day)
    if half is not None:
        yield _Charge(LineKind(half.service.value), halves, PriceUnit.HALF_DAY, _yen(half), half)
    if extended is not None:
        yield _Charge(LineKind.EXTENSION, hours, PriceUnit.HOUR, _extension(extended), extended)


def _covers(
    minutes: int, has_half: bool, has_day: bool, has_extension: bool
) -> Iterator[tuple[int, int, int]]:
    """Every sensible (days, half days, extension hours) that covers the minutes."""
    most_days = _begun(minutes, DAY_MINUTES) if has_day else 0
    for days in range(most_days + 1):
        rest = max(0, minutes - days * DAY_MINUTES)
        most_halves = _begun(rest, HALF_DAY_MINUTES) if has_half else 0
        for halves in range(most_halves + 1):
            hours = _begun(max(0, rest - halves * HALF_DAY_MINUTES), 60)
            if days + halves and (has_extension or not hours):
                yield days, halves, hours
    if minutes == 0:
        yield 0, 0, 0


def _yen(row: Tariff | None) -> int:
    return row.first_yen if row is not None else 0


def _extension(row: Tariff | None) -> int:
    return (row.extension_yen or 0) if row is not None else 0


def _after_hours_charges(row: Tariff, use: Use) -> Iterator[_Charge]:
    """What an hour outside opening hours costs on top; only where time is what is paid for."""
    hour_yen = {
        TariffForm.HOUR_BEGUN: row.first_yen,
        TariffForm.HALF_DAY: _share(row.first_yen, HALF_DAY_MINUTES),
        TariffForm.DAY: _share(row.first_yen, DAY_MINUTES),
        TariffForm.PER_24H: _share(row.first_yen, MINUTES_OF_24H),
    }.get(row.form)
    if hour_yen is not None:
        extra = _rounded_up(hour_yen * row.after_hours_percent, 100 * row.rounding_yen)
        unit_yen = extra * row.rounding_yen
        hours = _begun(use.after_hours_minutes, 60)
        yield _Charge(LineKind.AFTER_HOURS, hours, PriceUnit.HOUR, unit_yen, row)


def _surcharges(charge: _Charge, use: Use) -> Iterator[PriceLine]:
    """The surcharges on one basic line; each is a share of the basic price, they do not compound.

    The surcharged unit price is rounded up to the row's step: 2,900 yen and 50 % make 4,400 yen
    with a step of 100 (Yokohama, fee table).
    """
    row = charge.row
    wished: list[tuple[LineKind, int]] = []
    if use.outside and not row.surcharge_exempt:
        wished.append((LineKind.OUTSIDE, row.outside_percent))
    if use.urgent:
        wished.append((LineKind.URGENT, row.urgent_percent))
    for what, percent in wished:
        full = _rounded_up(charge.unit_yen * (100 + percent), 100 * row.rounding_yen)
        extra = full * row.rounding_yen - charge.unit_yen
        if percent and charge.quantity and extra:
            quantity, unit = charge.quantity, charge.unit
            yield PriceLine(what, quantity, unit, extra, quantity * extra, row.legal_basis)


def _share(yen: int, minutes: int) -> int:
    """The part of a price that falls on one hour, rounded up."""
    return _rounded_up(yen * 60, minutes)


def _begun(minutes: int, length: int) -> int:
    return _rounded_up(minutes, length)


def _rounded_up(amount: int, step: int) -> int:
    return -(-amount // step)
