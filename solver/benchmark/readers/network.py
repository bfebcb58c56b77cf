"""Weeks of a laboratory network ("network-week-1", JSON): instruments, technicians, requests.

A request is all or nothing, its steps run in order; a step takes one of its instruments in open
time, without a pause, and perhaps a technician of the site with the instrument's capability. The
value is the sum over accepted requests of weight x (2000 - slots after due). Format: the README
beside the instances.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from solver.problem import (
    Alternative,
    Attendance,
    Lag,
    Person,
    Problem,
    Request,
    Skill,
    Span,
    Step,
    Term,
    Travel,
    Unit,
)
from solver.written import read as read_data

FORMAT = "network-week-1"
FULL_VALUE = 2000  # of one unit of weight that is on time
SLOTS_OF_A_DAY = 24 * 60
VALUE = (Term(name="accepted_weight", weight=FULL_VALUE), Term(name="lateness", weight=-1))


@dataclass(frozen=True, slots=True)
class Site:
    """A laboratory; its prefecture tells nothing that transport_slots does not."""

    code: str
    prefecture: str


@dataclass(frozen=True, slots=True)
class Instrument:
    """An instrument with the time in which it may run."""

    code: str
    site: str
    capability: str
    open: tuple[Span, ...]
    cleaning_slots: int


@dataclass(frozen=True, slots=True)
class Technician:
    """Serves instruments of the own site whose capability is among the skills."""

    code: str
    site: str
    skills: tuple[str, ...]
    working: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Choice:
    """An instrument that will do, and how long it takes."""

    instrument: str
    duration: int


@dataclass(frozen=True, slots=True)
class WeekStep:
    """A step; a technician serves its first `guidance_slots` (start), all of it, or nothing."""

    capability: str
    alternatives: tuple[Choice, ...]
    staff: Literal["none", "start", "throughout"]
    guidance_slots: int | None
    material: int


@dataclass(frozen=True, slots=True)
class WeekRequest:
    """Steps in order with the gaps between them; accepted as a whole or not at all."""

    code: str
    weight: int
    release: int
    due: int
    steps: tuple[WeekStep, ...]
    min_gap: tuple[int, ...]
    max_gap: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Week:
    """The whole file."""

    format: str
    slot_minutes: int
    slots: int
    sites: tuple[Site, ...]
    transport_slots: tuple[tuple[int, ...], ...]
    instruments: tuple[Instrument, ...]
    technicians: tuple[Technician, ...]
    requests: tuple[WeekRequest, ...]


def step_code(request: str, step: int) -> str:
    """The code of a request's step; steps are counted from 0."""
    return f"{request}/{step}"


def read(text: str) -> Problem:
    """The weeks as a problem of accepting the most. Raises ValueError naming the field."""
    data = json.loads(text)
    if not isinstance(data, dict) or data.get("format") != FORMAT:
        raise ValueError(f"the format is not {FORMAT!r}; expected a JSON object of that format")
    week = read_data(Week, data, "week")
    ways = _Ways(week)
    return Problem(
        slot_minutes=week.slot_minutes,
        horizon=week.slots,
        days=tuple(range(0, week.slots, SLOTS_OF_A_DAY // week.slot_minutes)),
        units=tuple(_unit(one) for one in week.instruments),
        people=tuple(_person(one, week.slots) for one in week.technicians),
        requests=tuple(_request(one, ways, week.slots) for one in week.requests),
        lags=tuple(lag for one in week.requests for lag in _lags(one)),
        travels=tuple(_travels(week)),
        goal=(VALUE,),
    )


def _unit(one: Instrument) -> Unit:
    # The kind is the instrument itself: two of one capability differ in place and duration.
    return Unit(
        code=one.code,
        site=one.site,
        kind=one.code,
        open=one.open,
        default_changeover=one.cleaning_slots,
    )


def _person(one: Technician, slots: int) -> Person:
    skills = tuple(Skill(kind=skill, valid=(0, slots)) for skill in one.skills)
    return Person(code=one.code, site=one.site, working=one.working, skills=skills)


class _Ways:
    """The alternatives of steps; equal ones are one object, of which big weeks have many."""

    def __init__(self, week: Week) -> None:
        self._capability = {one.code: one.capability for one in week.instruments}
        self._known: dict[tuple[Choice, str, int | None], Alternative] = {}

    def of(self, step: WeekStep) -> tuple[Alternative, ...]:
        """A step's alternatives in the file's order."""
        return tuple(self._one(choice, step) for choice in step.alternatives)

    def _one(self, choice: Choice, step: WeekStep) -> Alternative:
        key = (choice, step.staff, step.guidance_slots)
        if key not in self._known:
            self._known[key] = Alternative(
                unit=choice.instrument,
                duration=choice.duration,
                attendance=self._attendance(choice, step),
            )
        return self._known[key]

    def _attendance(self, choice: Choice, step: WeekStep) -> tuple[Attendance, ...]:
        if choice.instrument not in self._capability:
            raise ValueError(f"alternatives name {choice.instrument!r}, which is no instrument")
        skill = self._capability[choice.instrument]
        if step.staff == "none":
            return ()
        if step.staff == "throughout":
            return (Attendance(mode="exclusive", at="throughout", skill=skill),)
        if step.guidance_slots is None:
            raise ValueError('a step with staff "start" has no guidance_slots; expected a number')
        slots = min(step.guidance_slots, choice.duration)
        return (Attendance(mode="exclusive", at="start", slots=slots, skill=skill),)


def _request(one: WeekRequest, ways: _Ways, slots: int) -> Request:
    gaps = len(one.steps) - 1
    if (len(one.min_gap), len(one.max_gap)) != (gaps, gaps):
        raise ValueError(f"request {one.code}: expected {gaps} values in min_gap and in max_gap")
    steps = tuple(
        Step(
            code=step_code(one.code, number),
            request=one.code,
            alternatives=ways.of(step),
            windows=((0, slots),),
            windows_bind="whole",  # what is not open is closed to the run, not only to people
            not_before=one.release,
            not_after=slots,
            setting=f"material {step.material}",
        )
        for number, step in enumerate(one.steps)
    )
    return Request(code=one.code, steps=steps, weight=one.weight, due=one.due)


def _lags(one: WeekRequest) -> Iterator[Lag]:
    """Gap and transport bind side by side, not added up: hence two rows."""
    for number, (least, most) in enumerate(zip(one.min_gap, one.max_gap, strict=True)):
        before, after = step_code(one.code, number), step_code(one.code, number + 1)
        yield Lag(before=before, after=after, least=least, most=most)
        yield Lag(before=before, after=after, travels=True)


def _travels(week: Week) -> Iterator[Travel]:
    codes = [site.code for site in week.sites]
    if [len(row) for row in week.transport_slots] != [len(codes)] * len(codes):
        raise ValueError("week: transport_slots is not a table of sites by sites; expected one")
    for origin, row in zip(codes, week.transport_slots, strict=True):
        for target, slots in zip(codes, row, strict=True):
            if origin != target and slots:
                yield Travel(origin=origin, target=target, slots=slots)
