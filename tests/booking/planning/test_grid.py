"""Moments become slots here and nowhere else: what may be used shrinks, what is taken grows."""

from datetime import date, timedelta
from zoneinfo import ZoneInfo

import pytest

from booking.planning.grid import SLOT, Grid, slots_for
from tests.builders import DAY, HOUR, JAPAN, NINE, in_japan

MINUTE = timedelta(minutes=1)
GRID = Grid.over(date(2026, 4, 6), date(2026, 4, 7), JAPAN)  # two days of 288 slots


def test_the_grid_begins_at_local_midnight_and_covers_whole_days() -> None:
    assert GRID.origin == in_japan(4, 6)
    assert (GRID.horizon, GRID.days) == (576, (0, 288))


def test_nine_o_clock_is_the_hundred_and_eighth_slot() -> None:
    assert GRID.floor(NINE) == GRID.ceil(NINE) == 108
    assert GRID.moment(108) == NINE


def test_a_moment_inside_a_slot_lies_between_two_borders() -> None:
    assert (GRID.floor(NINE + MINUTE), GRID.ceil(NINE + MINUTE)) == (108, 109)
    assert (GRID.floor(NINE - MINUTE), GRID.ceil(NINE - MINUTE)) == (107, 108)


def test_what_may_be_used_is_rounded_inwards() -> None:
    assert GRID.inside([(NINE + MINUTE, NINE + HOUR - MINUTE)]) == ((109, 119),)
    assert GRID.inside([(NINE + MINUTE, NINE + SLOT)]) == ()


def test_what_is_taken_is_rounded_outwards() -> None:
    assert GRID.around([(NINE + MINUTE, NINE + HOUR - MINUTE)]) == ((108, 120),)


def test_what_lies_off_the_grid_is_cut_or_dropped() -> None:
    spans = [(NINE - DAY, NINE), (NINE + 2 * DAY, NINE + 3 * DAY), (NINE + DAY, NINE + 2 * DAY)]

    assert GRID.inside(spans) == ((0, 108), (396, 576))


def test_a_day_on_which_the_clocks_change_has_the_slots_it_has() -> None:
    """29 March 2026 has 23 hours in Berlin; Japan keeps its clocks."""
    berlin = Grid.over(date(2026, 3, 28), date(2026, 3, 30), ZoneInfo("Europe/Berlin"))

    assert berlin.days == (0, 288, 288 + 276)


@pytest.mark.parametrize(("minutes", "slots"), [(0, 0), (1, 1), (5, 1), (6, 2), (60, 12)])
def test_lengths_are_rounded_up(minutes: int, slots: int) -> None:
    assert slots_for(minutes) == slots
