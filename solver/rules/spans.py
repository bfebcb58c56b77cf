"""Two questions the rules ask of spans. The exact engine does not share them."""

from collections.abc import Iterable

from solver.problem import Span


def covers(spans: Iterable[Span], start: int, end: int) -> bool:
    """Whether the spans together cover [start, end) without a gap."""
    reached = start
    for begin, stop in sorted(spans):
        if begin <= reached < stop:
            reached = stop
    return reached >= end


def overlap(one: Span, other: Span) -> bool:
    """Whether two half-open spans share a slot."""
    return one[0] < other[1] and other[0] < one[1]
