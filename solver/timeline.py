"""Calendars as integers: bit s says slot s. Spans to bits and back, and where a run can start."""

import re
from collections.abc import Iterable

from solver.problem import Span

_ONES = re.compile("1+")


def everything(horizon: int) -> int:
    """All slots of the horizon."""
    return (1 << horizon) - 1


def from_spans(spans: Iterable[Span], horizon: int) -> int:
    """The slots that lie in any of the spans, inside the horizon."""
    starts, ends = bytearray(horizon // 8 + 1), bytearray(horizon // 8 + 1)
    reached = 0
    for start, end in sorted(spans):
        if start < reached:
            start = reached
        if end > horizon:
            end = horizon
        if start < end:
            starts[start >> 3] |= 1 << (start & 7)
            ends[end >> 3] |= 1 << (end & 7)
            reached = end
    # For disjoint spans the sum of 2^end - 2^start is the bitset: two conversions, no long shifts.
    return int.from_bytes(ends, "little") - int.from_bytes(starts, "little")


def to_spans(bits: int) -> list[Span]:
    """The bits as disjoint ascending spans."""
    return [found.span() for found in _ONES.finditer(bin(bits)[:1:-1])]


def starts_of(free: int, length: int) -> int:
    """Slots where a stretch of `length` free slots begins, by about log2(length) shift-ands."""
    covered = 1
    while covered < length:
        step = min(covered, length - covered)
        free &= free >> step
        covered += step
    return free


def first(bits: int) -> int:
    """The first slot set; bits must not be 0."""
    return (bits & -bits).bit_length() - 1


def overfull(spans: Iterable[Span], limit: int, horizon: int) -> int:
    """Slots where `limit` or more of the spans overlap."""
    if limit == 0:
        return everything(horizon)
    if limit == 1:
        return from_spans(spans, horizon)
    return above([(start, end, 1) for start, end in spans], limit - 1, horizon)


def above(loads: Iterable[tuple[int, int, int]], limit: int, horizon: int) -> int:
    """Slots where these loads (start, end, amount) come to more than the limit."""
    if limit < 0:
        return everything(horizon)
    some = list(loads)
    events = sorted([(s, by) for s, _, by in some] + [(e, -by) for _, e, by in some])
    full: list[Span] = []
    load, since = 0, 0
    for slot, change in events:
        if load <= limit < load + change:
            since = slot
        if load + change <= limit < load and since < slot:
            full.append((since, slot))
        load += change
    return from_spans(full, horizon)


def grid(days: tuple[int, ...], every: int, fixed: tuple[int, ...], horizon: int) -> int:
    """Where a run may start: every so many slots, or at fixed offsets, from each day's start."""
    if every == 1 and not fixed:
        return everything(horizon)
    bits = 0
    for day, following in zip(days, (*days[1:], max(horizon, days[-1] + 1)), strict=True):
        pattern = _pattern(following - day, every, fixed)
        bits |= pattern << day if day >= 0 else pattern >> -day
    return bits & everything(horizon)


def _pattern(length: int, every: int, fixed: tuple[int, ...]) -> int:
    if fixed:
        return sum(1 << offset for offset in set(fixed) if offset < length)
    bits, covered = 1, every
    while covered < length:
        bits |= bits << covered
        covered *= 2
    return bits & ((1 << length) - 1)
