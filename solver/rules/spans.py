"""Three questions the rules ask of spans. The exact engine does not share them."""

from collections.abc import Iterable, Iterator

from solver.problem import Span


def covers(spans: Iterable[Span], start: int, end: int) -> bool:
    """Whether the spans together cover [start, end) without a gap."""
    reached = start
    for begin, stop in sorted(spans):
        if begin <= reached < stop:
            reached = stop
        if reached >= end:
            return True
    return False


def overlap(one: Span, other: Span) -> bool:
    """Whether two half-open spans share a slot."""
    return one[0] < other[1] and other[0] < one[1]


def covered_slots(spans: Iterable[Span], start: int, end: int) -> int:
    """How many slots of [start, end) lie in any of the spans."""
    return sum(stop - begin for begin, stop in _inside(spans, start, end))


def _inside(spans: Iterable[Span], start: int, end: int) -> Iterator[Span]:
    """What the spans cover of [start, end), each slot once."""
    reached = start
    for begin, stop in sorted(spans):
        begin, stop = max(begin, reached), min(stop, end)
        if begin < stop:
            yield begin, stop
            reached = stop
