"""What can be said of a problem before any search: who fits nowhere, and what no plan can pass.

Each step is looked at alone, with its calendars and what stands (solver.places.calendars);
along the lags that always bind when it is placed, others push it.
"""

from collections import deque
from dataclasses import dataclass

from solver.engine.energy import least_end
from solver.goal import TermName
from solver.objective import as_value
from solver.places.calendars import Calendars
from solver.places.options import Option, options_of
from solver.problem import Lag, Problem, Request
from solver.terms import AMOUNTS, Range
from solver.timeline import first


@dataclass(frozen=True, slots=True, kw_only=True)
class Ahead:
    """hopeless: requests of which a step fits nowhere. top: the value no plan passes.

    options: how many ways to run there are in all, a measure of the model's size.
    """

    hopeless: tuple[str, ...]
    top: int
    options: int


def look_ahead(problem: Problem) -> Ahead:
    """Look at every request alone."""
    alone = _Alone(problem)
    alone.push_all()
    known = alone.ranges()
    levels = [
        sum(_most(problem, term.name, term.weight, known) for term in level)
        for level in problem.goal
    ]
    return Ahead(
        hopeless=tuple(r.code for r in problem.requests if not alone.fits(r)),
        top=as_value(problem, levels),
        options=sum(len(some) for some in alone.options.values()),
    )


def _most(problem: Problem, name: TermName, weight: int, known: dict[TermName, Range]) -> int:
    """What a term gives to its level at most."""
    least, most = known[name] if name in known else AMOUNTS[name].range(problem)
    return weight * (most if weight > 0 else least)


class _Alone:
    """Where each step can start first; the horizon where it fits nowhere."""

    def __init__(self, problem: Problem) -> None:
        calendars, self._problem = Calendars(problem), problem
        self.options: dict[str, list[Option]] = {
            code: options_of(calendars, step) for code, step in problem.steps_by_code.items()
        }
        self._starts = {code: self._first_from(code, 0) for code in self.options}
        self._lags: dict[str, list[Lag]] = {}
        for lag in problem.lags:
            if self._binds(lag):
                self._lags.setdefault(lag.before, []).append(lag)

    def _binds(self, lag: Lag) -> bool:
        before = self._problem.steps_by_code[lag.before].request
        after = self._problem.steps_by_code[lag.after].request
        return before == after or self._problem.requests_by_code[before].mandatory

    def _comes_too(self, lag: Lag) -> bool:
        """Whether the later step is in every plan in which the earlier one is."""
        before = self._problem.steps_by_code[lag.before].request
        after = self._problem.steps_by_code[lag.after].request
        return before == after or self._problem.requests_by_code[after].mandatory

    def _first_from(self, step: str, slot: int) -> int:
        slot = max(0, slot)
        later = (option.starts >> slot for option in self.options[step])
        return min((slot + first(bits) for bits in later if bits), default=self._problem.horizon)

    def push_all(self) -> None:
        """Let lags push the steps behind them until nothing moves."""
        waiting = deque(self._lags)
        while waiting:
            for lag in self._lags.get(waiting.popleft(), ()):
                pushed = self._first_from(lag.after, self._since(lag))
                if pushed > self._starts[lag.after]:
                    self._starts[lag.after] = pushed
                    waiting.append(lag.after)

    def _since(self, lag: Lag) -> int:
        """The first slot the later step may start in, for the lag's sake."""
        since = self._starts[lag.before] + lag.least
        if lag.origin == "end":
            since += min((option.length for option in self.options[lag.before]), default=0)
        if lag.target == "end":
            since -= max((option.length for option in self.options[lag.after]), default=0)
        return since

    def _tails(self) -> dict[str, int]:
        """The least slots from the end of each step to that of the plan, along its lags."""
        shortest = {
            code: min((option.length for option in some), default=0)
            for code, some in self.options.items()
        }
        tails = dict.fromkeys(self.options, 0)
        into: dict[str, list[Lag]] = {}
        for lag in self._problem.lags:
            if self._comes_too(lag) and (lag.origin, lag.target) == ("end", "start"):
                into.setdefault(lag.after, []).append(lag)
        waiting = deque(into)
        while waiting:
            after = waiting.popleft()
            for lag in into.get(after, ()):
                tail = lag.least + shortest[after] + tails[after]
                if tails[lag.before] < tail <= self._problem.horizon:
                    tails[lag.before] = tail
                    waiting.append(lag.before)
        return tails

    def _least_makespan(self, must: list[Request]) -> int:
        """By the longest chain of one request, and by the work there is for somebody."""
        steps = [step.code for request in must for step in request.steps]
        options = {code: self.options[code] for code in steps}
        by_work = least_end(self._problem, options, self._starts, self._tails())
        return max([by_work, *map(self._end, must)])

    def fits(self, request: Request) -> bool:
        """Whether every step of the request fits somewhere."""
        return all(self._starts[step.code] < self._problem.horizon for step in request.steps)

    def _end(self, request: Request) -> int:
        """The first slot the last step of a request that fits can have ended in."""
        return max(
            self._starts[step.code] + min(option.length for option in self.options[step.code])
            for step in request.steps
        )

    def ranges(self) -> dict[TermName, Range]:
        """Least and most amounts of some terms, closer than those of solver.terms."""
        problem = self._problem
        some = [request for request in problem.requests if self.fits(request)]
        must = [request for request in some if request.mandatory]
        counts_end = any(term.name == "makespan" for level in problem.goal for term in level)
        late = (r.weight * max(0, self._end(r) - r.due) for r in must if r.due is not None)
        early = (
            problem.horizon - self._starts[step.code] for request in some for step in request.steps
        )
        return {
            "accepted_weight": (sum(r.weight for r in must), sum(r.weight for r in some)),
            "earliness": (0, sum(early)),
            "makespan": (self._least_makespan(must) if counts_end else 0, problem.horizon),
            "lateness": (sum(late), AMOUNTS["lateness"].range(problem)[1]),
        }
