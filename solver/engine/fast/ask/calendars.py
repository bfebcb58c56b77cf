"""Calendars by number: each a list of ascending spans that do not touch, told once."""

from collections.abc import Callable, Iterable
from typing import Any

import numpy as np

from solver.engine.fast.tables import GRID, SPAN, Table
from solver.problem import Problem, Span, Unit

Spans = tuple[Span, ...]

ALWAYS = 0  # the calendar that leaves nothing out


def joined(spans: Iterable[Span]) -> Spans:
    """Spans that touch or overlap as one."""
    found: list[Span] = []
    for start, end in sorted(spans):
        if found and start <= found[-1][1]:
            if end > found[-1][1]:
                found[-1] = found[-1][0], end
        else:
            found.append((start, end))
    return tuple(found)


class Calendars:
    """Numbers calendars; equal ones and equal questions have one number."""

    def __init__(self, problem: Problem) -> None:
        self._horizon = problem.horizon
        self._days = problem.days
        self._spans: list[Spans] = [((0, problem.horizon),)]
        self._numbers: dict[Spans, int] = {self._spans[0]: ALWAYS}
        self._asked: dict[Any, int] = {}
        self._grids: dict[tuple[int, tuple[int, ...]], int] = {}

    def add(self, spans: Iterable[Span]) -> int:
        """The calendar of some spans; what lies outside the horizon is left out."""
        some = tuple(spans)
        return self.remember(("spans", some), lambda: self._number(self._inside(some)))

    def without(self, calendar: int, spans: Iterable[Span]) -> int:
        """A calendar without some spans."""
        some = tuple(spans)
        if not some:
            return calendar
        return self.both(
            calendar, self.remember(("not", some), lambda: self._number(self._gaps(some)))
        )

    def both(self, one: int, other: int) -> int:
        """What lies in both calendars."""
        if one in (ALWAYS, other) or other == ALWAYS:
            return max(one, other)
        return self.remember((one, other), lambda: self._number(self._shared(one, other)))

    def around(self, calendar: int, slack: int) -> int:
        """The moments at most so many slots from a calendar, its ends counted."""
        wide = ((start - slack, end + slack + 1) for start, end in self._spans[calendar])
        return self._number(joined(wide))

    def remember(self, key: object, make: Callable[[], int]) -> int:
        """The number made for this key."""
        found = self._asked.get(key)
        if found is None:
            found = self._asked[key] = make()
        return found

    def grid(self, unit: Unit) -> int:
        """The number of a unit's allowed starts; -1 where all are."""
        if unit.start_every == 1 and not unit.fixed_starts:
            return -1
        key = unit.start_every, tuple(sorted(unit.fixed_starts))
        return self._grids.setdefault(key, len(self._grids))

    def tables(self) -> dict[str, Table]:
        """The tables."""
        firsts = np.zeros(len(self._spans) + 1, np.int32)
        firsts[1:] = np.cumsum([len(spans) for spans in self._spans])
        rows: list[tuple[int, ...]] = []
        offsets: list[int] = []
        for every, fixed in self._grids:
            rows.append((every, len(offsets), len(offsets) + len(fixed)))
            offsets += fixed
        return {
            "horizon": np.array([self._horizon], np.int32),
            "calendars": firsts,
            "spans": table([span for spans in self._spans for span in spans], SPAN),
            "grids": table(rows, GRID),
            "days": np.array(self._days, np.int32),
            "offsets": np.array(offsets, np.int32),
        }

    def _number(self, spans: Spans) -> int:
        found = self._numbers.setdefault(spans, len(self._spans))
        if found == len(self._spans):
            self._spans.append(spans)
        return found

    def _inside(self, spans: Spans) -> Spans:
        # What covers the horizon is ALWAYS, however far it reaches.
        inside = joined(span for span in spans if span[0] < self._horizon and span[1] > 0)
        covers = len(inside) == 1 and inside[0][0] <= 0 and inside[0][1] >= self._horizon
        return self._spans[ALWAYS] if covers else inside

    def _gaps(self, spans: Spans) -> Spans:
        found, reached = [], 0
        for start, end in joined((*spans, (self._horizon, self._horizon + 1))):
            if reached < start and reached < self._horizon:
                found.append((reached, min(start, self._horizon)))
            reached = max(reached, end)
        return tuple(found)

    def _shared(self, one: int, other: int) -> Spans:
        ours, theirs = self._spans[one], self._spans[other]
        found, i, j = [], 0, 0
        while i < len(ours) and j < len(theirs):
            start, end = max(ours[i][0], theirs[j][0]), min(ours[i][1], theirs[j][1])
            if start < end:
                found.append((start, end))
            if ours[i][1] < theirs[j][1]:
                i += 1
            else:
                j += 1
        return tuple(found)


def table(rows: list[Any], row: np.dtype[Any]) -> Table:
    """Rows as a table whose fields have names, in compiled functions and outside."""
    return np.array(rows, row).view(np.recarray)
