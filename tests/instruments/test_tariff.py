"""Published price lists, recalculated by hand, and what every price must keep to."""

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from instruments.errors import NoTariff
from instruments.models import Tariff
from instruments.tariff import LineKind, Price, PriceUnit, Use, price
from instruments.words import Service, TariffForm
from tests.instruments.builders import MONDAY, a_facility, a_tariff

TEST = Service.COMMISSIONED_TEST
H = TariffForm.HOUR_BEGUN


def a_use(minutes: int = 60, service: Service = Service.EQUIPMENT_USE, **values: Any) -> Use:
    return Use(service=service, minutes=minutes, day=values.pop("day", MONDAY), **values)


def told(it: Price) -> list[tuple[str, int, str, int, int]]:
    return [(one.what, one.quantity, one.unit, one.unit_yen, one.yen) for one in it.lines]


def test_chiba_takes_a_set_up_charge_and_an_hourly_rate() -> None:
    # Universal testing machine, Chiba: 2,870 yen a use and 920 yen an hour.
    answer = price([a_tariff(H, 920, setup_yen=2870)], a_use(150))

    assert told(answer) == [
        ("setup", 1, "use", 2870, 2870),
        ("equipment_use", 3, "hour", 920, 2760),
    ]
    assert answer.total_yen == 5630


@pytest.mark.parametrize(
    ("hours", "yen"), [(1, 710 + 2040), (24, 710 + 48_960), (25, 49_670 + 1310), (500, 673_230)]
)
def test_chiba_weathering_is_cheaper_after_24_hours(hours: int, yen: int) -> None:
    # Xenon-arc tester, Chiba: 2,040 yen an hour up to 24 h, 1,310 after, 710 once.
    tariff = a_tariff(H, 2040, setup_yen=710, lower_after_hours=24, lower_yen=1310)

    assert price([tariff], a_use(hours * 60)).total_yen == yen


def test_kagawa_counts_each_hour_of_guidance_begun() -> None:
    # Operator guidance, Kagawa: 3,200 yen per hour begun.
    tariffs = [a_tariff(H, 1000), a_tariff(H, 3200, service=Service.GUIDANCE)]

    answer = price(tariffs, a_use(60, guidance_minutes=61))

    assert told(answer)[1] == ("guidance", 2, "hour", 3200, 6400)
    assert answer.total_yen == 7400


@pytest.mark.parametrize(
    ("inside", "outside"), [(2900, 4400), (2700, 4100), (2400, 3600), (6100, 9200), (1100, 1700)]
)
def test_yokohama_rounds_the_surcharged_unit_price_up_to_100_yen(inside: int, outside: int) -> None:
    # Fee table of Yokohama: outside the city x 1.5, printed as whole hundreds.
    tariff = a_tariff(
        TariffForm.PER_24H, inside, service=TEST, outside_percent=50, rounding_yen=100
    )

    assert price([tariff], a_use(1440, TEST, outside=True)).total_yen == outside


def test_yokohama_salt_spray_is_paid_per_sample_and_24_hours() -> None:
    tariff = a_tariff(TariffForm.PER_24H, 2900, service=TEST, times_samples=True)

    answer = price([tariff], a_use(96 * 60, TEST, samples=3))

    assert told(answer) == [("commissioned_test", 12, "24h", 2900, 34_800)]


def test_tokushima_takes_less_for_each_further_sample() -> None:
    # Light fastness, Tokushima: 1,190 yen, each further sample 730.
    tariff = a_tariff(TariffForm.PER_SAMPLE, 1190, further_yen=730, service=TEST)

    answer = price([tariff], a_use(480, TEST, samples=3))

    assert told(answer) == [
        ("commissioned_test", 1, "sample", 1190, 1190),
        ("commissioned_test", 2, "sample", 730, 1460),
    ]


def test_niigata_counts_components_in_each_sample() -> None:
    # Solution analysis, Niigata: 4,270 yen the first component; 2,940 is the further price here.
    tariff = a_tariff(TariffForm.PER_COMPONENT, 4270, further_yen=2940, service=TEST)

    answer = price([tariff], a_use(240, TEST, samples=2, components=4))

    assert answer.total_yen == 2 * 4270 + 6 * 2940


def test_points_are_counted_on_each_sample() -> None:
    tariff = a_tariff(TariffForm.PER_POINT, 2400, service=TEST)

    answer = price([tariff], a_use(60, TEST, samples=2, points=5))

    assert told(answer) == [("commissioned_test", 10, "point", 2400, 24_000)]


