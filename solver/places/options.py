"""The ways a step can run: an alternative with one length, its starts, people and further units."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from solver.places.calendars import Able, Calendars
from solver.problem import Alternative, Problem, Span, Standing, Step, Unit
from solver.timeline import everything

__all__ = ["Able", "Option", "options_of"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Option:
    """An alternative of a step with one length. All starts are bitsets of slots."""

    step: Step
    alternative: Alternative
    unit: Unit | None
    length: int
    starts: int
    who: tuple[Able, ...]  # for each attended part, in the alternative's order
    further: tuple[Able, ...]  # for each need, in the alternative's order
    is_locked: bool  # it stands so

    def at(self, starts: int) -> "Option":
        """The option with these starts only."""
        return Option(
            step=self.step,
            alternative=self.alternative,
            unit=self.unit,
            length=self.length,
            starts=starts,
            who=self.who,
            further=self.further,
            is_locked=self.is_locked,
        )

    def part_spans(self) -> Iterator[Span]:
        """The span of each attended part, counted from the run's start."""
        return (part.span(0, self.length) for part in self.alternative.attendance)


def options_of(calendars: Calendars, step: Step) -> list[Option]:
    """Every option of the step that can start somewhere beside what stands."""
    found = []
    for way in step.alternatives:
        for length, starts in calendars.lengths(step, way):
            option = _option(calendars, step, way, length, starts)
            if option is not None:
                found.append(option)
    return found


def _option(
    calendars: Calendars, step: Step, way: Alternative, length: int, starts: int
) -> Option | None:
    problem = calendars.problem
    unit = problem.units_by_code.get(way.unit)
    stood = _locked(problem, step)
    starts &= calendars.step_starts(step, unit, length) & _supplied(calendars, way, length)
    if stood is not None:
        stays = (stood.alternative, stood.end - stood.start) == (way.code, length)
        starts &= 1 << stood.start if stays else 0
    if not starts:
        return None
    spans = [part.span(0, length) for part in way.attendance]
    for span in spans:
        starts &= calendars.part_starts(step, unit, span)
    who = [dict(calendars.able(unit, *part)) for part in zip(way.attendance, spans, strict=True)]
    further = [_units(calendars, step, way, need.any_of, length) for need in way.also]
    if stood is not None:
        who, further = _as_it_stood(stood, way, who, further)
    for able in (*who, *further):
        starts &= _anyone(able)
    if not starts:
        return None
    is_locked = stood is not None
    return _narrowed(step, way, unit, length, starts, who, further, is_locked=is_locked)


def _supplied(calendars: Calendars, way: Alternative, length: int) -> int:
    """Where the stocks that are left have enough for the run."""
    budgets = calendars.problem.budgets_by_code
    if any(draw.amount > budgets[draw.of].amount for draw in way.budgets):
        return 0
    starts = everything(calendars.problem.horizon)
    for draw in way.pools:
        starts &= calendars.undrawn(draw.of, draw.amount, length)
    return starts


def _narrowed(
    step: Step,
    way: Alternative,
    unit: Unit | None,
    length: int,
    starts: int,
    who: list[Able],
    further: list[Able],
    *,
    is_locked: bool,
) -> Option:
    return Option(
        step=step,
        alternative=way,
        unit=unit,
        length=length,
        starts=starts,
        who=tuple(_inside(able, starts) for able in who),
        further=tuple(_inside(able, starts) for able in further),
        is_locked=is_locked,
    )


def _units(
    calendars: Calendars, step: Step, way: Alternative, any_of: tuple[str, ...], length: int
) -> Able:
    """The further units that are free somewhere; the run's own unit is no further one."""
    units = (calendars.problem.units_by_code[code] for code in any_of if code != way.unit)
    return {unit.code: calendars.free(unit, step.setting, length) for unit in units}


def _locked(problem: Problem, step: Step) -> Standing | None:
    stood = problem.standing_by_step.get(step.code)
    return stood if stood is not None and stood.locked else None


def _as_it_stood(
    stood: Standing, way: Alternative, who: list[Able], further: list[Able]
) -> tuple[list[Able], list[Able]]:
    """Only the people and the further units a locked step has."""
    people = [_only(able, [code]) for able, code in zip(who, stood.people, strict=True)]
    given = iter(stood.also)
    kept = [
        _only(able, list(islice(given, need.count)))
        for able, need in zip(further, way.also, strict=True)
    ]
    return people, kept


def _only(able: Able, codes: list[str]) -> Able:
    return {code: able[code] for code in codes if code in able}


def _anyone(able: Able) -> int:
    starts = 0
    for some in able.values():
        starts |= some
    return starts


def _inside(able: Able, starts: int) -> Able:
    return {code: some & starts for code, some in able.items() if some & starts}
