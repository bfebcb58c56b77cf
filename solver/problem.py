"""The question: units, people and requests on a line of whole slots; format "kyoyo-problem/1".

Every time is a whole slot counted from the start of the horizon (slot 0); a span is half open.
A span may reach beyond the horizon: what lies outside is ignored. Spans of one calendar may touch
or overlap: they count as one. Lookups are built once, when the problem is made.
"""

from bisect import bisect_right
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any, Literal

from solver.written import read, write

FORMAT = "kyoyo-problem/1"

Span = tuple[int, int]  # [start, end) in slots
Mode = Literal["exclusive", "on_call"]
Part = Literal["start", "end", "throughout"]
WindowsBind = Literal["whole", "start"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Occupied:
    """A standing run: reserved or held, it does not move."""

    start: int
    end: int  # the first slot it is free again
    setting: str = ""

    def __post_init__(self) -> None:
        if self.start >= self.end:
            raise ValueError(
                f"occupied {self.start}..{self.end}: end is not after start; give start < end"
            )


@dataclass(frozen=True, slots=True, kw_only=True)
class Changeover:
    """Slots one unit needs between a run of setting `before` and a later one of setting `after`."""

    before: str
    after: str
    slots: int

    def __post_init__(self) -> None:
        if self.slots < 0:
            raise ValueError(
                f"changeover {self.before!r} to {self.after!r}: slots is {self.slots}; "
                "give 0 or more"
            )


@dataclass(frozen=True, slots=True, kw_only=True)
class Unit:
    """One instrument's unit with its calendar. Units of one `kind` are interchangeable.

    Change-over is kept between every two runs of the unit, not only between neighbours.
    """

    code: str
    site: str
    kind: str  # the instrument's code
    open: tuple[Span, ...]  # staffed hours of its site
    blocked: tuple[Span, ...]  # closures, outages, foreign claims: nobody may run here
    start_every: int = 1  # slots; a grid counted from each local day's start
    fixed_starts: tuple[int, ...] = ()  # slots after a local day's start; if given, only these
    occupied: tuple[Occupied, ...] = ()
    changeovers: tuple[Changeover, ...] = ()
    default_changeover: int = 0  # slots between different settings where no row says otherwise

    def __post_init__(self) -> None:
        who = f"unit {self.code}"
        _check_code(who, self.code)
        _check_spans(who, open=self.open, blocked=self.blocked)
        _check_least(who, 1, start_every=self.start_every)
        _check_least(who, 0, default_changeover=self.default_changeover)
        if any(offset < 0 for offset in self.fixed_starts):
            raise ValueError(
                f"{who}: fixed_starts has a negative offset; count from the day's start"
            )
        pairs = [(row.before, row.after) for row in self.changeovers]
        _check_unique(who, "changeovers", pairs)

    def changeover_slots(self, before: str, after: str) -> int:
        """Slots that must lie between a run of setting `before` and a later run of `after`."""
        for row in self.changeovers:
            if row.before == before and row.after == after:
                return row.slots
        return 0 if before == after else self.default_changeover


@dataclass(frozen=True, slots=True, kw_only=True)
class Skill:
    """A person may attend instruments of this kind while the qualification is valid."""

    kind: str
    valid: Span

    def __post_init__(self) -> None:
        _check_spans(f"skill {self.kind}", valid=(self.valid,))


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """A technician of one site: an exclusive lane and, beside it, `on_call_limit` on-call lanes."""

    code: str
    site: str
    working: tuple[Span, ...]
    taken: tuple[Span, ...] = ()  # standing exclusive work
    on_call: tuple[Span, ...] = ()  # each one standing on-call load; they may overlap
    on_call_limit: int = 3
    skills: tuple[Skill, ...] = ()

    def __post_init__(self) -> None:
        who = f"person {self.code}"
        _check_code(who, self.code)
        _check_spans(who, working=self.working, taken=self.taken, on_call=self.on_call)
        _check_least(who, 0, on_call_limit=self.on_call_limit)


@dataclass(frozen=True, slots=True, kw_only=True)
class Attendance:
    """A part of a run a technician attends: its first or last `slots`, or all of it (`slots` 0)."""

    mode: Mode
    at: Part
    slots: int = 0

    def __post_init__(self) -> None:
        if self.at == "throughout" and self.slots != 0:
            raise ValueError(f"attendance throughout: slots is {self.slots}; give 0")
        if self.at != "throughout" and self.slots < 1:
            raise ValueError(f"attendance at {self.at}: slots is {self.slots}; give 1 or more")

    def span(self, start: int, end: int) -> Span:
        """The attended part of a run over [start, end)."""
        if self.at == "start":
            return start, start + self.slots
        if self.at == "end":
            return end - self.slots, end
        return start, end


@dataclass(frozen=True, slots=True, kw_only=True)
class Alternative:
    """One unit that will do, how long the run takes there, and who must attend it.

    Parts of one mode may not overlap: where start and end meet, say one part "throughout".
    """

    unit: str
    duration: int
    attendance: tuple[Attendance, ...] = ()

    def __post_init__(self) -> None:
        who = f"alternative on {self.unit}"
        _check_least(who, 1, duration=self.duration)
        spans = [(part.mode, *part.span(0, self.duration)) for part in self.attendance]
        for mode, start, end in spans:
            if start < 0 or end > self.duration:
                raise ValueError(
                    f"{who}: attendance is longer than duration {self.duration}; "
                    'give fewer slots or at="throughout"'
                )
            if sum(m == mode and s < end and start < e for m, s, e in spans) > 1:
                raise ValueError(
                    f"{who}: attendance parts of mode {mode} overlap; "
                    'give one part with at="throughout"'
                )


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One run to be placed on one of its alternatives.

    windows_bind "whole": the company is there throughout, so the whole run lies in one window and
    in open hours. "start": it only brings the work, so the run starts in a window and in open
    hours and may go on through the night. No windows means: the company can never come.
    """

    code: str
    request: str
    alternatives: tuple[Alternative, ...]
    windows: tuple[Span, ...]  # when the company can come
    windows_bind: WindowsBind
    not_before: int  # the start lies in [not_before, not_after): notice days and months ahead
    not_after: int
    setting: str = ""
    party: str = ""  # who comes from the company; "" when it does not matter

    def __post_init__(self) -> None:
        who = f"step {self.code}"
        _check_code(who, self.code)
        _check_spans(who, windows=self.windows)
        if not self.alternatives:
            raise ValueError(f"{who}: alternatives is empty; name at least one unit")
        _check_unique(who, "alternatives", [a.unit for a in self.alternatives])

    def alternative(self, unit: str) -> Alternative | None:
        """The alternative that runs on the unit, if it is one of them."""
        return next((a for a in self.alternatives if a.unit == unit), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """What one company asks for; placed whole or refused."""

    code: str
    steps: tuple[Step, ...]
    weight: int = 1
    mandatory: bool = False
    party_taken: tuple[Span, ...] = ()  # when those who come are on another instrument

    def __post_init__(self) -> None:
        who = f"request {self.code}"
        _check_code(who, self.code)
        _check_spans(who, party_taken=self.party_taken)
        _check_least(who, 1, weight=self.weight)
        if len(self.steps) != 1:
            raise ValueError(
                f"{who}: steps has {len(self.steps)}; {FORMAT} takes exactly one step per request, "
                "give one request per step"
            )
        if self.step.request != self.code:
            raise ValueError(
                f"step {self.step.code}: request is {self.step.request!r}; give {self.code!r}"
            )

    @property
    def step(self) -> Step:
        """Its only step."""
        return self.steps[0]


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """Everything the solver may know. Raises ValueError when codes do not fit together."""

    slot_minutes: int
    horizon: int  # slots
    days: tuple[int, ...]  # first slot of each local day, ascending; the first is 0 or before
    units: tuple[Unit, ...]
    people: tuple[Person, ...]
    requests: tuple[Request, ...]

    units_by_code: dict[str, Unit] = field(init=False, repr=False, compare=False)
    people_by_code: dict[str, Person] = field(init=False, repr=False, compare=False)
    people_at: dict[str, tuple[Person, ...]] = field(init=False, repr=False, compare=False)
    requests_by_code: dict[str, Request] = field(init=False, repr=False, compare=False)
    steps_by_code: dict[str, Step] = field(init=False, repr=False, compare=False)
    # Calendars as bitsets, filled by solver.construct as they are first asked for.
    memo: dict[str, dict[Any, int]] = field(
        init=False, repr=False, compare=False, default_factory=dict
    )

    def __post_init__(self) -> None:
        _check_least("problem", 1, slot_minutes=self.slot_minutes, horizon=self.horizon)
        self._check_days()
        steps = [request.step for request in self.requests]
        _check_unique("problem", "units", [unit.code for unit in self.units])
        _check_unique("problem", "people", [person.code for person in self.people])
        _check_unique("problem", "requests", [request.code for request in self.requests])
        _check_unique("problem", "steps", [step.code for step in steps])
        self._build_lookups()
        for step in steps:
            for alternative in step.alternatives:
                if alternative.unit not in self.units_by_code:
                    raise ValueError(
                        f"step {step.code}: alternatives names unit {alternative.unit!r}, "
                        "which the problem does not have; add the unit or drop the alternative"
                    )

    def _check_days(self) -> None:
        if not self.days or self.days[0] > 0:
            raise ValueError("problem: days does not cover slot 0; begin with a day at or before 0")
        if any(later <= day for day, later in pairwise(self.days)):
            raise ValueError("problem: days is not ascending; sort it and drop what is double")

    def _build_lookups(self) -> None:
        at: dict[str, list[Person]] = {}
        for person in self.people:
            at.setdefault(person.site, []).append(person)
        keep = object.__setattr__  # frozen: this is the one place that fills what is derived
        keep(self, "units_by_code", {unit.code: unit for unit in self.units})
        keep(self, "people_by_code", {person.code: person for person in self.people})
        keep(self, "people_at", {site: tuple(some) for site, some in at.items()})
        keep(self, "requests_by_code", {request.code: request for request in self.requests})
        keep(self, "steps_by_code", {r.step.code: r.step for r in self.requests})

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
        """Read what `to_json` wrote.

        Raises ValueError naming the field that is unknown, missing or of a wrong type.
        """
        if not isinstance(data, dict) or data.get("format") != FORMAT:
            found = data.get("format") if isinstance(data, dict) else type(data).__name__
            raise ValueError(f"problem: format is {found!r}; this version reads {FORMAT!r}")
        return read(cls, {k: v for k, v in data.items() if k != "format"}, "problem")


def _check_code(who: str, code: str) -> None:
    if not code:
        raise ValueError(f"{who}: code is empty; give a code")


def _check_spans(who: str, **named: tuple[Span, ...]) -> None:
    for name, spans in named.items():
        for start, end in spans:
            if start >= end:
                raise ValueError(
                    f"{who}: {name} has the span ({start}, {end}); "
                    "give (start, end) with start < end"
                )


def _check_least(who: str, least: int, **named: int) -> None:
    for name, value in named.items():
        if value < least:
            raise ValueError(f"{who}: {name} is {value}; give {least} or more")


def _check_unique(who: str, name: str, codes: list[Any]) -> None:
    seen = set()
    for code in codes:
        if code in seen:
            raise ValueError(f"{who}: {name} has {code!r} twice; give each once")
        seen.add(code)