def test_niigata_doubles_what_is_urgent_and_adds_half_from_outside() -> None:
    # X-ray diffraction, Niigata: 8,800 yen; urgent x 2, outside + 50 %.
    tariff = a_tariff(
        TariffForm.PER_SAMPLE, 8800, service=TEST, urgent_percent=100, outside_percent=50
    )

    answer = price([tariff], a_use(60, TEST, urgent=True, outside=True))

    assert [(one.what, one.yen) for one in answer.lines] == [
        (LineKind.COMMISSIONED_TEST, 8800),
        (LineKind.OUTSIDE, 4400),
        (LineKind.URGENT, 8800),
    ]


def adox() -> list[Tariff]:
    """Large chamber, ADOX Fukuoka: half day 91,800, day 172,800, each further hour 27,000."""
    return [
        a_tariff(TariffForm.HALF_DAY, 91_800, extension_yen=27_000),
        a_tariff(TariffForm.DAY, 172_800),
    ]


@pytest.mark.parametrize(
    ("hours", "yen"),
    [
        (1, 91_800),
        (4, 91_800),
        (5, 118_800),
        (6, 145_800),
        (7, 172_800),
        (8, 172_800),
        (9, 199_800),
        (12, 264_600),
        (24, 518_400),
    ],
)
def test_adox_takes_the_cheapest_of_half_days_days_and_extension(hours: int, yen: int) -> None:
    assert price(adox(), a_use(hours * 60)).total_yen == yen


def test_equal_prices_are_told_in_the_fewest_lines() -> None:
    assert told(price(adox(), a_use(420))) == [("equipment_use", 1, "day", 172_800, 172_800)]


def test_half_days_alone_make_a_day() -> None:
    answer = price([a_tariff(TariffForm.HALF_DAY, 20_000)], a_use(300))

    assert told(answer) == [("equipment_use", 2, "half_day", 20_000, 40_000)]


def test_what_is_charged_once_is_not_charged_for_half_day_and_day() -> None:
    rows = [
        a_tariff(form, yen, setup_yen=1000, after_hours_percent=20)
        for form, yen in ((TariffForm.HALF_DAY, 8000), (TariffForm.DAY, 16_000))
    ]

    answer = price(rows, a_use(240, after_hours_minutes=60))

    assert told(answer) == [
        ("setup", 1, "use", 1000, 1000),
        ("equipment_use", 1, "half_day", 8000, 8000),
        ("after_hours", 1, "hour", 400, 400),
    ]


def test_a_charge_for_each_case_is_added_to_the_samples() -> None:
    # Shimane: 590 yen per case for preparation beside the price of the test.
    rows = [
        a_tariff(TariffForm.PER_SAMPLE, 3620, service=TEST),
        a_tariff(TariffForm.PER_CASE, 590, service=TEST),
    ]

    assert price(rows, a_use(60, TEST, samples=2)).total_yen == 2 * 3620 + 590


def test_an_instrument_may_be_exempt_from_the_surcharge() -> None:
    tariff = a_tariff(H, 80, outside_percent=100, surcharge_exempt=True)

    assert price([tariff], a_use(60, outside=True)).total_yen == 80


def test_after_hours_cost_more_only_for_the_hours_outside() -> None:
    answer = price([a_tariff(H, 1000, after_hours_percent=20)], a_use(300, after_hours_minutes=90))

    assert told(answer) == [
        ("equipment_use", 5, "hour", 1000, 5000),
        ("after_hours", 2, "hour", 200, 400),
    ]


def test_a_further_hour_may_cost_less_than_the_first() -> None:
    assert price([a_tariff(H, 1000, further_yen=600)], a_use(121)).total_yen == 2200


def test_the_version_of_the_day_of_use_decides() -> None:
    change = date(2027, 4, 1)
    rows = [a_tariff(H, 1000, valid_to=change), a_tariff(H, 1100, valid_from=change)]

    last = price(rows, a_use(60, day=date(2027, 3, 31)))
    first = price(rows, a_use(60, day=change))

    assert (last.total_yen, first.total_yen) == (1000, 1100)


def test_without_a_row_on_that_day_there_is_no_price() -> None:
    rows = [a_tariff(H, 1000, valid_from=date(2027, 4, 1))]

    with pytest.raises(NoTariff, match="no tariff for equipment_use on 2026-04-06"):
        price(rows, a_use(60))


