"""Who attends a run and which further units it has, at one start: all ways, the best first."""

from collections.abc import Iterator, Sequence
from itertools import combinations

from solver.outcome import PlacedAttendance, Placement
from solver.places.options import Able, Option
from solver.problem import Attendance, Problem, Span

Pairs = list[tuple[int, int]]


class Crew:
    """Fills options of one problem: with those of where the step stands, or little to do then."""

    def __init__(self, problem: Problem) -> None:
        self._problem = problem

    def placements(self, option: Option, start: int) -> Iterator[Placement]:
        """The option at this start with every choice of people and of further units."""
        parts = option.alternative.attendance
        spans = [part.span(start, start + option.length) for part in parts]
        some = zip(parts, option.who, spans, strict=True)
        people = [self._free(part, able, start, span) for part, able, span in some]
        needs = zip(option.alternative.also, option.further, strict=True)
        units = [_free(able, start) for need, able in needs for _ in range(need.count)]
        stood = self._problem.standing_by_step.get(option.step.code)
        if stood is not None:
            people = [sorted(free, key=lambda code: code not in stood.people) for free in people]
            units = [sorted(free, key=lambda code: code not in stood.also) for free in units]
        for further in _different(units, list(combinations(range(len(units)), 2))):
            for who in _different(people, _at_once(parts, spans)):
                yield _placement(option, start, spans, who, further)

    def _free(self, part: Attendance, able: Able, start: int, span: Span) -> list[str]:
        """Who can attend the part, those who least do such work on the day first."""
        free = _free(able, start)
        if len(free) < 2:
            return free
        day = self._problem.day_span(self._problem.day_of(span[0]))
        people = self._problem.people_by_code
        loads = {}
        for code in free:
            work = people[code].taken if part.mode == "exclusive" else people[code].on_call
            loads[code] = _inside(work, day)
        return sorted(free, key=lambda code: (loads[code], code))


def _free(able: Able, start: int) -> list[str]:
    return [code for code, starts in able.items() if starts >> start & 1]


def _inside(spans: Sequence[Span], day: Span) -> int:
    begin, stop = day
    return sum([min(e, stop) - max(s, begin) for s, e in spans if s < stop and begin < e])


def _at_once(parts: Sequence[Attendance], spans: Sequence[Span]) -> Pairs:
    """Pairs of parts that must have different people."""
    return [
        (n, m)
        for n, m in combinations(range(len(parts)), 2)
        if parts[n].mode == parts[m].mode
        and spans[n][0] < spans[m][1]
        and spans[m][0] < spans[n][1]
    ]


def _different(choices: Sequence[Sequence[str]], pairs: Pairs) -> Iterator[tuple[str, ...]]:
    """One of each, where those of a pair are not the same."""
    unlike = [[n for n, m in pairs if m == here] for here in range(len(choices))]

    def rest(chosen: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
        here = len(chosen)
        if here == len(choices):
            yield chosen
            return
        for code in choices[here]:
            if all(chosen[n] != code for n in unlike[here]):
                yield from rest((*chosen, code))

    return rest(())


def _placement(
    option: Option,
    start: int,
    spans: Sequence[Span],
    who: Sequence[str],
    further: tuple[str, ...],
) -> Placement:
    some = zip(option.alternative.attendance, who, spans, strict=True)
    return Placement(
        step=option.step.code,
        request=option.step.request,
        alternative=option.alternative.code,
        unit=option.alternative.unit,
        start=start,
        end=start + option.length,
        attendance=tuple(
            PlacedAttendance(person=person, mode=part.mode, start=begin, end=end)
            for part, person, (begin, end) in some
        ),
        also=further,
    )
