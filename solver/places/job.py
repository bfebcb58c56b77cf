"""Places a whole request beside what stands: depth first, the earliest start first, all or nothing.

Calendars and lags leave bitsets of starts (solver.places.chain); every step that is placed narrows
those of the others. Whether the steps get in each other's way, the judge says.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import islice, product

from solver.judge import judge
from solver.outcome import PlacedAttendance, Placement
from solver.places.alone import alone
from solver.places.calendars import Calendars
from solver.places.chain import Chain, Options
from solver.places.options import Able, Option, options_of
from solver.problem import Problem, Request
from solver.timeline import first

Plan = tuple[Placement, ...]
Prefer = Callable[[Option, int, Plan], int]  # of options at their first start, the lowest is taken

# So many placements are judged before a request counts as one that does not fit; jobs of eight
# steps need about thirty.
_MOST_TRIES = 400
# Choices of people and further units tried for one start.
_MOST_TEAMS = 12
# What a plan that is not complete may lack.
_LATER = {"jobs_are_placed_whole", "mandatory_requests_are_placed", "locked_steps_stay"}


class Job:
    """A request and where its steps can go beside what stands."""

    def __init__(self, problem: Problem, request: Request) -> None:
        self._alone = alone(problem, request)
        self._chain = Chain(problem, {step.code for step in request.steps})
        self._order = [step.code for step in request.steps]
        calendars = Calendars(problem)
        self.options: Options = {step.code: options_of(calendars, step) for step in request.steps}

    def place(self, prefer: Prefer, options: Options | None = None) -> Plan | None:
        """The first whole plan found; None where there is none, or none was found in time."""
        tight = self._chain.tightened(self.options if options is None else options)
        return None if tight is None else _Search(self._alone, self._chain, prefer).go_on(tight, ())


def earliest(option: Option, start: int, plan: Plan) -> int:
    """Prefer what ends first."""
    return start + option.length


class _Search:
    def __init__(self, problem: Problem, chain: Chain, prefer: Prefer) -> None:
        self._problem, self._chain, self._prefer = problem, chain, prefer
        self._tries = _MOST_TRIES

    def go_on(self, options: Options, plan: Plan) -> Plan | None:
        """Place the steps that are not in the plan yet."""
        placed = {p.step for p in plan}
        step = next((code for code in options if code not in placed), None)
        if step is None:
            return plan if not judge(self._problem, plan) else None
        left = list(options[step])
        while left and self._tries > 0:
            n = min(range(len(left)), key=lambda m: self._rank(left[m], plan))
            option, start = left[n], first(left[n].starts)
            found = self._try(options, plan, option, start)
            if found is not None:
                return found
            rest = option.starts & ~(1 << start)
            left[n : n + 1] = [replace(option, starts=rest)] if rest else []
        return None

    def _rank(self, option: Option, plan: Plan) -> tuple[int, int, int, str]:
        start = first(option.starts)
        return self._prefer(option, start, plan), start, option.length, option.alternative.code

    def _try(self, options: Options, plan: Plan, option: Option, start: int) -> Plan | None:
        """The plan with this step there and all others; None where that fails."""
        only = replace(option, starts=1 << start)
        tight = self._chain.tightened({**options, option.step.code: [only]}, option.step.code)
        if tight is None:
            self._tries -= 1
            return None
        for p in islice(_placements(option, start), _MOST_TEAMS):
            self._tries -= 1
            if self._stands((*plan, p)):
                found = self.go_on(tight, (*plan, p))
                if found is not None or self._tries <= 0:
                    return found
        return None

    def _stands(self, plan: Plan) -> bool:
        return all(found.rule in _LATER for found in judge(self._problem, plan))


def _placements(option: Option, start: int) -> Iterator[Placement]:
    """The option at this start with every choice of people and further units."""
    bit, end = 1 << start, start + option.length
    people = [[code for code, starts in able.items() if starts & bit] for able in option.who]
    needs = zip(option.further, option.alternative.also, strict=True)
    units = [list(_some(able, bit, need.count)) for able, need in needs]
    for chosen in product(*people, *units):
        who, further = chosen[: len(people)], chosen[len(people) :]
        yield _placement(option, start, end, who, [unit for some in further for unit in some])


def _some(able: Able, bit: int, count: int) -> Iterator[tuple[str, ...]]:
    """Runs of so many free units, in their order, each unit first once."""
    free = [code for code, starts in able.items() if starts & bit]
    for n in range(len(free) if len(free) >= count else 0):
        yield tuple((free[n:] + free[:n])[:count])


def _placement(
    option: Option, start: int, end: int, who: Sequence[object], further: list[str]
) -> Placement:
    parts = option.alternative.attendance
    attendance = []
    for part, person in zip(parts, who, strict=True):
        begin, stop = part.span(start, end)
        attendance.append(
            PlacedAttendance(person=str(person), mode=part.mode, start=begin, end=stop)
        )
    return Placement(
        step=option.step.code,
        request=option.step.request,
        alternative=option.alternative.code,
        unit=option.alternative.unit,
        start=start,
        end=end,
        attendance=tuple(attendance),
        also=tuple(further),
    )


def cheapest(options: Mapping[str, list[Option]]) -> Options:
    """Of each step only the options that cost least."""
    found: Options = {}
    for step, some in options.items():
        least = min((option.alternative.cost for option in some), default=0)
        found[step] = [option for option in some if option.alternative.cost == least]
    return found
