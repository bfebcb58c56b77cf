"""The door of the fast engine: a first plan, and a better one in the time or the tries given."""

from collections.abc import Callable, Sequence
from time import perf_counter

from solver.engine.fast.ask.question import ask
from solver.engine.fast.search.anneal import try_often
from solver.engine.fast.search.line import Line, first_line
from solver.engine.fast.search.state import TRIES
from solver.outcome import Placement
from solver.problem import Problem

Progress = Callable[
    [tuple[int, ...], float], None
]  # levels of a better plan, seconds since the call
Cancelled = Callable[[], bool]

# Heat as a share of what a typical request is worth, at the beginning and at the end.
_HOT, _COLD = 0.02, 0.0005
_MOST_OUT, _MOST_ABSENT = 16, 3  # requests taken out, and absent ones tried, in one try
_LOOK_EVERY_SECONDS = 0.05
_TRIES_AT_A_TIME = 50


def first_plan(problem: Problem, *, seed: int = 1) -> tuple[Placement, ...]:
    """A plan in which every request has been tried; mandatory ones may be left out."""
    return first_line(ask(problem), seed).placements()


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
    line = first_line(ask(problem), seed, start)
    clock = _Clock(began, seconds, iterations, progress, cancelled)
    clock.tell(line)
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
        self._tries = _TRIES_AT_A_TIME
        self._searched_from = perf_counter()

    def _share(self, line: Line) -> float:
        """How much of the time or the tries is used up."""
        tries = int(line.search.counts[TRIES])
        by_tries = tries / self._iterations if self._iterations else 0.0
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
        return self._share(line) >= 1

    def step(self, line: Line) -> None:
        """Some tries more."""
        heat = _HOT * (_COLD / _HOT) ** min(1.0, self._share(line))
        tries, before = self._tries, perf_counter()
        if self._iterations is not None:
            tries = min(_TRIES_AT_A_TIME, self._iterations - int(line.search.counts[TRIES]))
        try_often(line.asked.question, line.plan, line.search, tries, heat, _MOST_OUT, _MOST_ABSENT)
        took = max(perf_counter() - before, 1e-6)
        self._tries = max(1, min(2 * tries, int(tries * _LOOK_EVERY_SECONDS / took)))
        self.tell(line)

    def tell(self, line: Line) -> None:
        """Tell of a better plan."""
        if self._progress is not None and line.levels != self._told:
            self._told = line.levels
            self._progress(line.levels[1:], perf_counter() - self._began)
