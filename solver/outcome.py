"""The answers: where runs go, what breaks a rule, what was refused and why."""

from dataclasses import dataclass
from typing import Any, Literal

from solver.problem import Mode
from solver.written import read, write

Fact = tuple[str, int | str]  # name and value; dict(facts) gives them by name
Status = Literal["optimal", "feasible"]
WhyNone = Literal["proven_impossible", "out_of_time", "cancelled"]
WhyRefused = Literal["", "fits_alone", "nothing_helps", "unknown_request"]


@dataclass(frozen=True, slots=True, kw_only=True)
class PlacedAttendance:
    """A person attends a part of a run, [start, end) in slots."""

    person: str
    mode: Mode
    start: int
    end: int

    def __post_init__(self) -> None:
        if self.start >= self.end:
            raise ValueError(
                f"attendance of {self.person}: end is not after start; give start < end"
            )


@dataclass(frozen=True, slots=True, kw_only=True)
class Placement:
    """A step by one of its alternatives over [start, end) in slots, with units and people."""

    step: str
    request: str
    unit: str  # the alternative's own unit; empty where it has none
    start: int
    end: int
    attendance: tuple[PlacedAttendance, ...] = ()  # in the order of the alternative's parts
    alternative: str = ""  # its code; the unit's unless given
    also: tuple[str, ...] = ()  # further units, in the order of the alternative's needs

    def __post_init__(self) -> None:
        if not self.alternative:
            object.__setattr__(self, "alternative", self.unit)
        if self.start >= self.end:
            raise ValueError(f"placement of {self.step}: end is not after start; give start < end")

    def to_json(self) -> dict[str, Any]:
        """The placement as JSON-ready data."""
        data: dict[str, Any] = write(self)
        return data

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> "Placement":
        """Read what `to_json` wrote; raises ValueError naming the field."""
        return read(cls, data, "placement")


@dataclass(frozen=True, slots=True, kw_only=True)
class Violation:
    """A rule that a plan breaks, by the rule's file name, with the facts."""

    rule: str
    facts: tuple[Fact, ...] = ()


def violation(module: str, /, **facts: int | str) -> Violation:
    """A violation of the rule whose file is `module`."""
    return Violation(rule=module.rpartition(".")[2], facts=tuple(facts.items()))


@dataclass(frozen=True, slots=True, kw_only=True)
class Refusal:
    """Why one request has no place.

    groups: a smallest set of solver.explain.GROUPS that would let it fit if lifted; empty when
    `why` says something else. Facts are sums: they name nobody.
    """

    groups: tuple[str, ...] = ()
    facts: tuple[Fact, ...] = ()
    why: WhyRefused = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Refused:
    """A request the plan leaves out. Refusal.why "fits_alone": others of the plan took its room."""

    request: str
    refusal: Refusal


@dataclass(frozen=True, slots=True, kw_only=True)
class Schedule:
    """A judged plan. No plan can be worth more than `bound`; values as in solver.objective."""

    placements: tuple[Placement, ...]
    refused: tuple[Refused, ...]
    objective: int
    bound: int
    status: Status
    seconds: float

    def to_json(self) -> dict[str, Any]:
        """The schedule as JSON-ready data."""
        data: dict[str, Any] = write(self)
        return data


@dataclass(frozen=True, slots=True, kw_only=True)
class NoSchedule:
    """No plan that places every mandatory request; `refused` names those that alone fit nowhere."""

    why: WhyNone
    seconds: float
    refused: tuple[Refused, ...] = ()

    def to_json(self) -> dict[str, Any]:
        """The answer as JSON-ready data."""
        data: dict[str, Any] = write(self)
        return data
