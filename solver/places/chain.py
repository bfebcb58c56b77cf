"""The steps of one request as a chain of bitsets: what its order leaves of each other's starts."""

from dataclasses import dataclass

from solver.places.options import Option
from solver.places.reach import Gap, collected_gap, reach, waits_of
from solver.problem import Lag, Problem, Request, Side, Travel
from solver.timeline import from_spans

Options = dict[str, list[Option]]  # by step


@dataclass(frozen=True, slots=True)
class Arc:
    """A lag seen from one of its steps; without a lag the two stay on one unit."""

    step: str  # whose starts are narrowed
    other: str  # by this one
    lag: Lag | None
    forward: bool = True  # seen from the later step


class Chain:
    """What binds the steps of a request to each other: lags, and staying on a unit."""

    def __init__(self, problem: Problem, request: Request) -> None:
        self._problem = problem
        self._gaps: list[Gap] = []
        self._gap_of: dict[tuple[int, str, str], int] = {}  # index of the gap
        self._reached: dict[tuple[int, int, bool], int] = {}
        steps = {step.code for step in request.steps}
        self._arcs = [
            arc
            for lag in _lags_inside(problem).get(request.code, ())
            if lag.before in steps and lag.after in steps
            for arc in (
                Arc(lag.after, lag.before, lag),
                Arc(lag.before, lag.after, lag, forward=False),
            )
        ]
        for step in request.steps:
            if step.same_unit_as:
                self._arcs.append(Arc(step.code, step.same_unit_as, None))
                self._arcs.append(Arc(step.same_unit_as, step.code, None))
        self._behind: dict[str, list[int]] = {step: [] for step in steps}  # arcs it narrows
        for n, arc in enumerate(self._arcs):
            self._behind[arc.other].append(n)

    def has_later(self, step: str) -> bool:
        """Whether another step comes behind this one."""
        arcs = (self._arcs[n] for n in self._behind[step])
        return any(arc.lag is not None and arc.forward for arc in arcs)

    def tightened(self, options: Options, moved: str = "") -> Options | None:
        """The options with only such starts as each other step has one to; None if one has none.

        Arc consistency on whole calendars at once: where the order is a tree, every start that is
        left is one of a whole order. `moved`: only this step was narrowed since the last time.
        """
        if not all(options.values()):
            return None
        found = dict(options)
        waiting = dict.fromkeys(self._behind[moved] if moved else range(len(self._arcs)))
        while waiting:
            n = next(iter(waiting))
            del waiting[n]
            arc = self._arcs[n]
            kept = self._kept(arc, found[arc.step], found[arc.other])
            if kept is None:
                continue
            if not kept:
                return None
            found[arc.step] = kept
            waiting.update(dict.fromkeys(self._behind[arc.step]))
        return found

    def _kept(self, arc: Arc, options: list[Option], others: list[Option]) -> list[Option] | None:
        """The options with the starts that some start of the other step allows; None if all."""
        if arc.lag is None:
            units = {other.alternative.unit for other in others}
            some = [option for option in options if option.alternative.unit in units]
            return some if len(some) < len(options) else None
        sides = arc.lag.target, arc.lag.origin
        side, other_side = sides if arc.forward else sides[::-1]
        at_site: dict[str, int] = {}
        for other in others:
            at = other.starts << other.length if other_side == "end" else other.starts
            site = _site(other, arc.lag)
            at_site[site] = at_site.get(site, 0) | at
        return _narrowed(options, arc.lag, self._allowed_at(arc, options, at_site), side)

    def _allowed_at(
        self, arc: Arc, options: list[Option], at_site: dict[str, int]
    ) -> dict[str, int]:
        """At the site of each option: where its side can be, for some side of the other step."""
        if arc.lag is None or not arc.lag.travels:
            return {"": self._allowed(arc, "", at_site)}
        sites = {option.unit.site if option.unit is not None else "" for option in options}
        return {site: self._allowed(arc, site, at_site) for site in sites}

    def _allowed(self, arc: Arc, site: str, at_site: dict[str, int]) -> int:
        by_gap: dict[int, int] = {}
        for other, at in at_site.items():
            gap = self._gap(arc, *((other, site) if arc.forward else (site, other)))
            by_gap[gap] = by_gap.get(gap, 0) | at
        allowed = 0
        for gap, at in by_gap.items():
            key = gap, at, arc.forward
            found = self._reached.get(key)
            if found is None:
                found = reach(at, self._gaps[gap], self._problem.horizon, forward=arc.forward)
                self._reached[key] = found
            allowed |= found
        return allowed

    def _gap(self, arc: Arc, origin: str, target: str) -> int:
        """The index of the gap from one site to the other; equal gaps have one."""
        key = id(arc.lag), origin, target
        found = self._gap_of.get(key)
        if found is None:
            gap = self._new_gap(arc, origin, target)
            if gap not in self._gaps:
                self._gaps.append(gap)
            found = self._gap_of[key] = self._gaps.index(gap)
        return found

    def _new_gap(self, arc: Arc, origin: str, target: str) -> Gap:
        lag, problem = arc.lag, self._problem
        if lag is None:
            return Gap(0)
        most = None if lag.soft else lag.most
        way = problem.travel_by_sites.get((origin, target)) if lag.travels else None
        if way is None:
            return Gap(lag.least, most)
        if way.leaves:
            return collected_gap(lag.least, most, way.slots, *self._collections(way))
        return Gap(max(lag.least, max(0, lag.least) + way.slots), most)

    def _collections(self, way: Travel) -> tuple[int, tuple[tuple[int, int], ...]]:
        """When samples are collected, and the waits between; most ways have the same."""
        memo = self._problem.memo.setdefault("collections", {})
        found: tuple[int, tuple[tuple[int, int], ...]] | None = memo.get(way.leaves)
        if found is None:
            leaves = from_spans(way.leaves, self._problem.horizon + 1)
            found = memo[way.leaves] = leaves, waits_of(leaves)
        return found


def _site(option: Option, lag: Lag) -> str:
    return option.unit.site if lag.travels and option.unit is not None else ""


def _narrowed(
    options: list[Option], lag: Lag, allowed: dict[str, int], side: Side
) -> list[Option] | None:
    """The options whose side is allowed at their site; None where nothing is lost."""
    kept, is_less = [], False
    for option in options:
        within = allowed[_site(option, lag)]
        starts = option.starts & (within >> option.length if side == "end" else within)
        if starts == option.starts:
            kept.append(option)
            continue
        is_less = True
        if starts:
            kept.append(option.at(starts))
    return kept if is_less else None


def _lags_inside(problem: Problem) -> dict[str, list[Lag]]:
    """The lags by the request of their steps, looked up once for a problem."""
    memo: dict[str, list[Lag]] = problem.memo.setdefault("lags", {})
    if not memo and problem.lags:
        for lag in problem.lags:
            memo.setdefault(problem.steps_by_code[lag.before].request, []).append(lag)
    return memo
