"""Units and their change-over as tables."""

from typing import Any

import numpy as np

from solver.engine.fast.ask.calendars import ALWAYS, Calendars, table
from solver.engine.fast.tables import CHANGE, NONE, UNIT, Table
from solver.problem import Problem, Unit


class UnitRows:
    """Numbers units, sites and settings, and collects how much each unit may have to carry."""

    def __init__(self, problem: Problem, calendars: Calendars) -> None:
        self.units = problem.units
        self.numbers = {unit.code: n for n, unit in enumerate(problem.units)}
        self.sites: dict[str, int] = {}
        self.kinds: dict[str, int] = {}
        self.settings: dict[str, int] = {"": 0}
        self.uses = [len(unit.occupied) for unit in problem.units]
        self.reach = [_longest(unit) for unit in problem.units]
        self.open = [calendars.add(unit.open) for unit in problem.units]
        self.free = [calendars.without(ALWAYS, unit.blocked) for unit in problem.units]
        self.grids = [calendars.grid(unit) for unit in problem.units]
        for person in problem.people:
            self.site(person.site)
        for unit in problem.units:
            self.site(unit.site)
            for run in unit.occupied:
                self.setting(run.setting)

    def site(self, name: str) -> int:
        """The number of a site."""
        return self.sites.setdefault(name, len(self.sites))

    def kind(self, name: str) -> int:
        """The number of a kind of unit."""
        return self.kinds.setdefault(name, len(self.kinds))

    def setting(self, name: str) -> int:
        """The number of a setting."""
        return self.settings.setdefault(name, len(self.settings))

    def use(self, unit: int, slots: int, times: int) -> None:
        """Some run of so many slots may be put on the unit, so many times."""
        self.uses[unit] += times
        self.reach[unit] = max(self.reach[unit], slots)

    def tables(self) -> dict[str, Table]:
        """The tables, when all settings and uses are known."""
        changes = _Changes(self.settings)
        rows, first = [], 0
        for n, unit in enumerate(self.units):
            longest = max([unit.default_changeover, *(row.slots for row in unit.changeovers)])
            rows.append(
                (
                    *(self.site(unit.site), self.kind(unit.kind), unit.capacity, self.grids[n]),
                    *(self.free[n], first, self.uses[n], self.reach[n] + longest),
                    *(changes.of(unit), longest, unit.default_changeover),
                )
            )
            first += self.uses[n]
        return {
            "units": table(rows, UNIT),
            "changes": table(changes.rows, CHANGE),
            "local": np.array(changes.local or [[]], np.int32),
            "change_slots": np.array(changes.slots, np.int32),
        }


class _Changes:
    """Change-over classes: units with the same rows share a square of their own settings."""

    def __init__(self, settings: dict[str, int]) -> None:
        self._settings = settings
        self._known: dict[Any, int] = {}
        self.rows: list[tuple[int, int, int]] = []
        self.local: list[list[int]] = []
        self.slots: list[int] = []

    def of(self, unit: Unit) -> int:
        """The class of a unit; -1 where the default alone says it."""
        if not unit.changeovers:
            return NONE
        key = unit.changeovers, unit.default_changeover
        if key not in self._known:
            self._known[key] = len(self.rows)
            self._add(unit)
        return self._known[key]

    def _add(self, unit: Unit) -> None:
        named = {row.before for row in unit.changeovers} | {r.after for r in unit.changeovers}
        own = sorted(named & self._settings.keys())
        # Settings no row names are told apart too, but equal ones need no change-over: see runs.py.
        local = [len(own)] * len(self._settings)
        for n, name in enumerate(own):
            local[self._settings[name]] = n
        self.rows.append((len(self.local), len(own) + 1, len(self.slots)))
        self.local.append(local)
        names = [*own, None]
        for before in names:
            for after in names:
                if before is None or after is None:
                    self.slots.append(unit.default_changeover)
                else:
                    self.slots.append(unit.changeover_slots(before, after))


def _longest(unit: Unit) -> int:
    return max((run.end - run.start for run in unit.occupied), default=0)
