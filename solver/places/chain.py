"""The steps of one request as a chain of bitsets: what lags leave of each other's starts."""

from dataclasses import dataclass, replace

from solver.places.options import Option
from solver.problem import Lag, Problem
from solver.timeline import everything, first

Options = dict[str, list[Option]]  # by step


@dataclass(frozen=True, slots=True)
class Gap:
    """How far apart two sides may lie: at least, and at most where that is said."""

    least: int
    most: int | None


@dataclass(frozen=True, slots=True)
class Arc:
    """A lag seen from one of its steps: what it leaves of that one's starts."""

    lag: Lag
    forward: bool  # seen from the later step

    @property
    def step(self) -> str:
        """The step whose starts are narrowed."""
        return self.lag.after if self.forward else self.lag.before

    @property
    def other(self) -> str:
        """The step they are narrowed by."""
        return self.lag.before if self.forward else self.lag.after


class Chain:
    """The lags among the steps of a request."""

    def __init__(self, problem: Problem, steps: set[str]) -> None:
        self._problem = problem
        lags = [lag for lag in problem.lags if lag.before in steps and lag.after in steps]
        self._arcs = [Arc(lag, forward) for lag in lags for forward in (True, False)]
        self._behind: dict[str, list[int]] = {step: [] for step in steps}  # arcs it narrows
        for n, arc in enumerate(self._arcs):
            self._behind[arc.other].append(n)

    def tightened(self, options: Options, moved: str = "") -> Options | None:
        """The options with only such starts as each other step has one to; None if one has none.

        Arc consistency on whole calendars at once; it may leave starts that fit no common plan.
        `moved`: only this step was narrowed since they were last tightened.
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
            if not kept:
                return None
            if kept != found[arc.step]:
                found[arc.step] = kept
                waiting.update(dict.fromkeys(self._behind[arc.step]))
        return found

    def _kept(self, arc: Arc, options: list[Option], others: list[Option]) -> list[Option]:
        """The options of a step with the starts that some start of the other step allows."""
        side, other_side = arc.lag.target, arc.lag.origin
        if not arc.forward:
            side, other_side = other_side, side
        at_site: dict[str, int] = {}
        for other in others:
            site = other.unit.site if arc.lag.travels and other.unit is not None else ""
            at = other.starts << (other.length if other_side == "end" else 0)
            at_site[site] = at_site.get(site, 0) | at
        allowed: dict[str, int] = {}
        kept = []
        for option in options:
            site = option.unit.site if arc.lag.travels and option.unit is not None else ""
            if site not in allowed:
                allowed[site] = self._allowed(arc, site, at_site)
            starts = option.starts & (allowed[site] >> (option.length if side == "end" else 0))
            if starts:
                kept.append(option if starts == option.starts else replace(option, starts=starts))
        return kept

    def _allowed(self, arc: Arc, site: str, at_site: dict[str, int]) -> int:
        """Where a side of a step at a site can be, for some side of the other step."""
        allowed = 0
        for other, at in at_site.items():
            gap = self._gap(arc.lag, *((other, site) if arc.forward else (site, other)))
            allowed |= _reach(at, gap, self._problem.horizon, forward=arc.forward)
        return allowed

    def _gap(self, lag: Lag, origin: str, target: str) -> Gap:
        """The least and the most; the way counts, its collection hours are judged later."""
        most, least = None if lag.soft else lag.most, lag.least
        if lag.travels:
            way = self._problem.travel_by_sites.get((origin, target))
            if way is not None:
                least = max(least, max(0, least) + way.slots)
        return Gap(least, most)


def _reach(at: int, gap: Gap, horizon: int, *, forward: bool) -> int:
    """The sides so far behind (or before) one of these sides, up to the end of the horizon."""
    if not at or (gap.most is not None and gap.most < gap.least):
        return 0
    whole = everything(horizon + 1)
    if gap.most is None:
        if forward:
            return whole & ~everything(max(0, first(at) + gap.least))
        return whole & everything(max(0, at.bit_length() - gap.least))
    width = gap.most - gap.least + 1
    shift = gap.least if forward else -gap.most
    return whole & _shifted(_spread(at, width), shift)


def _shifted(bits: int, by: int) -> int:
    return bits << by if by >= 0 else bits >> -by


def _spread(bits: int, width: int) -> int:
    """Every slot up to `width` - 1 behind one of these."""
    covered = 1
    while covered < width:
        by = min(covered, width - covered)
        bits |= bits << by
        covered += by
    return bits