def test_guidance_without_a_row_is_not_taken_to_be_free() -> None:
    with pytest.raises(NoTariff, match="guidance"):
        price([a_tariff(H, 1000)], a_use(60, guidance_minutes=30))


def test_the_instruments_own_row_stands_before_the_facilitys() -> None:
    common = a_tariff(H, 3200, service=Service.GUIDANCE)
    common.facility = a_facility()
    own = a_tariff(H, 5400, service=Service.GUIDANCE)
    use = a_use(60, guidance_minutes=60)

    rows = [a_tariff(H, 1000), common]

    assert price(rows, use).total_yen == 4200
    assert price([*rows, own], use).total_yen == 6400


def test_a_price_names_its_legal_basis_once_and_whether_it_is_confirmed() -> None:
    sure = a_tariff(H, 1000, setup_yen=500, legal_basis="別表第1", verified=True)
    unsure = a_tariff(H, 3200, service=Service.GUIDANCE, legal_basis="別表第2")

    both = price([sure, unsure], a_use(60, guidance_minutes=60))

    assert both.legal_basis == "別表第1；別表第2"
    assert not both.verified
    assert price([sure], a_use(60)).verified


@pytest.mark.parametrize(
    "values",
    [
        {"minutes": -1},
        {"samples": 0},
        {"points": 0},
        {"components": 0},
        {"guidance_minutes": -30},
        {"minutes": 30, "after_hours_minutes": 31},
    ],
)
def test_a_use_that_cannot_be_is_refused(values: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=r"minutes|samples"):
        a_use(**values)


yen = st.integers(0, 50_000)
percent = st.integers(0, 200)


@st.composite
def price_lists(draw: st.DrawFn) -> list[Tariff]:
    """Any price list for equipment use: one form, or half day and day together."""
    forms = draw(st.sampled_from([[form] for form in TariffForm] + [list(_SLOTS)]))
    lower = draw(st.none() | st.integers(1, 48))
    return [
        a_tariff(
            form,
            draw(yen),
            further_yen=draw(st.none() | yen),
            setup_yen=draw(yen),
            extension_yen=draw(st.none() | yen),
            times_samples=draw(st.booleans()),
            after_hours_percent=draw(percent),
            urgent_percent=draw(percent),
            lower_after_hours=lower,
            lower_yen=None if lower is None else draw(yen),
            outside_percent=draw(percent),
            surcharge_exempt=draw(st.booleans()),
            rounding_yen=draw(st.sampled_from([1, 10, 100])),
        )
        for form in forms
    ]


_SLOTS = (TariffForm.HALF_DAY, TariffForm.DAY)
long = st.integers(0, 6000)
flags = st.fixed_dictionaries({"outside": st.booleans(), "urgent": st.booleans()})


@given(price_lists(), long, st.integers(1, 9), flags)
def test_a_price_is_the_sum_of_its_lines_and_never_negative(
    rows: list[Tariff], minutes: int, samples: int, how: dict[str, Any]
) -> None:
    answer = price(rows, a_use(minutes, samples=samples, **how))

    assert answer.total_yen == sum(one.yen for one in answer.lines)
    assert all(one.yen == one.quantity * one.unit_yen for one in answer.lines)
    assert all(one.quantity > 0 and one.unit_yen >= 0 for one in answer.lines)
    assert {one.unit for one in answer.lines} <= set(PriceUnit)


@given(price_lists(), long, long, flags)
def test_a_longer_use_never_costs_less(
    rows: list[Tariff], one: int, other: int, how: dict[str, Any]
) -> None:
    shorter, longer = sorted((one, other))

    assert (
        price(rows, a_use(shorter, **how)).total_yen <= price(rows, a_use(longer, **how)).total_yen
    )


@given(price_lists(), long)
def test_from_outside_never_costs_less(rows: list[Tariff], minutes: int) -> None:
    inside = price(rows, a_use(minutes)).total_yen

    assert price(rows, a_use(minutes, outside=True)).total_yen >= inside


@given(st.integers(1, 5000), yen)
def test_an_hour_begun_is_an_hour(minutes: int, first_yen: int) -> None:
    whole = -(-minutes // 60)

    assert price([a_tariff(H, first_yen)], a_use(minutes)).total_yen == whole * first_yen
