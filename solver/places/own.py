"""What steps of a request that have their place leave to one that has none yet.

Each rule that looks at two steps at once is here once more, on bitsets of starts; the judge does
not share this.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from solver.outcome import PlacedAttendance, Placement
from solver.places.calendars import Able, Calendars
from solver.places.options import Option
from solver.places.reach import between
from solver.problem import Load, Mode, Span, Step, Unit
from solver.timeline import everything

Busy = tuple[str, Span]  # a unit's code and when another step has it


@dataclass(frozen=True, slots=True)
class Taken:
    """A step of the request that has its place."""

    option: Option
    placement: Placement

    @property
    def span(self) -> Span:
        """From its start to its end."""
        return self.placement.start, self.placement.end

    @property
    def units(self) -> tuple[str, ...]:
        """Its own unit and the further ones."""
        return (self.placement.unit, *self.placement.also)


def _meeting(length: int, span: Span, begin: int = 0) -> int:
    """Starts with which so many slots, from `begin` on, would meet the span."""
    return between(span[0] - begin - length + 1, span[1] - begin)


class Own:
    """Narrows options by the steps already placed. Takes no sides in who was placed first."""

    def __init__(self, calendars: Calendars) -> None:
        self._calendars = calendars
        self._problem = calendars.problem

    def left(self, option: Option, taken: Sequence[Taken]) -> Option | None:
        """The option where the placed steps leave it one start at least."""
        starts = option.starts
        for one in taken:
            starts &= self._beside(option, one, taken)
        if not starts or not self._is_paid(option, taken):
            return None
        starts &= self._undrawn(option, taken)
        who = tuple(self._people(option, n, taken) for n in range(len(option.who)))
        further = tuple(self._further(option, able, taken) for able in option.further)
        for able in (*who, *further):
            some = 0
            for each in able.values():
                some |= each
            starts &= some
        return replace(option, starts=starts, who=who, further=further) if starts else None

    def _beside(self, option: Option, one: Taken, taken: Sequence[Taken]) -> int:
        """The starts that one placed step leaves; those that share its run are joined."""
        joined = self._joined(option, one, taken)
        blocked = self._of_party(option, one) & ~joined
        if option.unit is not None:
            blocked |= self._on_unit(option.unit, option, one) & ~joined
            blocked |= self._kept_by_others(option.unit.code, option, one, taken)
        starts = everything(self._problem.horizon) & ~blocked
        tie = _tie(option.step, one.option.step)
        if tie is None:
            return starts
        if option.alternative.unit != one.placement.unit:
            return 0
        return starts & self._not_kept_from(option, one, taken) if tie.keeps_unit else starts

    def _joined(self, option: Option, one: Taken, taken: Sequence[Taken]) -> int:
        """The start with which the option shares the run of a placed step."""
        unit = option.unit
        if unit is None or not _share(option, one):
            return 0
        together = [other for other in taken if _share(option, other) and other.span == one.span]
        pieces = option.step.pieces + sum(other.option.step.pieces for other in together)
        run = (*one.span, option.step.setting)
        rooms = [o.room for o in unit.occupied if (o.start, o.end, o.setting) == run]
        room = min(rooms, default=unit.capacity)
        return 1 << one.placement.start if pieces <= room else 0

    def _on_unit(self, unit: Unit, option: Option, one: Taken) -> int:
        """Starts at which a unit would still be in use, or not yet changed over."""
        if unit.code not in one.units:
            return 0
        mine, its = option.step.setting, one.option.step.setting
        start, end = one.span
        before = unit.changeover_slots(mine, its)
        after = unit.changeover_slots(its, mine)
        return _meeting(option.length, (start - before, end + after))

    def _kept_by_others(self, code: str, option: Option, one: Taken, taken: Sequence[Taken]) -> int:
        """Starts inside the time in which two placed steps keep their unit between them."""
        for other in taken:
            step = one.option.step
            if step.keeps_unit and step.same_unit_as == other.option.step.code:
                kept = (
                    min(one.placement.end, other.placement.end),
                    max(one.placement.start, other.placement.start),
                )
                if code == one.placement.unit and kept[0] < kept[1]:
                    return _meeting(option.length, kept)
        return 0

    def _not_kept_from(self, option: Option, one: Taken, taken: Sequence[Taken]) -> int:
        """Starts between which and the placed step nobody else has the unit."""
        if option.unit is None:
            return everything(self._problem.horizon)
        start, end = one.span
        busy = [*option.unit.blocked, *((o.start, o.end) for o in option.unit.occupied)]
        busy += [t.span for t in taken if t is not one and option.unit.code in t.units]
        first = max([stop for begin, stop in busy if begin < start], default=0)
        last = min([begin for begin, stop in busy if stop > end], default=self._problem.horizon)
        return between(min(first, start) - option.length, max(last, end) + 1)

    def _of_party(self, option: Option, one: Taken) -> int:
        """Starts at which who comes would be on two instruments."""
        if not option.step.party or option.step.party != one.option.step.party:
            return 0
        blocked = 0
        for there in _present(one):
            for begin, end in _visits(option):
                blocked |= _meeting(end - begin, there, begin)
        return blocked

    def _is_paid(self, option: Option, taken: Sequence[Taken]) -> bool:
        """Whether the budgets have enough for it beside the placed steps."""
        for draw in option.alternative.budgets:
            spent = sum(
                d.amount for t in taken for d in t.option.alternative.budgets if d.of == draw.of
            )
            if spent + draw.amount > self._problem.budgets_by_code[draw.of].amount:
                return False
        return True

    def _undrawn(self, option: Option, taken: Sequence[Taken]) -> int:
        """Starts at which the pools have enough for it."""
        starts = everything(self._problem.horizon)
        for draw in option.alternative.pools:
            loads = tuple(
                Load(start=t.placement.start, end=t.placement.end, amount=d.amount)
                for t in taken
                for d in t.option.alternative.pools
                if d.of == draw.of
            )
            if loads:
                starts &= self._calendars.undrawn(draw.of, draw.amount, option.length, loads)
        return starts

    def _further(self, option: Option, able: Able, taken: Sequence[Taken]) -> Able:
        """The further units where no placed step has them."""
        found = {}
        for code, starts in able.items():
            unit = self._problem.units_by_code[code]
            for one in taken:
                starts &= ~self._on_unit(unit, option, one)
                starts &= ~self._kept_by_others(code, option, one, taken)
            if starts:
                found[code] = starts
        return found

    def _people(self, option: Option, n: int, taken: Sequence[Taken]) -> Able:
        """Who can attend a part, where they do nothing else of the request."""
        able, part = option.who[n], option.alternative.attendance[n]
        span = part.span(0, option.length)
        busy: dict[str, int] = {}
        on_call: set[str] = set()
        for one in taken:
            for given in one.placement.attendance:
                if given.person in able:
                    busy[given.person] = busy.get(given.person, 0) | self._while(
                        option, part.mode, span, one, given
                    )
                    if part.mode == given.mode == "on_call":
                        on_call.add(given.person)
        found = {}
        for code, starts in able.items():
            starts &= ~busy.get(code, 0)
            if code in on_call:
                starts &= self._on_call(option, span, code, taken)
            if starts:
                found[code] = starts
        return found

    def _while(
        self, option: Option, mode: Mode, span: Span, one: Taken, given: PlacedAttendance
    ) -> int:
        """Starts at which somebody with this part of a placed step could not attend the span."""
        begin, end = span
        there, blocked = (given.start, given.end), 0
        if mode == given.mode == "exclusive":
            blocked = _meeting(end - begin, there, begin) & ~_same_part(option, span, one, given)
        here, site = option.unit, one.option.unit
        if here is None or site is None or here.site == site.site:
            return blocked
        back = self._calendars.way_slots(here.site, site.site)
        on = self._calendars.way_slots(site.site, here.site)
        return blocked | _meeting(end - begin, (given.start - back, given.end + on), begin)

    def _on_call(self, option: Option, span: Span, code: str, taken: Sequence[Taken]) -> int:
        """Starts at which the person is on call for few enough runs; a shared run is one."""
        loads: dict[tuple[Span, object], None] = {}
        shared = 0
        for one in taken:
            for given in one.placement.attendance:
                if (given.person, given.mode) == (code, "on_call"):
                    loads[(given.start, given.end), _loading(one)] = None
                    shared |= _same_part(option, span, one, given)
        spans = [given for given, _ in loads]
        return self._calendars.on_call_beside(code, spans, span) | shared


def _tie(one: Step, other: Step) -> Step | None:
    """The step that stays with the other, if one does."""
    if one.same_unit_as == other.code:
        return one
    return other if other.same_unit_as == one.code else None


def _share(option: Option, one: Taken) -> bool:
    """Whether the two can be pieces of one run."""
    return (
        option.unit is not None
        and option.unit.capacity > 1
        and option.unit.code == one.placement.unit
        and option.length == one.option.length
        and option.step.setting == one.option.step.setting
    )


def _loading(one: Taken) -> object:
    """What placed steps that share a run have in common."""
    unit = one.option.unit
    if unit is None or unit.capacity == 1:
        return one.placement.step
    return unit.code, one.span, one.option.step.setting


def _same_part(option: Option, span: Span, one: Taken, given: PlacedAttendance) -> int:
    """The start with which the span is the very part that is given, of a run they share."""
    start = one.placement.start
    same = _share(option, one) and (start + span[0], start + span[1]) == (given.start, given.end)
    return 1 << start if same else 0


def _present(one: Taken) -> list[Span]:
    """When somebody of the company is at a placed step."""
    bind = one.option.step.windows_bind
    if bind == "whole":
        return [one.span]
    parts = one.placement.attendance if bind == "start" else ()
    return [(part.start, part.end) for part in parts]


def _visits(option: Option) -> Iterator[Span]:
    """The same of an option, counted from its start."""
    if option.step.windows_bind == "whole":
        yield 0, option.length
    elif option.step.windows_bind == "start":
        yield from option.part_spans()
