"""What calendars and the standing plan leave to one run: where it can start, as bitsets of slots.

For the exact engine these rules live here and nowhere else: attended_parts_lie_in_open_hours,
closures_are_kept, companies_come_in_open_hours, notice_is_kept, only_those_named_attend,
paused_runs_begin_and_end_in_open_hours, people_are_qualified, people_stay_at_their_site,
people_work_when_they_work, runs_end_near_open_hours, runs_lie_in_the_companys_windows,
runs_lie_in_the_horizon, runs_start_on_the_grid; and the standing part of every other rule.
"""

from collections.abc import Callable, Iterable, Iterator

from solver.problem import (
    Alternative,
    Attendance,
    Load,
    Mode,
    Occupied,
    Person,
    Problem,
    Span,
    Step,
    Unit,
)
from solver.timeline import above, everything, from_spans, grid, overfull, starts_of, to_spans

Able = dict[str, int]  # by code of a person or unit: where the run may start with it


class Calendars:
    """The calendars of one problem; each is made once and kept in the problem's memo."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        self._memo: dict[object, int] = problem.memo.setdefault("calendars", {})
        self._some: dict[object, Able] = problem.memo.setdefault("able", {})

    def lengths(self, step: Step, way: Alternative) -> Iterator[tuple[int, int]]:
        """Each length the run can have, with the slots where one of that length may start."""
        unit = self.problem.units_by_code.get(way.unit)
        if not step.may_pause or unit is None:
            yield way.duration, self.spans(((0, self.problem.horizon - way.duration + 1),))
            return
        slots = [slot for start, end in to_spans(self.open(unit)) for slot in range(start, end)]
        found: dict[int, int] = {}
        for start, last in zip(slots, slots[way.duration - 1 :], strict=False):
            length = last + 1 - start
            found[length] = found.get(length, 0) | 1 << start
        yield from sorted(found.items())

    def step_starts(self, step: Step, unit: Unit | None, length: int) -> int:
        """Where a run of this length can start, for the step's own sake and its company's."""
        starts = self.spans(((step.not_before, step.not_after),))
        if step.windows_bind == "start":
            starts &= self.spans(step.windows)
        if step.windows_bind == "whole":
            starts &= self.stretch(step.windows, length)
            away = self.problem.requests_by_code[step.request].party_taken
            starts &= self.clear(away, length)
        if unit is not None:
            starts &= self._unit_starts(step, unit, length)
        return starts

    def _unit_starts(self, step: Step, unit: Unit, length: int) -> int:
        days, horizon = self.problem.days, self.problem.horizon
        every, fixed = unit.start_every, unit.fixed_starts
        starts = self._once(
            ("grid", every, fixed), lambda: grid(days, every, fixed, horizon)
        ) & self.free(unit, step.setting, length, step.pieces)
        if step.windows_bind == "start":
            starts &= self.open(unit)
        if step.windows_bind == "whole":
            starts &= self.stretch(unit.open, length)
        if step.end_binds == "hard":
            starts &= self._near_open_hours(unit, step.end_tolerance) >> length
        return starts

    def _near_open_hours(self, unit: Unit, slack: int) -> int:
        """Where a run may end: bit `horizon` says that it may end with the horizon."""
        horizon = self.problem.horizon
        inside = [hours for hours in unit.open if hours[0] < horizon and hours[1] > 0]
        near = [(start - slack, end + slack + 1) for start, end in inside]
        return from_spans(near, horizon + 1)

    def free(self, unit: Unit, setting: str, length: int, pieces: int | None = None) -> int:
        """Where a run of this setting finds the unit; without pieces it joins no standing batch."""
        if pieces is not None and pieces > unit.capacity:
            return 0
        starts = self._beside(unit, setting, length, unit.occupied)
        for stands in unit.occupied if pieces is not None else ():
            if stands.end - stands.start == length and stands.start >= 0:
                starts |= self._joining(unit, setting, stands, pieces or 0)
        return starts

    def _joining(self, unit: Unit, setting: str, stands: Occupied, pieces: int) -> int:
        """The start of the standing run, where one of so many pieces may join it."""
        span = (stands.start, stands.end, setting)
        joined = [o for o in unit.occupied if o.room and (o.start, o.end, o.setting) == span]
        if not joined or pieces > min(other.room for other in joined):
            return 0
        others = tuple(other for other in unit.occupied if other not in joined)
        length = stands.end - stands.start
        return self._beside(unit, setting, length, others) & 1 << stands.start

    def _beside(self, unit: Unit, setting: str, length: int, occupied: tuple[Occupied, ...]) -> int:
        def make() -> int:
            busy = [
                (
                    run.start - unit.changeover_slots(setting, run.setting),
                    run.end + unit.changeover_slots(run.setting, setting),
                )
                for run in occupied
            ]
            return self.clear((*unit.blocked, *busy), length)

        if occupied is not unit.occupied:
            return make()
        return self._once(("beside", unit.code, setting, length), make)

    def part_starts(self, step: Step, unit: Unit | None, part: Span) -> int:
        """Where a run with such an attended part can start, whoever attends it."""
        begin, end = part
        starts = everything(self.problem.horizon)
        if unit is not None:
            starts &= self.stretch(unit.open, end - begin)
        if step.windows_bind == "start":
            away = self.problem.requests_by_code[step.request].party_taken
            starts &= self.clear(away, end - begin)
        return starts >> begin

    def able(self, unit: Unit | None, part: Attendance, span: Span) -> Iterator[tuple[str, int]]:
        """Each person who can attend the part at all, with the slots where the run may start."""
        begin, end = span
        site = unit.site if unit is not None else ""
        kind = part.skill or (unit.kind if unit is not None else "")
        key = ("able", unit is None, site, kind, part.by, part.mode, end - begin)
        some: Able | None = self._some.get(key)
        if some is None:
            found = self._able(unit, kind, part, end - begin)
            some = self._some[key] = {code: starts for code, starts in found if starts}
        for code, starts in some.items():
            if starts >> begin:
                yield code, starts >> begin

    def _able(
        self, unit: Unit | None, kind: str, part: Attendance, length: int
    ) -> Iterator[tuple[str, int]]:
        problem = self.problem
        people = problem.people_at.get(unit.site, ()) if unit is not None else problem.people
        for person in people:
            if not part.by or person.code in part.by:
                skilled = self._skilled(person, kind, length)
                starts = skilled and skilled & self._lane(person, part.mode, length)
                if unit is not None and starts and person.more_sites:
                    starts &= self._on_the_way(person, unit.site, length)
                yield person.code, starts

    def _lane(self, person: Person, mode: Mode, length: int) -> int:
        def make() -> int:
            working = self.stretch(person.working, length)
            if mode == "exclusive":
                return working & self.clear(person.taken, length)
            return working & self._on_call(person.on_call, person.on_call_limit, length)

        return self._once(("lane", person.code, mode, length), make)

    def _on_call(self, loads: Iterable[Span], limit: int, length: int) -> int:
        full = overfull(loads, limit, self.problem.horizon)
        return starts_of(everything(self.problem.horizon) & ~full, length)

    def on_call_beside(self, code: str, loads: Iterable[Span], part: Span) -> int:
        """Where a run may start of which the person is on call for the part, beside these loads."""
        person, (begin, end) = self.problem.people_by_code[code], part
        some = (*person.on_call, *loads)
        return self._on_call(some, person.on_call_limit, end - begin) >> begin

    def undrawn(self, code: str, amount: int, length: int, beside: tuple[Load, ...] = ()) -> int:
        """Where so much of the pool is left for so long, beside what stands and these loads."""

        def make() -> int:
            pool, horizon = self.problem.pools_by_code[code], self.problem.horizon
            loads = [(load.start, load.end, load.amount) for load in (*pool.taken, *beside)]
            full = above(loads, pool.capacity - amount, horizon)
            return starts_of(everything(horizon) & ~full, length)

        return make() if beside else self._once(("undrawn", code, amount, length), make)

    def _skilled(self, person: Person, kind: str, length: int) -> int:
        if not kind:
            return everything(self.problem.horizon)
        valid = tuple([skill.valid for skill in person.skills if skill.kind == kind])
        return self.stretch(valid, length) if valid else 0

    def _on_the_way(self, person: Person, site: str, length: int) -> int:
        """Where a part at the site leaves the way to and from what stands at the own site."""
        if site == person.site:
            return everything(self.problem.horizon)
        there = self.way_slots(person.site, site)
        back = self.way_slots(site, person.site)
        standing = (*person.taken, *person.on_call)
        return self.clear(tuple((start - back, end + there) for start, end in standing), length)

    def way_slots(self, origin: str, target: str) -> int:
        """Slots of the way a person has from one site to another."""
        way = self.problem.travel_by_sites.get((origin, target))
        return way.slots if way is not None else 0

    def open(self, unit: Unit) -> int:
        """The unit's staffed slots."""
        return self.spans(unit.open)

    def spans(self, spans: tuple[Span, ...]) -> int:
        """The slots of the horizon in any of the spans."""
        return self._once(("spans", spans), lambda: from_spans(spans, self.problem.horizon))

    def stretch(self, spans: tuple[Span, ...], length: int) -> int:
        """Where so many slots begin that lie in one stretch of the spans."""
        return self._once(("stretch", spans, length), lambda: starts_of(self.spans(spans), length))

    def clear(self, spans: tuple[Span, ...], length: int) -> int:
        """Where so many slots begin, inside the horizon, that meet none of the spans."""

        def make() -> int:
            return starts_of(everything(self.problem.horizon) & ~self.spans(spans), length)

        return self._once(("clear", spans, length), make)

    def _once(self, key: object, make: Callable[[], int]) -> int:
        found = self._memo.get(key)
        if found is None:
            found = self._memo[key] = make()
        return found
