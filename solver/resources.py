"""What work needs: units with calendars, people, pools, budgets, and the way between sites."""

from dataclasses import dataclass
from typing import Literal

from solver.checks import Span, check_code, check_least, check_spans, check_unique

Mode = Literal["exclusive", "on_call"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Occupied:
    """A standing run: reserved or held, it does not move. `room` pieces may still join it."""

    start: int
    end: int  # the first slot it is free again
    setting: str = ""
    room: int = 0  # pieces of the same setting and length that still fit into this batch

    def __post_init__(self) -> None:
        if self.start >= self.end:
            raise ValueError(
                f"occupied {self.start}..{self.end}: end is not after start; give start < end"
            )
        check_least(f"occupied {self.start}..{self.end}", 0, room=self.room)


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

    Change-over is kept between every two runs of the unit, not only between neighbours. A unit of
    `capacity` above 1 is a batch instrument: steps that start and end together with one setting
    share a run as long as their pieces do not exceed the capacity. Such a run is one task: a person
    who attends the same part of several of its steps counts once.
    """

    code: str
    site: str
    kind: str  # the instrument's code
    open: tuple[Span, ...]  # staffed hours of its site
    blocked: tuple[Span, ...] = ()  # closures, outages, foreign claims: nobody may run here
    start_every: int = 1  # slots; a grid counted from each local day's start
    fixed_starts: tuple[int, ...] = ()  # slots after a local day's start; if given, only these
    occupied: tuple[Occupied, ...] = ()
    changeovers: tuple[Changeover, ...] = ()
    default_changeover: int = 0  # slots between different settings where no row says otherwise
    capacity: int = 1  # pieces in one run

    def __post_init__(self) -> None:
        who = f"unit {self.code}"
        check_code(who, self.code)
        check_spans(who, open=self.open, blocked=self.blocked)
        check_least(who, 1, start_every=self.start_every, capacity=self.capacity)
        check_least(who, 0, default_changeover=self.default_changeover)
        if any(offset < 0 for offset in self.fixed_starts):
            raise ValueError(
                f"{who}: fixed_starts has a negative offset; count from the day's start"
            )
        check_unique(who, "changeovers", [(row.before, row.after) for row in self.changeovers])
        for run in self.occupied:
            if run.room >= self.capacity:
                raise ValueError(
                    f"{who}: occupied {run.start}..{run.end} has room {run.room} of a capacity of "
                    f"{self.capacity}; give less, a run that stands holds a piece"
                )

    def changeover_slots(self, before: str, after: str) -> int:
        """Slots that must lie between a run of setting `before` and a later run of `after`."""
        for row in self.changeovers:
            if row.before == before and row.after == after:
                return row.slots
        return 0 if before == after else self.default_changeover


@dataclass(frozen=True, slots=True, kw_only=True)
class Skill:
    """A person may do what asks for this kind while the qualification is valid.

    The kind is an instrument's code, or any other skill that an attendance names.
    """

    kind: str
    valid: Span

    def __post_init__(self) -> None:
        check_spans(f"skill {self.kind}", valid=(self.valid,))


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """A technician: an exclusive lane and, beside it, `on_call_limit` on-call lanes.

    Works at `site` and at `more_sites`; between any two parts at different sites, on call or not,
    lies the way of Problem.travels. What stands is at the own site.
    """

    code: str
    site: str
    working: tuple[Span, ...]
    taken: tuple[Span, ...] = ()  # standing exclusive work
    on_call: tuple[Span, ...] = ()  # each one standing on-call load; they may overlap
    on_call_limit: int = 3
    skills: tuple[Skill, ...] = ()
    more_sites: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        who = f"person {self.code}"
        check_code(who, self.code)
        check_spans(who, working=self.working, taken=self.taken, on_call=self.on_call)
        check_least(who, 0, on_call_limit=self.on_call_limit)
        check_unique(who, "more_sites", (self.site, *self.more_sites))

    @property
    def sites(self) -> tuple[str, ...]:
        """Every site the person works at, the own one first."""
        return (self.site, *self.more_sites)


@dataclass(frozen=True, slots=True, kw_only=True)
class Load:
    """So much of a pool stands used over [start, end)."""

    start: int
    end: int
    amount: int

    def __post_init__(self) -> None:
        check_spans("load", span=((self.start, self.end),))
        check_least("load", 1, amount=self.amount)


@dataclass(frozen=True, slots=True, kw_only=True)
class Pool:
    """Something of which several runs use a part at once: power, bench places, hands."""

    code: str
    capacity: int
    taken: tuple[Load, ...] = ()

    def __post_init__(self) -> None:
        check_code("pool", self.code)
        check_least(f"pool {self.code}", 0, capacity=self.capacity)


@dataclass(frozen=True, slots=True, kw_only=True)
class Budget:
    """Something that is used up: ink, film, money. `amount` is what is left for this plan."""

    code: str
    amount: int

    def __post_init__(self) -> None:
        check_code("budget", self.code)
        check_least(f"budget {self.code}", 0, amount=self.amount)


@dataclass(frozen=True, slots=True, kw_only=True)
class Travel:
    """The way from one site to another, in this direction; where no row stands it takes no time.

    Samples set out only inside `leaves` where it is given (collection hours of a courier); people
    set out at any time.
    """

    origin: str
    target: str
    slots: int
    leaves: tuple[Span, ...] = ()

    def __post_init__(self) -> None:
        who = f"travel {self.origin} to {self.target}"
        if self.origin == self.target:
            raise ValueError(f"{who}: target is the origin; give two different sites")
        check_least(who, 0, slots=self.slots)
        check_spans(who, leaves=self.leaves)
