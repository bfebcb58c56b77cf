"""People as tables: who can attend which sort of part, and their lanes."""

from collections.abc import Sequence

import numpy as np

from solver.engine.fast.ask.calendars import Calendars, Spans, table
from solver.engine.fast.ask.places import UnitRows
from solver.engine.fast.tables import EXCLUSIVE, LANE, MEMBER, ON_CALL, Table
from solver.problem import Attendance, Mode, Person, Problem, Unit

MODES: dict[Mode, int] = {"exclusive": EXCLUSIVE, "on_call": ON_CALL}
# What is kept for one person at most: a lane that is full takes no further run, whose parts may
# still need some rows.
_MOST_TASKS = 20_000
_PARTS_OF_ONE_RUN = 64


class CrewRows:
    """Numbers crews: the people who can attend parts of one sort."""

    def __init__(self, problem: Problem, calendars: Calendars, units: UnitRows) -> None:
        self._problem = problem
        self._calendars = calendars
        self._units = units
        self.people = {person.code: n for n, person in enumerate(problem.people)}
        self.parties: dict[str, int] = {}
        self._working = [calendars.add(person.working) for person in problem.people]
        self._crews: dict[tuple[str | None, str, tuple[str, ...], Mode], int] = {}
        self._members: list[list[tuple[int, int]]] = []
        self._longest: list[int] = []
        self._visits: list[list[int]] = []  # of each party: how many, and the longest

    def party(self, name: str) -> int:
        """The number of those who come; -1 for none."""
        if not name:
            return -1
        if name not in self.parties:
            self.parties[name] = len(self.parties)
            self._visits.append([0, 0])
        return self.parties[name]

    def visit(self, party: int, slots: int, times: int) -> None:
        """The party may be somewhere for so many slots, so many times."""
        visits = self._visits[party]
        visits[0] += times
        visits[1] = max(visits[1], slots)

    def crew(self, unit: Unit | None, part: Attendance, slots: int) -> int:
        """The number of the crew for a part of so many slots on a unit."""
        kind = part.skill or (unit.kind if unit is not None else "")
        key = (unit.site if unit is not None else None), kind, part.by, part.mode
        found = self._crews.get(key)
        if found is None:
            found = self._crews[key] = len(self._members)
            self._members.append(self._able(unit, part, kind))
            self._longest.append(0)
        self._longest[found] = max(self._longest[found], slots)
        return found

    def _able(self, unit: Unit | None, part: Attendance, kind: str) -> list[tuple[int, int]]:
        here = self._problem.people if unit is None else self._problem.people_at.get(unit.site, ())
        able = []
        for person in here:
            if part.by and person.code not in part.by:
                continue
            number = self.people[person.code]
            valid = tuple(skill.valid for skill in person.skills if skill.kind == kind)
            if valid or not kind:
                calendar = self._calendar(number, person, part.mode, valid if kind else None)
                able.append((number, calendar))
        return able

    def _calendar(self, number: int, person: Person, mode: str, valid: Spans | None) -> int:
        calendar = self._working[number]
        if valid is not None:
            calendar = self._calendars.both(calendar, self._calendars.add(valid))
        if mode == "exclusive":
            calendar = self._calendars.without(calendar, person.taken)
        return calendar

    def tables(self, uses: Sequence[int]) -> dict[str, Table]:
        """The tables, when it is known how often each crew may be asked."""
        people = self._problem.people
        lane_uses, longest = [0] * (2 * len(people)), [0] * (2 * len(people))
        for crew, (_, _, _, mode) in enumerate(self._crews):
            for number, _ in self._members[crew]:
                lane = 2 * number + MODES[mode]
                lane_uses[lane] += uses[crew]
                longest[lane] = max(longest[lane], self._longest[crew])
        firsts = np.zeros(len(self._members) + 1, np.int32)
        firsts[1:] = np.cumsum([len(members) for members in self._members])
        # Whom fewer can do without goes last.
        by_use = [sorted(some, key=lambda m: (lane_uses[2 * m[0]], m[0])) for some in self._members]
        return {
            "crews": firsts,
            "members": table([member for some in by_use for member in some], MEMBER),
            "lanes": table(self._lanes(lane_uses, longest), LANE),
            "home": np.array([self._units.site(person.site) for person in people], np.int32),
        }

    def _lanes(self, uses: list[int], longest: list[int]) -> list[tuple[int, ...]]:
        rows: list[tuple[int, ...]] = []
        first = 0
        for number, person in enumerate(self._problem.people):
            roams = int(bool(person.more_sites))
            for mode, standing, limit in (
                (EXCLUSIVE, person.taken, 1),
                (ON_CALL, person.on_call, person.on_call_limit),
            ):
                lane = 2 * number + mode
                room = len(standing) + min(uses[lane], _MOST_TASKS)
                reach = max([longest[lane], *(end - start for start, end in standing)])
                rows.append((first, room, reach, limit, roams))
                first += room + _PARTS_OF_ONE_RUN * (uses[lane] > _MOST_TASKS)
        for count, slots in self._visits:
            rows.append((first, count, slots, 1, 0))
            first += count
        return rows
