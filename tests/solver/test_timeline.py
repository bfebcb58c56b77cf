"""Bitsets against sets of slots: the same calendars, said slowly."""

from hypothesis import given, settings
from hypothesis import strategies as st

from solver.timeline import first, from_spans, grid, overfull, starts_of, to_spans
from tests.solver.strategies import HORIZON, few_spans

EXAMPLES = settings(max_examples=100, deadline=None, derandomize=True)
Spans = tuple[tuple[int, int], ...]


def _slots(bits: int) -> set[int]:
    return {slot for slot in range(bits.bit_length()) if bits >> slot & 1}


def _inside(spans: Spans) -> set[int]:
    return {slot for slot in range(HORIZON) if any(s <= slot < e for s, e in spans)}


@EXAMPLES
@given(spans=few_spans(6))
def test_spans_become_bits_and_back(spans: Spans) -> None:
    bits = from_spans(spans, HORIZON)

    assert _slots(bits) == _inside(spans)
    assert from_spans(to_spans(bits), HORIZON) == bits


@EXAMPLES
@given(spans=few_spans(3), length=st.integers(1, HORIZON))
def test_a_run_starts_where_all_its_slots_are_free(spans: Spans, length: int) -> None:
    free = _inside(spans)
    expected = {s for s in range(HORIZON) if set(range(s, s + length)) <= free}

    assert _slots(starts_of(from_spans(spans, HORIZON), length)) == expected


@EXAMPLES
@given(spans=few_spans(6), limit=st.integers(0, 4))
def test_a_lane_is_full_where_as_many_spans_overlap_as_it_has_room_for(
    spans: Spans, limit: int
) -> None:
    load = {slot: sum(s <= slot < e for s, e in spans) for slot in range(HORIZON)}

    assert _slots(overfull(spans, limit, HORIZON)) == {s for s, n in load.items() if n >= limit}


def test_the_grid_counts_from_each_local_day() -> None:
    days = (-2, 7, 12)

    assert _slots(grid(days, 4, (), HORIZON)) == {2, 6, 7, 11, 12}
    assert _slots(grid(days, 1, (0, 3), HORIZON)) == {1, 7, 10, 12, 15}
    assert _slots(grid(days, 1, (), HORIZON)) == set(range(HORIZON))


def test_the_first_slot_is_the_lowest_bit() -> None:
    assert first(0b10100) == 2
