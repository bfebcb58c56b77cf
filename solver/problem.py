"""The question: resources, requests and their order on a line of whole slots; "kyoyo-problem/2".

Every time is a whole slot counted from the start of the horizon (slot 0); a span is half open.
A span may reach beyond the horizon: what lies outside is ignored. Spans of one calendar may touch
or overlap: they count as one. Lookups are built once, when the problem is made.
"""

from bisect import bisect_right
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

from solver.checks import Span, check_code, check_known, check_least, check_unique
from solver.fitting import (
    check_ahead,
    check_locked,
    check_no_circles,
    check_size,
    check_standing,
    check_windows,
)
from solver.format_one import FORMAT_ONE, from_format_one
from solver.goal import ACCEPT_THEN_EARLY, SHORTEST, Level, Term
from solver.resources import (
    Budget,
    Changeover,
    Load,
    Mode,
    Occupied,
    Person,
    Pool,
    Skill,
    Travel,
    Unit,
)
from solver.work import (
    Alternative,
    Attendance,
    Draw,
    EndBinds,
    Lag,
    Need,
    Part,
    Request,
    Side,
    Step,
    WindowsBind,
)
from solver.written import read, write

__all__ = [
    "ACCEPT_THEN_EARLY",
    "FORMAT",
    "SHORTEST",
    "Alternative",
    "Attendance",
    "Budget",
    "Changeover",
    "Draw",
    "EndBinds",
    "Lag",
    "Level",
    "Load",
    "Mode",
    "Need",
    "Occupied",
    "Part",
    "Person",
    "Pool",
    "Problem",
    "Request",
    "Side",
    "Skill",
    "Span",
    "Standing",
    "Step",
    "Term",
    "Travel",
    "Unit",
    "WindowsBind",
]

