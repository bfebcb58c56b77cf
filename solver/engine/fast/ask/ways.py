"""How steps may run, as tables: equal ways are told once."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from solver.engine.fast.ask.calendars import ALWAYS, Calendars, table
from solver.engine.fast.ask.crews import MODES, CrewRows
from solver.engine.fast.ask.places import UnitRows
from solver.engine.fast.tables import DRAW, NEED, NONE, PART, RULE, WAY, Table
from solver.problem import Alternative, Attendance, Draw, Need, Problem, Span, Step, Unit

# calendar, begin, is that from the end, stop, is that from the end
Rule = tuple[int, int, int, int, int]


@dataclass(frozen=True, slots=True)
class Context:
    """What of a step says where its ways may lie, beside their own unit and people."""

    bind: str
    windows: tuple[Span, ...]
    party_taken: tuple[Span, ...]
    pauses: bool
    hard_end: int  # its tolerance, or -1
    soft_end: bool

    @classmethod
    def of(cls, step: Step, party_taken: tuple[Span, ...]) -> "Context":
        """The context of a step."""
        hard = step.end_tolerance if step.end_binds == "hard" else NONE
        soft = step.end_binds == "soft"
        return cls(step.windows_bind, step.windows, party_taken, step.may_pause, hard, soft)


@dataclass(slots=True)
class WayRows:
    """Collects ways with their rules, parts, needs and draws."""

    problem: Problem
    calendars: Calendars
    units: UnitRows
    crews: CrewRows
    rows: list[tuple[int, ...]] = field(default_factory=list)
    part_counts: list[int] = field(default_factory=list)
    need_counts: list[int] = field(default_factory=list)
    asked: list[list[int]] = field(default_factory=list)  # of each way: crews, once for each part
    kept: list[list[int]] = field(default_factory=list)  # of each way: units it may keep
    _rules: list[Rule] = field(default_factory=list)
    _parts: list[tuple[int, ...]] = field(default_factory=list)
    _needs: list[tuple[int, ...]] = field(default_factory=list)
    _need_units: list[int] = field(default_factory=list)
    _draws: list[tuple[int, int]] = field(default_factory=list)
    _known: dict[object, tuple[int, int]] = field(default_factory=dict)
    _pools: dict[str, int] = field(init=False)
    _budgets: dict[str, int] = field(init=False)

    def __post_init__(self) -> None:
        self._pools = {pool.code: n for n, pool in enumerate(self.problem.pools)}
        self._budgets = {budget.code: n for n, budget in enumerate(self.problem.budgets)}

    def add(self, way: Alternative, context: Context) -> int:
        """The number of a new way."""
        number = self.units.numbers[way.unit] if way.unit else NONE
        unit = self.problem.units[number] if way.unit else None
        length = self.problem.horizon if context.pauses else way.duration
        rules = self._range("rules", self._rules, self._rules_of(way, number, context))
        parts = self._range("parts", self._parts, self._parts_of(way, unit, length))
        needs = self._needs_of(way.also)
        self.rows.append(
            (
                *(number, NONE if unit is None else self.units.site(unit.site), way.duration),
                *(way.cost, sum(part.slots or way.duration for part in way.attendance)),
                *(self._hours_of(number, context), *rules, *parts, *needs),
                *self._range("pools", self._draws, _drawn(way.pools, self._pools)),
                *self._range("budgets", self._draws, _drawn(way.budgets, self._budgets)),
            )
        )
        self._count(way, number, length, parts)
        return len(self.rows) - 1

    def _count(self, way: Alternative, unit: int, length: int, parts: tuple[int, int]) -> None:
        further = {code for need in way.also for code in need.any_of}
        keeps = [unit] * bool(way.unit) + [self.units.numbers[code] for code in further]
        for one in keeps:
            self.units.reach[one] = max(self.units.reach[one], length)
        self.kept.append(keeps)
        self.asked.append([row[4] for row in self._parts[parts[0] : parts[1]]])
        self.part_counts.append(len(way.attendance))
        self.need_counts.append(sum(need.count for need in way.also))

    def _hours_of(self, unit: int, context: Context) -> int:
        """Open hours where the run itself needs them: to pause in, or to end near."""
        return self.units.open[unit] if unit >= 0 and (context.pauses or context.soft_end) else NONE

    def _rules_of(self, way: Alternative, unit: int, context: Context) -> Iterable[Rule]:
        opened = self.units.open[unit] if unit >= 0 else ALWAYS
        free = self.units.free[unit] if unit >= 0 else ALWAYS
        away, both = self.calendars.without(ALWAYS, context.party_taken), self.calendars.both
        if context.bind != "free":
            comes = both(opened, self.calendars.add(context.windows))
            if context.bind == "whole":
                free = both(free, both(comes, away))
            else:
                yield comes, 0, 0, 1, 0
        yield free, 0, 0, 0, 1
        if context.pauses:
            yield opened, 0, 0, 1, 0
        if context.hard_end >= 0 and unit >= 0:
            yield self.calendars.around(opened, context.hard_end), 0, 1, 1, 1
        there = both(opened, away) if context.bind == "start" else opened
        for part in way.attendance:
            yield there, *_span_of(part)

    def _parts_of(self, way: Alternative, unit: Unit | None, length: int) -> list[tuple[int, ...]]:
        teams = _teams(way)
        return [
            (
                *(MODES[part.mode], part.slots, int(part.at == "end")),
                *(int(part.at == "throughout"), self.crews.crew(unit, part, part.slots or length)),
                teams[n],
            )
            for n, part in enumerate(way.attendance)
        ]

    def _needs_of(self, needs: tuple[Need, ...]) -> tuple[int, int]:
        """Who has the least choice chooses first; `slot` is where its units stand in the plan."""
        first, slot, rows = len(self._needs), 0, []
        for need in needs:
            begin = len(self._need_units)
            self._need_units += [self.units.numbers[code] for code in need.any_of]
            rows.append((begin, len(self._need_units), need.count, slot))
            slot += need.count
        self._needs += sorted(rows, key=lambda row: row[1] - row[0])
        return first, len(self._needs)

    def _range(self, name: str, into: list[Any], rows: Iterable[Any]) -> tuple[int, int]:
        """Where the rows stand; equal ones of one kind stand once."""
        if into is self._rules:
            rows = [rule for rule in dict.fromkeys(rows) if rule[0] != ALWAYS]
        key = name, tuple(rows)
        found = self._known.get(key)
        if found is None:
            found = self._known[key] = len(into), len(into) + len(key[1])
            into += key[1]
        return found

    def tables(self) -> dict[str, Table]:
        """The tables."""
        return {
            "ways": table(self.rows, WAY),
            "rules": table(self._rules, RULE),
            "parts": table(self._parts, PART),
            "needs": table(self._needs, NEED),
            "need_units": np.array(self._need_units, np.int32),
            "draws": table(self._draws, DRAW),
        }


def _span_of(part: Attendance) -> tuple[int, int, int, int]:
    if part.at == "start":
        return 0, 0, part.slots, 0
    if part.at == "end":
        return -part.slots, 1, 0, 1
    return 0, 0, 0, 1


def _drawn(draws: tuple[Draw, ...], numbers: dict[str, int]) -> list[tuple[int, int]]:
    return [(numbers[draw.of], draw.amount) for draw in draws]


def _teams(way: Alternative) -> list[int]:
    """For each part the first part of those it meets, one over another; -1 where it meets none."""
    spans = [(part.mode, *part.span(0, way.duration)) for part in way.attendance]
    team = list(range(len(spans)))
    for n, (mode, start, end) in enumerate(spans):
        for k, (other, since, until) in enumerate(spans[:n]):
            if mode == other and start < until and since < end:
                team = [team[k] if one == team[n] else one for one in team]
    return [one if team.count(one) > 1 else NONE for one in team]
