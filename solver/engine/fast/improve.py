"""The door of the fast engine: a first plan, and a better one in the time or the tries given."""

from collections.abc import Callable, Sequence
from time import perf_counter
from typing import Protocol

from solver.engine.fast import native  # noqa: F401  # teaches numba what tables are
from solver.engine.fast.ask.question import ask
from solver.engine.fast.pools.ask import ask_project
from solver.engine.fast.pools.line import ProjectLine
from solver.engine.fast.search.line import first_line
from solver.outcome import Placement
from solver.problem import Problem

Progress = Callable[
    [tuple[int, ...], float], None
]  # levels of a better plan, seconds since the call
Cancelled = Callable[[], bool]

_LOOK_EVERY_SECONDS = 0.05
_TRIES_AT_A_TIME = 50


class Line(Protocol):
    """A search that can go on."""

    @property
    def levels(self) -> tuple[int, ...]:
        """The best plan's levels; before them mandatory requests left out, as a negative number."""

    @property
    def tries(self) -> int:
        """How many tries there were."""

    @property
    def is_done(self) -> bool:
        """Whether no plan can be better."""

    def prepare(self, *, seconds: float | None, iterations: int | None) -> None:
        """What has to be done before a search of this length."""

    def go_on(self, tries: int, share: float) -> None:
        """So many tries more, when so much of the search is over."""

    def placements(self) -> tuple[Placement, ...]:
        """The best plan."""


def begin(problem: Problem, *, seed: int = 1, start: Sequence[Placement] = ()) -> Line:
    """A line with a first plan, of the kind that suits the structure of the problem."""
    project = ask_project(problem)
    if project is not None:
        return ProjectLine(project, seed, start)
    return first_line(ask(problem), seed, start)


def is_of_lists(problem: Problem) -> bool:
    """Whether lists of steps are searched: then CP-SAT's neighbourhoods are seldom of use."""
    return ask_project(problem) is not None


def first_plan(
    problem: Problem, *, seed: int = 1, start: Sequence[Placement] = ()
) -> tuple[Placement, ...]:
    """A plan in which every request has been tried; mandatory ones may be left out.

    What of `start` breaks no promise is kept.
    """
    return begin(problem, seed=seed, start=start).placements()


def improve(
    problem: Problem,
    *,
    seconds: float | None = None,
    iterations: int | None = None,
    seed: int = 1,
    start: Sequence[Placement] = (),
    progress: Progress | None = None,
    cancelled: Cancelled | None = None,
) -> tuple[Placement, ...]:
    """The best plan found in so many seconds, or so many tries: then equal answers are promised.

    What of `start` breaks no promise is kept at first. What cannot be placed is left out: the plan
    may lack mandatory requests, it never breaks another rule. progress is called for better plans,
    cancelled() is asked every 0.05 s or so. Raises ValueError without a limit.
    """
    began = perf_counter()
    if seconds is None and iterations is None:
        raise ValueError("improve: neither seconds nor iterations is given; give one of them")
    line = begin(problem, seed=seed, start=start)
    clock = _Clock(began, seconds, iterations, progress, cancelled)
    clock.tell(line)
    line.prepare(seconds=clock.seconds_left, iterations=iterations)
    while not clock.is_over(line):
        clock.step(line)
    return line.placements()


class _Clock:
    """How far a search is, and when it is over."""

    def __init__(
        self,
        began: float,
        seconds: float | None,
        iterations: int | None,
        progress: Progress | None,
        cancelled: Cancelled | None,
    ) -> None:
        self._began, self._seconds, self._iterations = began, seconds, iterations
        self._progress, self._cancelled = progress, cancelled
        self._told: tuple[int, ...] | None = None
        self._tries = 1  # doubled as long as they are quick
        self._searched_from = perf_counter()

    @property
    def seconds_left(self) -> float | None:
        """Until when the search may go on."""
        if self._seconds is None:
            return None
        return self._began + self._seconds - perf_counter()

    def _share(self, line: Line) -> float:
        """How much of the time or the tries is used up."""
        by_tries = line.tries / self._iterations if self._iterations else 0.0
        if self._seconds is None:
            return by_tries
        now = perf_counter()
        left = self._began + self._seconds - self._searched_from
        by_time = (now - self._searched_from) / left if left > 0 else 1.0
        return max(by_time, by_tries)

    def is_over(self, line: Line) -> bool:
        """Whether to stop: the end is reached, somebody cancelled, or nothing is left to do."""
        if self._cancelled is not None and self._cancelled():
            return True
        return line.is_done or self._share(line) >= 1

    def step(self, line: Line) -> None:
        """Some tries more."""
        tries, before = self._tries, perf_counter()
        if self._iterations is not None:
            tries = min(_TRIES_AT_A_TIME, self._iterations - line.tries)
        line.go_on(tries, self._share(line))
        took = max(perf_counter() - before, 1e-6)
        self._tries = max(1, min(2 * tries, int(tries * _LOOK_EVERY_SECONDS / took)))
        self.tell(line)

    def tell(self, line: Line) -> None:
        """Tell of a better plan."""
        if self._progress is not None and line.levels != self._told:
            self._told = line.levels
            self._progress(line.levels[1:], perf_counter() - self._began)
