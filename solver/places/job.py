"""Places a whole request beside what stands: depth first, the preferred start first, all or none.

Calendars and the order of steps leave bitsets of starts (solver.places.chain); every step that is
placed narrows those of the others (solver.places.own). The judge has the last word on a plan.
"""

from collections.abc import Callable, Iterator, Sequence
from itertools import islice

from solver.judge import judge
from solver.outcome import Placement
from solver.places.alone import alone
from solver.places.calendars import Calendars
from solver.places.chain import Chain, Options
from solver.places.crew import Crew
from solver.places.options import Option, options_of
from solver.places.own import Own, Taken
from solver.problem import Problem, Request
from solver.timeline import first

Plan = tuple[Placement, ...]
# The preferred start of an option beside what is placed, and how much it is disliked.
Taste = Callable[[Option, Sequence[Taken]], tuple[int, int]]

# So many starts are tried before a request counts as one that does not fit. Jobs of eight steps
# need about ten; where only one step is left, every start is tried.
_MOST_TRIES = 120
# Choices of people and further units tried for one start.
_MOST_CREWS = 8
# The judge should find nothing in a plan; where it does, so many others are shown to it.
_MOST_JUDGED = 20

_Node = tuple[Options, tuple[Taken, ...]]  # what is left to the steps, and those that are placed


class Job:
    """A request and where its steps can go beside what stands."""

    def __init__(self, problem: Problem, request: Request) -> None:
        self._problem, self._request = problem, request
        self._alone: Problem | None = None  # made for the judge when there is a plan
        self._chain = Chain(problem, request)
        self._calendars = Calendars(problem)
        some = {step.code: options_of(self._calendars, step) for step in request.steps}
        # What calendars and the order leave to each step; nothing where a step has no place.
        self.options: Options = self._chain.tightened(some) or {step: [] for step in some}

    def place(self, taste: Taste, options: Options | None = None) -> Plan | None:
        """The first whole plan found; None where there is none, or none was found in time."""
        tight = self.options if options is None else self._chain.tightened(options)
        return None if tight is None else self._searched(taste, tight)

    def place_early(self, options: Options | None = None) -> Plan | None:
        """The plan whose last step ends first: that one is placed first, the others before it."""
        tight = self.options if options is None else self._chain.tightened(options)
        if tight is None:
            return None
        last = {step: tight[step] for step in tight if not self._chain.has_later(step)}
        return self._searched(earliest, {**last, **tight} if len(last) == 1 else tight)

    def _searched(self, taste: Taste, tight: Options) -> Plan | None:
        """Step by step in the order of the options; where that takes too long, carefully."""
        if not all(tight.values()):
            return None
        for search in (_Search, _CarefulSearch):
            one = search(self._problem, self._chain, Own(self._calendars), taste)
            for plan in islice(one.plans(tight), _MOST_JUDGED):
                placed = {taken.placement.step: taken.placement for taken in plan}
                found = tuple(placed[step.code] for step in self._request.steps)
                if self._is_valid(found):
                    return found
            if one.has_tried_all:
                return None
        return None

    def _is_valid(self, plan: Plan) -> bool:
        if self._alone is None:
            self._alone = alone(self._problem, self._request)
        return not judge(self._alone, plan)


def earliest(option: Option, taken: Sequence[Taken]) -> tuple[int, int]:
    """Prefer what ends first."""
    start = first(option.starts)
    return start, start + option.length


def earliest_start(option: Option, taken: Sequence[Taken]) -> tuple[int, int]:
    """Prefer what starts first, then what is short."""
    start = first(option.starts)
    return start, start


class _Search:
    def __init__(self, problem: Problem, chain: Chain, own: Own, taste: Taste) -> None:
        self._crew, self._chain, self._own, self._taste = Crew(problem), chain, own, taste
        self._tries = _MOST_TRIES

    @property
    def has_tried_all(self) -> bool:
        """Whether the search came to its end before the tries did."""
        return self._tries >= 0

    def plans(self, options: Options) -> Iterator[tuple[Taken, ...]]:
        """Ways to place all steps."""
        waiting: list[Iterator[_Node]] = [iter([(options, ())])]
        while waiting:
            node = next(waiting[-1], None)
            if node is None:
                waiting.pop()
            elif len(node[1]) == len(options):
                yield node[1]
            elif self._tries >= 0:
                waiting.append(self._further(*node))

    def _further(self, options: Options, taken: tuple[Taken, ...]) -> Iterator[_Node]:
        """One step more, at each of its places: the first in the order of the options."""
        placed = {one.option.step.code for one in taken}
        step = next(code for code in options if code not in placed)
        left = self._left(options[step], taken)
        yield from self._each_place(step, left, options, taken)

    def _left(self, options: list[Option], taken: tuple[Taken, ...]) -> list[Option]:
        """The options with the starts that the placed steps leave."""
        if not taken:
            return options
        left = (self._own.left(option, taken) for option in options)
        return [option for option in left if option is not None]

    def _each_place(
        self, step: str, some: list[Option], options: Options, taken: tuple[Taken, ...]
    ) -> Iterator[_Node]:
        for option, start in self._starts(some, taken):
            self._tries -= len(options) > 1
            if self._tries < 0:
                return
            only = option.at(1 << start)
            tight = self._chain.tightened({**options, step: [only]}, step)
            if tight is not None:
                for placement in islice(self._crew.placements(option, start), _MOST_CREWS):
                    yield tight, (*taken, Taken(option, placement))

    def _starts(
        self, options: list[Option], taken: tuple[Taken, ...]
    ) -> Iterator[tuple[Option, int]]:
        """Each start of the options, the preferred one first."""
        rated = [self._rated(option, taken) for option in options]
        while rated:
            n = min(range(len(rated)), key=lambda m: rated[m][:3])
            _, start, _, option = rated[n]
            yield option, start
            rest = option.starts & ~(1 << start)
            rated[n : n + 1] = [self._rated(option.at(rest), taken)] if rest else []

    def _rated(self, option: Option, taken: tuple[Taken, ...]) -> tuple[int, int, str, Option]:
        start, rank = self._taste(option, taken)
        return rank, start, option.alternative.code, option


class _CarefulSearch(_Search):
    """Looks at all steps before it places one, and places the one with the fewest starts."""

    def _further(self, options: Options, taken: tuple[Taken, ...]) -> Iterator[_Node]:
        placed = {one.option.step.code for one in taken}
        left = {
            step: some if step in placed else self._left(some, taken)
            for step, some in options.items()
        }
        tight = self._chain.tightened(left)
        if tight is not None:
            waiting = [step for step in tight if step not in placed]
            step = min(waiting, key=lambda code: sum(o.starts.bit_count() for o in tight[code]))
            yield from self._each_place(step, tight[step], tight, taken)