FORMAT = "kyoyo-problem/2"


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """Where a step stands in the plan that is in force: locked, or movable at a cost (the goal)."""

    step: str
    alternative: str  # its code
    start: int
    end: int
    people: tuple[str, ...] = ()  # of its attended parts, in the alternative's order
    also: tuple[str, ...] = ()  # further units it has
    locked: bool = False  # confirmed and not to be touched

    def __post_init__(self) -> None:
        check_code("standing", self.step)
        if self.start >= self.end:
            raise ValueError(f"standing {self.step}: end is not after start; give start < end")


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """Everything the solver may know. Raises ValueError when codes do not fit together."""

    slot_minutes: int
    horizon: int  # slots
    days: tuple[int, ...]  # first slot of each local day, ascending; the first is 0 or before
    units: tuple[Unit, ...] = ()
    people: tuple[Person, ...] = ()
    requests: tuple[Request, ...]
    lags: tuple[Lag, ...] = ()
    pools: tuple[Pool, ...] = ()
    budgets: tuple[Budget, ...] = ()
    travels: tuple[Travel, ...] = ()
    standing: tuple[Standing, ...] = ()
    goal: tuple[Level, ...] = ACCEPT_THEN_EARLY

    units_by_code: dict[str, Unit] = field(init=False, repr=False, compare=False)
    people_by_code: dict[str, Person] = field(init=False, repr=False, compare=False)
    people_at: dict[str, tuple[Person, ...]] = field(init=False, repr=False, compare=False)
    requests_by_code: dict[str, Request] = field(init=False, repr=False, compare=False)
    steps_by_code: dict[str, Step] = field(init=False, repr=False, compare=False)
    pools_by_code: dict[str, Pool] = field(init=False, repr=False, compare=False)
    budgets_by_code: dict[str, Budget] = field(init=False, repr=False, compare=False)
    travel_by_sites: dict[tuple[str, str], Travel] = field(init=False, repr=False, compare=False)
    standing_by_step: dict[str, Standing] = field(init=False, repr=False, compare=False)
    # Calendars as bitsets, filled by solver.construct and solver.places when first asked for.
    memo: dict[str, dict[Any, Any]] = field(
        init=False, repr=False, compare=False, default_factory=dict
    )

    def __post_init__(self) -> None:
        check_least("problem", 1, slot_minutes=self.slot_minutes, horizon=self.horizon)
        check_size(self.horizon, sum(len(request.steps) for request in self.requests))
        self._check_days()
        if not self.goal or not all(self.goal):
            raise ValueError("problem: goal has no level, or one without a term; give one of each")
        for name, codes in (
            ("units", [unit.code for unit in self.units]),
            ("people", [person.code for person in self.people]),
            ("requests", [request.code for request in self.requests]),
            ("steps", [step.code for request in self.requests for step in request.steps]),
            ("pools", [pool.code for pool in self.pools]),
            ("budgets", [budget.code for budget in self.budgets]),
            ("travels", [(way.origin, way.target) for way in self.travels]),
            ("standing", [one.step for one in self.standing]),
        ):
            check_unique("problem", name, codes)
        self._build_lookups()
        for request in self.requests:
            self._check_request(request)
        self._check_order()

    def _check_days(self) -> None:
        if not self.days or self.days[0] > 0:
            raise ValueError("problem: days does not cover slot 0; begin with a day at or before 0")
        if any(later <= day for day, later in pairwise(self.days)):
            raise ValueError("problem: days is not ascending; sort it and drop what is double")

    def _build_lookups(self) -> None:
        at: dict[str, list[Person]] = {}
        for person in self.people:
            for site in person.sites:
                at.setdefault(site, []).append(person)
        keep = object.__setattr__  # frozen: this is the one place that fills what is derived
        keep(self, "units_by_code", {unit.code: unit for unit in self.units})
        keep(self, "people_by_code", {person.code: person for person in self.people})
        keep(self, "people_at", {site: tuple(some) for site, some in at.items()})
        keep(self, "requests_by_code", {request.code: request for request in self.requests})
        steps = {step.code: step for request in self.requests for step in request.steps}
        keep(self, "steps_by_code", steps)
        keep(self, "pools_by_code", {pool.code: pool for pool in self.pools})
        keep(self, "budgets_by_code", {budget.code: budget for budget in self.budgets})
        keep(self, "travel_by_sites", {(way.origin, way.target): way for way in self.travels})
        keep(self, "standing_by_step", {one.step: one for one in self.standing})

    def _check_request(self, request: Request) -> None:
        if request.follows:
            check_known(
                f"request {request.code}", "follows", [request.follows], self.requests_by_code
            )
        for step in request.steps:
            check_windows(step, self.horizon)
            for way in step.alternatives:
                self._check_way(f"step {step.code}", way)

    def _check_way(self, who: str, way: Alternative) -> None:
        """Most have a unit and no more: what is not there is not looked up."""
        if way.also or way.unit not in self.units_by_code:
            units = [way.unit] if way.unit else []
            needed = [code for need in way.also for code in need.any_of]
            check_known(who, "alternatives", [*units, *needed], self.units_by_code)
        if way.pools:
            check_known(who, "pools", [draw.of for draw in way.pools], self.pools_by_code)
        if way.budgets:
            check_known(who, "budgets", [draw.of for draw in way.budgets], self.budgets_by_code)
        for part in way.attendance:
            if part.by:
                check_known(who, "attendance", part.by, self.people_by_code)

    def _check_order(self) -> None:
        for lag in self.lags:
            who = f"lag {lag.before} to {lag.after}"
            check_known(who, "steps", (lag.before, lag.after), self.steps_by_code)
        check_standing(self)
        check_locked(self)
        check_no_circles(self)

    def day_of(self, slot: int) -> int:
        """Index of the local day a slot lies in."""
        return bisect_right(self.days, slot) - 1

    def day_span(self, day: int) -> Span:
        """The slots of a local day; the last day ends with the horizon."""
        following = self.days[day + 1] if day + 1 < len(self.days) else self.horizon
        return self.days[day], max(following, self.days[day] + 1)

    def to_json(self) -> dict[str, Any]:
        """The problem as JSON-ready data, with its format's name."""
        return {"format": FORMAT, **write(self)}

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> "Problem":
        """Read what `to_json` wrote, now or in format 1.

        Raises ValueError naming the field that is unknown, missing or of a wrong type.
        """
        found = data.get("format") if isinstance(data, dict) else type(data).__name__
        if found not in (FORMAT, FORMAT_ONE):
            raise ValueError(
                f"problem: format is {found!r}; this version reads {FORMAT!r} and {FORMAT_ONE!r}"
            )
        check_ahead(data)
        asked = from_format_one(data) if found == FORMAT_ONE else data
        return read(cls, {k: v for k, v in asked.items() if k != "format"}, "problem")
