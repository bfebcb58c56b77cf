"""How the order binds a step to steps of other requests that have their place."""

from collections.abc import Mapping
from dataclasses import replace

from solver.outcome import Placement
from solver.places.calendars import Calendars
from solver.problem import Lag, Problem, Span, Step, Travel


class Bounds:
    """The lags between requests, as slots a step must start from and before."""

    def __init__(self, problem: Problem) -> None:
        self._problem = problem
        self._lags: dict[str, list[Lag]] = {}
        steps = problem.steps_by_code
        for lag in problem.lags:
            if steps[lag.before].request != steps[lag.after].request:
                self._lags.setdefault(lag.before, []).append(lag)
                self._lags.setdefault(lag.after, []).append(lag)

    def of(self, step: Step, placed: Mapping[str, Placement]) -> Step:
        """The step, later and earlier as those that are placed demand, by whatever way it runs."""
        since, before = step.not_before, step.not_after
        for lag in self._lags.get(step.code, ()):
            other = placed.get(lag.before if step.code == lag.after else lag.after)
            if other is None:
                continue
            bind = self._behind if step.code == lag.after else self._ahead
            start, last = bind(lag, step, other)
            since, before = max(since, start), min(before, last + 1)
        if (since, before) == (step.not_before, step.not_after):
            return step
        return replace(step, not_before=since, not_after=before)

    def _behind(self, lag: Lag, step: Step, other: Placement) -> Span:
        """The first and the last start of a step behind one that is placed."""
        side = other.end if lag.origin == "end" else other.start
        earliest, latest = side + lag.least, self._problem.horizon
        if lag.most is not None and not lag.soft:
            latest = side + lag.most
        for way in self._ways(lag, step, other):
            earliest = max(earliest, _arrival(way, side + max(0, lag.least), 2 * latest))
        if lag.target == "start":
            return earliest, latest
        shortest, longest = self._lengths(step)
        return earliest - shortest, latest - longest

    def _ahead(self, lag: Lag, step: Step, other: Placement) -> Span:
        """The first and the last start of a step before one that is placed."""
        side = other.start if lag.target == "start" else other.end
        earliest, latest = 0, side - lag.least
        if lag.most is not None and not lag.soft:
            earliest = side - lag.most
        for way in self._ways(lag, step, other):
            latest = min(latest, _departure(way, side) - max(0, lag.least))
        if lag.origin == "start":
            return earliest, latest
        shortest, longest = self._lengths(step)
        return earliest - shortest, latest - longest

    def _ways(self, lag: Lag, step: Step, other: Placement) -> list[Travel]:
        """Every way the samples may have, between any unit of the step and the placed one's."""
        units = self._problem.units_by_code
        if not lag.travels or not other.unit:
            return []
        site = units[other.unit].site
        sites = {units[way.unit].site for way in step.alternatives if way.unit}
        pairs = [(site, own) if step.code == lag.after else (own, site) for own in sorted(sites)]
        ways = self._problem.travel_by_sites
        return [ways[pair] for pair in pairs if pair in ways]

    def _lengths(self, step: Step) -> Span:
        """The shortest and the longest run of the step."""
        calendars = Calendars(self._problem)
        lengths = [
            length for way in step.alternatives for length, _ in calendars.lengths(step, way)
        ]
        return min(lengths, default=1), max(lengths, default=1)


def _arrival(way: Travel, ready: int, never: int) -> int:
    collected = [max(ready, start) for start, end in way.leaves if end > ready]
    if not way.leaves:
        return ready + way.slots
    return min(collected) + way.slots if collected else never


def _departure(way: Travel, needed: int) -> int:
    """The last slot in which something can be ready that is needed then; -1 where none can."""
    if not way.leaves:
        return needed - way.slots
    last = needed - way.slots
    return max((min(end - 1, last) for start, end in way.leaves if start <= last), default=-1)
