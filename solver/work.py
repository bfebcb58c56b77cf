"""What is to be done: requests with their steps, how each step may run, and the order of steps."""

from dataclasses import dataclass
from typing import Literal

from solver.checks import Span, check_code, check_least, check_spans, check_unique
from solver.resources import Mode

Part = Literal["start", "end", "throughout"]
WindowsBind = Literal["whole", "start", "free"]
Side = Literal["start", "end"]
EndBinds = Literal["free", "hard", "soft"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Attendance:
    """A part of a run that one person attends: its first or last `slots`, or all of it (`slots` 0).

    Parts of one run and mode that overlap are a team: each has a person of its own. (Who guides may
    also be on call for the run.) `skill` is what the person must be qualified for; empty, it is the
    kind of the run's unit. `by` leaves only these people. A part does not pause.
    """

    mode: Mode
    at: Part
    slots: int = 0
    skill: str = ""
    by: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if self.at == "throughout" and self.slots != 0:
            raise ValueError(f"attendance throughout: slots is {self.slots}; give 0")
        if self.at != "throughout" and self.slots < 1:
            raise ValueError(f"attendance at {self.at}: slots is {self.slots}; give 1 or more")
        check_unique(f"attendance at {self.at}", "by", self.by)

    def span(self, start: int, end: int) -> Span:
        """The attended part of a run over [start, end)."""
        if self.at == "start":
            return start, start + self.slots
        if self.at == "end":
            return end - self.slots, end
        return start, end


@dataclass(frozen=True, slots=True, kw_only=True)
class Need:
    """Further units kept for the whole of a run: `count` different ones of `any_of`.

    They are free as the main unit is: not blocked, not taken, their change-over kept. They are kept
    alone, also by a step that shares its own unit with others. Open hours and allowed starts are
    those of the main unit only.
    """

    any_of: tuple[str, ...]
    count: int = 1

    def __post_init__(self) -> None:
        who = f"need of {', '.join(self.any_of) or 'nothing'}"
        check_unique(who, "any_of", self.any_of)
        check_least(who, 1, count=self.count)
        if self.count > len(self.any_of):
            raise ValueError(
                f"{who}: count is {self.count} of {len(self.any_of)} units; "
                "ask for fewer or name more"
            )


@dataclass(frozen=True, slots=True, kw_only=True)
class Draw:
    """So much of a pool while the run lasts, or of a budget once."""

    of: str  # code of the pool or budget
    amount: int

    def __post_init__(self) -> None:
        check_least(f"draw of {self.of}", 1, amount=self.amount)


@dataclass(frozen=True, slots=True, kw_only=True)
class Alternative:
    """One way to run a step: on which unit (or none), how long, with whom and what else.

    Its `code` is the unit's unless given; a step may name one unit twice under two codes, say with
    different people who take different times.
    """

    duration: int  # slots; of a step that may pause, open slots only
    unit: str = ""  # empty: no unit of its own (a delivery, a person's work)
    attendance: tuple[Attendance, ...] = ()
    code: str = ""
    also: tuple[Need, ...] = ()
    pools: tuple[Draw, ...] = ()
    budgets: tuple[Draw, ...] = ()
    cost: int = 0

    def __post_init__(self) -> None:
        if not self.code:
            object.__setattr__(self, "code", self.unit)
        who = f"alternative {self.code or 'without unit'}"
        check_least(who, 1, duration=self.duration)
        check_unique(who, "pools", [draw.of for draw in self.pools])
        check_unique(who, "budgets", [draw.of for draw in self.budgets])
        for part in self.attendance:
            if part.slots > self.duration:
                raise ValueError(
                    f"{who}: attendance is longer than duration {self.duration}; "
                    'give fewer slots or at="throughout"'
                )
            if not (part.skill or part.by or self.unit):
                raise ValueError(
                    f"{who}: attendance names no skill and there is no unit to take it from; "
                    "give skill or by"
                )


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One run to be placed by one of its alternatives.

    windows_bind "whole": the company is there throughout, so the whole run lies in one window and
    in open hours. "start": it only brings the work, so the run starts in a window and in open
    hours and may go on through the night. "free": the company has nothing to do with it; neither
    its windows nor the open hours bind the run (attended parts still lie in open hours).
    No windows means, where they bind: the company can never come.

    Unloading: with end_binds "hard" the run ends at most `end_tolerance` slots before or after
    open hours of its unit (their first and last moment included); "soft" counts the slots beyond
    that as waiting (goal "waiting").

    A run that may pause takes `duration` open slots, the first and the last among them, and keeps
    its unit, pools and people's parts from start to end.
    """

    code: str
    request: str
    alternatives: tuple[Alternative, ...]
    windows: tuple[Span, ...] = ()  # when the company can come
    windows_bind: WindowsBind = "free"
    not_before: int = 0  # the start lies in [not_before, not_after): notice days and months ahead
    not_after: int
    setting: str = ""  # recipe, ink, temperature: change-over and batches depend on it
    party: str = ""  # who comes from the company; "" when it does not matter
    pieces: int = 1  # of a batch instrument's capacity
    same_unit_as: str = ""  # code of an earlier step of the request
    keeps_unit: bool = False  # with same_unit_as: nobody else has the unit in between
    may_pause: bool = False  # goes on only in open hours of its unit, which it keeps meanwhile
    end_binds: EndBinds = "free"
    end_tolerance: int = 0

    def __post_init__(self) -> None:
        who = f"step {self.code}"
        check_code(who, self.code)
        check_spans(who, windows=self.windows)
        check_least(who, 1, pieces=self.pieces)
        check_least(who, 0, end_tolerance=self.end_tolerance)
        if not self.alternatives:
            raise ValueError(f"{who}: alternatives is empty; name at least one unit")
        check_unique(who, "alternatives", [a.code for a in self.alternatives])
        if self.keeps_unit and not self.same_unit_as:
            raise ValueError(f"{who}: keeps_unit without same_unit_as; name the step it stays with")
        if self.may_pause and any(not a.unit for a in self.alternatives):
            raise ValueError(f"{who}: may_pause needs a unit's open hours; name a unit")

    def alternative(self, code: str) -> Alternative | None:
        """The alternative of that code, if it is one of them."""
        for alternative in self.alternatives:
            if alternative.code == code:
                return alternative
        return None


@dataclass(frozen=True, slots=True, kw_only=True)
class Lag:
    """From one side of a step to one side of another lie at least `least` and at most `most` slots.

    Both may be negative; `most` None is no limit. With `travels` the samples go from the site of
    `before` to the site of `after`: the way is added to what lies at least between them. They set
    out in a slot at or after the earlier side plus `least` (0 where it is negative), in collection
    hours where the way has such, and arrive the way's slots later. A `soft` most may be exceeded:
    goal "waiting" counts the slots. It binds when both steps are placed.
    """

    before: str
    after: str
    least: int = 0
    most: int | None = None
    origin: Side = "end"  # of `before`
    target: Side = "start"  # of `after`
    travels: bool = False
    soft: bool = False

    def __post_init__(self) -> None:
        who = f"lag {self.before} to {self.after}"
        if self.before == self.after:
            raise ValueError(f"{who}: after is the same step; give two different steps")
        if self.most is not None and self.most < self.least:
            raise ValueError(
                f"{who}: most is {self.most}, below least {self.least}; "
                "give most >= least, or a finer slot"
            )


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """What one company asks for; all its steps are placed, or none.

    `follows` names the request it is a second round of: it is accepted only with that one.
    """

    code: str
    steps: tuple[Step, ...]
    weight: int = 1
    mandatory: bool = False
    party_taken: tuple[Span, ...] = ()  # when those who come are on another instrument
    due: int | None = None  # slot by which its last step should have ended
    follows: str = ""

    def __post_init__(self) -> None:
        who = f"request {self.code}"
        check_code(who, self.code)
        check_spans(who, party_taken=self.party_taken)
        check_least(who, 1, weight=self.weight)
        if not self.steps:
            raise ValueError(f"{who}: steps is empty; give at least one step")
        codes: set[str] = set()
        for step in self.steps:
            if step.request != self.code:
                raise ValueError(
                    f"step {step.code}: request is {step.request!r}; give {self.code!r}"
                )
            if step.same_unit_as and step.same_unit_as not in codes:
                raise ValueError(
                    f"step {step.code}: same_unit_as is {step.same_unit_as!r}, which is no earlier "
                    "step of its request; name one that stands before it"
                )
            codes.add(step.code)
        if self.follows == self.code:
            raise ValueError(f"{who}: follows itself; name another request or none")

    @property
    def step(self) -> Step:
        """Its first step, the only one of a request for a single run."""
        return self.steps[0]
