"""Refusals at the door of the format: every sentence names who, the field and the remedy."""

from collections.abc import Iterable, Sequence

Span = tuple[int, int]  # [start, end) in slots


def check_code(who: str, code: str) -> None:
    """Raise ValueError for an empty code."""
    if not code:
        raise ValueError(f"{who}: code is empty; give a code")


def check_spans(who: str, **named: Sequence[Span]) -> None:
    """Raise ValueError where a span ends before it starts."""
    for name, spans in named.items():
        for start, end in spans:
            if start >= end:
                raise ValueError(
                    f"{who}: {name} has the span ({start}, {end}); "
                    "give (start, end) with start < end"
                )


def check_least(who: str, least: int, **named: int) -> None:
    """Raise ValueError for a number below the least allowed."""
    for name, value in named.items():
        if value < least:
            raise ValueError(f"{who}: {name} is {value}; give {least} or more")


def check_unique(who: str, name: str, codes: Iterable[object]) -> None:
    """Raise ValueError for something that stands twice."""
    seen = set()
    for code in codes:
        if code in seen:
            raise ValueError(f"{who}: {name} has {code!r} twice; give each once")
        seen.add(code)


def check_known(who: str, name: str, codes: Iterable[str], known: Iterable[str]) -> None:
    """Raise ValueError for a code that the problem does not have."""
    there = known if isinstance(known, (set, frozenset, dict)) else set(known)
    for code in codes:
        if code not in there:
            raise ValueError(
                f"{who}: {name} names {code!r}, which the problem does not have; "
                "add it or drop the name"
            )
