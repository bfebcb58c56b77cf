"""Where one plain step can start beside a standing plan.

All on bitsets (solver.timeline): a calendar is asked for once and kept in the problem's memo.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from solver.outcome import PlacedAttendance, Placement
from solver.problem import (
    Alternative,
    Attendance,
    Mode,
    Person,
    Problem,
    Span,
    Step,
    Unit,
)
from solver.timeline import everything, first, from_spans, grid, overfull, starts_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """Where a step can start on one of its alternatives, as a bitset of slots."""

    alternative: Alternative
    unit: Unit
    starts: int


class Standing:
    """What is taken: the problem's standing runs and work."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem

    def choices(self, step: Step) -> list[Choice]:
        """Every alternative on which the step fits somewhere, with all its starts."""
        wanted, present = self._wanted(step), self._present_slots(step)
        found = []
        for alternative in step.alternatives:
            unit = self.problem.units_by_code[alternative.unit]
            starts = self._starts_on(unit, alternative, step, wanted, present)
            if starts:
                found.append(Choice(alternative=alternative, unit=unit, starts=starts))
        return found

    def placement(self, step: Step, choice: Choice, start: int) -> Placement:
        """The step at one of the choice's starts, each part with its least taken able person."""
        end = start + choice.alternative.duration
        return Placement(
            step=step.code,
            request=step.request,
            unit=choice.unit.code,
            start=start,
            end=end,
            attendance=tuple(
                self._attended(choice.unit, part, *part.span(start, end))
                for part in choice.alternative.attendance
            ),
        )

    def able(self, unit: Unit, mode: Mode, length: int) -> Iterable[tuple[Person, int]]:
        """Each qualified person of the site, with the slots where such a part could begin."""
        for person in self.problem.people_at.get(unit.site, ()):
            skilled = self._skilled(person, unit.kind, length)
            if skilled:
                free = self._free_starts(person, mode, length) & skilled
                if free:
                    yield person, free

    def _wanted(self, step: Step) -> int:
        horizon = self.problem.horizon
        starts = from_spans([(step.not_before, step.not_after)], horizon)
        if step.windows_bind == "start":
            starts &= from_spans(step.windows, horizon)
        return starts

    def _starts_on(
        self, unit: Unit, alternative: Alternative, step: Step, wanted: int, present: int
    ) -> int:
        duration = alternative.duration
        opened = self._open(unit)
        run = self._free(unit, step.setting)
        if step.windows_bind == "whole":
            run &= opened & present
        starts = starts_of(run, duration) & wanted & self._grid(unit) & opened
        for part in alternative.attendance:
            if not starts:
                return 0
            begin, end = part.span(0, duration)
            begins = starts_of(opened & present, end - begin)
            begins &= self._anyone(unit, part.mode, end - begin)
            starts &= begins >> begin
        return starts

    def _present_slots(self, step: Step) -> int:
        """When those who come from the company can be at the instrument."""
        away = self.problem.requests_by_code[step.request].party_taken
        horizon = self.problem.horizon
        free = everything(horizon)
        if step.windows_bind == "whole":
            free = from_spans(step.windows, horizon)
        return free & ~from_spans(away, horizon)

    def _anyone(self, unit: Unit, mode: Mode, length: int) -> int:
        """Where at least one qualified person of the site could begin such a part."""

        def make() -> int:
            begins = 0
            for _, free in self.able(unit, mode, length):
                begins |= free
            return begins

        return self._remember(f"site {unit.site}", (unit.kind, mode, length), make)

    def _attended(self, unit: Unit, part: Attendance, start: int, end: int) -> PlacedAttendance:
        bit = 1 << start
        able = [p for p, free in self.able(unit, part.mode, end - start) if free & bit]
        day = self.problem.day_span(self.problem.day_of(start))
        person = min(able, key=lambda p: (self._load(p, part.mode, day), p.code))
        return PlacedAttendance(person=person.code, mode=part.mode, start=start, end=end)

    def _load(self, person: Person, mode: Mode, day: Span) -> int:
        def make() -> int:
            begin, stop = day
            return sum(
                min(end, stop) - max(start, begin)
                for start, end in _work(person, mode)
                if start < stop and begin < end
            )

        return self._remember(f"person {person.code}", ("load", mode, day), make)

    def _remember(self, subject: str, key: object, make: Callable[[], int]) -> int:
        memo = self.problem.memo.setdefault(subject, {})
        found = memo.get(key)
        if found is None:
            found = memo[key] = make()
        return found

    def _open(self, unit: Unit) -> int:
        horizon = self.problem.horizon
        return self._remember(f"unit {unit.code}", "open", lambda: from_spans(unit.open, horizon))

    def _grid(self, unit: Unit) -> int:
        days, horizon = self.problem.days, self.problem.horizon
        every, fixed = unit.start_every, unit.fixed_starts
        return self._remember("grid", (every, fixed), lambda: grid(days, every, fixed, horizon))

    def _free(self, unit: Unit, setting: str) -> int:
        """Where a run of this setting can lie, its change-over to every standing run kept."""

        def make() -> int:
            busy = [
                (
                    run.start - unit.changeover_slots(setting, run.setting),
                    run.end + unit.changeover_slots(run.setting, setting),
                )
                for run in unit.occupied
            ]
            horizon = self.problem.horizon
            return everything(horizon) & ~from_spans([*unit.blocked, *busy], horizon)

        return self._remember(f"unit {unit.code}", ("free", setting), make)

    def _free_starts(self, person: Person, mode: Mode, length: int) -> int:
        return self._remember(
            f"person {person.code}",
            (mode, length),
            lambda: starts_of(self._lane(person, mode), length),
        )

    def _lane(self, person: Person, mode: Mode) -> int:
        def make() -> int:
            horizon = self.problem.horizon
            limit = 1 if mode == "exclusive" else person.on_call_limit
            busy = overfull(_work(person, mode), limit, horizon)
            return from_spans(person.working, horizon) & ~busy

        return self._remember(f"person {person.code}", mode, make)

    def _skilled(self, person: Person, kind: str, length: int) -> int:
        valid = tuple([skill.valid for skill in person.skills if skill.kind == kind])
        if not valid:
            return 0
        return self._remember(
            "skills",  # most are valid alike: kept by their spans, not by person
            (valid, length),
            lambda: starts_of(from_spans(valid, self.problem.horizon), length),
        )


def _work(person: Person, mode: Mode) -> tuple[Span, ...]:
    return person.taken if mode == "exclusive" else person.on_call


def earliest(choices: Iterable[Choice]) -> tuple[Choice, int] | None:
    """The choice that starts, then ends first; ties by unit code."""
    ranked = [(first(c.starts), c.alternative.duration, c.unit.code, c) for c in choices]
    if not ranked:
        return None
    start, _, _, choice = min(ranked, key=lambda row: row[:3])
    return choice, start
