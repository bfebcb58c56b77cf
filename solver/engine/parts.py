"""A large plan improved in parts at once: groups of sites that share nothing, the rest standing.

A request is free in a part when all it has, or could have, lies at the part's sites; it stays at
them, and everything else of the plan stands as it does. Parts that share no unit, person, pool,
budget or party cannot get in each other's way, so each is a problem of its own for an executor:
threads, processes or other machines. Every round splits the sites anew.
"""

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import BrokenExecutor, Executor, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass, replace
from random import Random
from time import perf_counter

from solver.engine.fast.improve import improve
from solver.judge import judge
from solver.objective import levels
from solver.outcome import Placement
from solver.places.in_force import InForce
from solver.problem import Alternative, Problem, Request

Plan = tuple[Placement, ...]
Tell = Callable[[Plan, tuple[int, ...]], None]  # a better plan, and what it is worth

_ROUNDS, _LEAST_SECONDS, _MOST_SECONDS = 8, 1.0, 6.0
_LOOK_EVERY_SECONDS = 0.1


@dataclass(frozen=True, slots=True)
class Part:
    """A problem of some requests beside what stands, and where they are now."""

    problem: Problem
    plan: Plan


class Sites:
    """Sites that must stay together, and which request may be freed where."""

    def __init__(self, problem: Problem) -> None:
        self._problem = problem
        self._leader = {unit.site: unit.site for unit in problem.units}
        self._ordered = {lag.before for lag in problem.lags if self._crosses(lag.before, lag.after)}
        self._ordered |= {lag.after for lag in problem.lags if self._crosses(lag.before, lag.after)}
        self._followed = {request.follows for request in problem.requests if request.follows}
        for person in problem.people:
            self._join(site for site in person.sites if site in self._leader)
        for shared in self._shared():
            self._join(shared)
        self.tied = {r.code for r in problem.requests if self._is_tied(r)}

    def _crosses(self, before: str, after: str) -> bool:
        steps = self._problem.steps_by_code
        return steps[before].request != steps[after].request

    def _shared(self) -> Iterator[Iterator[str]]:
        """Of each pool, budget and party the sites of the steps that share it."""
        sharing: dict[tuple[str, str], list[str]] = {}
        for code, step in self._problem.steps_by_code.items():
            named = {("party", step.party)} if step.party else set()
            for way in step.alternatives:
                named |= {("stock", draw.of) for draw in (*way.pools, *way.budgets)}
            for name in named:
                sharing.setdefault(name, []).append(code)
        for steps in sharing.values():
            yield (site for step in steps for site in self._sites_of_step(step))

    def _sites_of_step(self, step: str) -> set[str]:
        units = self._problem.units_by_code
        return {
            units[code].site
            for way in self._problem.steps_by_code[step].alternatives
            for code in (way.unit, *(unit for need in way.also for unit in need.any_of))
            if code
        }

    def _join(self, sites: Iterator[str]) -> None:
        first = next(sites, None)
        for site in sites if first is not None else ():
            self._leader[self.group(site)] = self.group(first or site)

    def group(self, site: str) -> str:
        """The name of the group a site belongs to."""
        while self._leader[site] != site:
            site = self._leader[site]
        return site

    def groups(self) -> list[str]:
        """The names of all groups."""
        return sorted({self.group(site) for site in self._leader})

    def _is_tied(self, request: Request) -> bool:
        """Whether it cannot be freed by itself: others depend on it, or it on no site."""
        codes = {step.code for step in request.steps}
        stands = not codes.isdisjoint(self._problem.standing_by_step)
        nowhere = any(not way.unit for step in request.steps for way in step.alternatives)
        follows = bool(request.follows) or request.code in self._followed
        return follows or nowhere or stands or not codes.isdisjoint(self._ordered)

    def inside(self, request: Request, groups: set[str]) -> Request | None:
        """The request with only such alternatives as lie in the groups; None where it has none."""
        steps = []
        for step in request.steps:
            ways = tuple(way for way in step.alternatives if self._lies_in(way, groups))
            if not ways:
                return None
            steps.append(replace(step, alternatives=ways))
        return replace(request, steps=tuple(steps))

    def _lies_in(self, way: Alternative, groups: set[str]) -> bool:
        codes = (way.unit, *(unit for need in way.also for unit in need.any_of))
        units = self._problem.units_by_code
        return all(self.group(units[code].site) in groups for code in codes)

    def used_by(self, placements: Plan) -> set[str]:
        """The groups in which placements lie."""
        units = self._problem.units_by_code
        codes = {code for p in placements for code in (p.unit, *p.also) if code}
        return {self.group(units[code].site) for code in codes}


def can_be_parted(problem: Problem) -> bool:
    """Whether the worth is a sum over requests, and there is more than one group of sites."""
    terms = {term.name for level in problem.goal for term in level}
    return "makespan" not in terms and len(Sites(problem).groups()) > 1


def improve_in_parts(
    problem: Problem,
    plan: Plan,
    executor: Executor,
    *,
    count: int,
    seconds: float,
    seed: int,
    tell: Tell,
    cancelled: Callable[[], bool],
) -> Plan:
    """The plan improved in rounds of `count` parts; at least the plan itself.

    A part whose worker is lost leaves its requests where they were.
    """
    # Threads can be told to stop; other processes end their round by themselves.
    inside = cancelled if isinstance(executor, ThreadPoolExecutor) else None
    until, rng, sites = perf_counter() + seconds, Random(seed), Sites(problem)  # noqa: S311  # no secret
    worth = levels(problem, plan)
    length = min(_MOST_SECONDS, max(_LEAST_SECONDS, seconds / _ROUNDS))
    while not cancelled() and until - perf_counter() > _LOOK_EVERY_SECONDS:
        left = min(length, until - perf_counter())
        parts = _parts(problem, plan, sites, rng, count)
        asked = [
            _submit(executor, part, max(0.05, left), rng.randrange(1 << 30), inside)
            for part in parts
        ]
        _wait(asked, cancelled)
        better = _merged(plan, parts, asked)
        reached = levels(problem, better)
        if reached > worth and not judge(problem, better):
            plan, worth = better, reached
            tell(plan, worth)
    return plan


def _submit(
    executor: Executor,
    part: Part,
    seconds: float,
    seed: int,
    inside: Callable[[], bool] | None,
) -> Future[Plan]:
    """Ask the executor; where all its workers are lost, the part is improved here and now."""
    try:
        return executor.submit(improve_part, part, seconds, seed, inside)
    except BrokenExecutor:
        here: Future[Plan] = Future()
        here.set_result(improve_part(part, seconds, seed, inside))
        return here


def improve_part(
    part: Part, seconds: float, seed: int, cancelled: Callable[[], bool] | None = None
) -> Plan:
    """What runs in the executor: the part's requests placed better, or where they were."""
    better = improve(part.problem, seconds=seconds, seed=seed, start=part.plan, cancelled=cancelled)
    worth = levels(part.problem, better), levels(part.problem, part.plan)
    return better if worth[0] > worth[1] else part.plan


def _wait(asked: Sequence[Future[Plan]], cancelled: Callable[[], bool]) -> None:
    while not cancelled():
        if not wait(asked, timeout=_LOOK_EVERY_SECONDS).not_done:
            return


def _merged(plan: Plan, parts: Sequence[Part], asked: Sequence[Future[Plan]]) -> Plan:
    """The plan with the answers of those parts that have one."""
    freed: dict[str, Plan] = {}
    for part, future in zip(parts, asked, strict=True):
        if future.done() and not future.cancelled() and future.exception() is None:
            freed |= {request.code: () for request in part.problem.requests}
            for p in future.result():
                freed[p.request] = (*freed[p.request], p)
    kept = [p for p in plan if p.request not in freed]
    return (*kept, *(p for some in freed.values() for p in some))


def _parts(problem: Problem, plan: Plan, sites: Sites, rng: Random, count: int) -> list[Part]:
    """Groups of sites dealt out, and with them the requests that lie there or could."""
    groups = sites.groups()
    rng.shuffle(groups)
    dealt = [set(groups[n::count]) for n in range(count)]
    by_request: dict[str, Plan] = {}
    for p in plan:
        by_request[p.request] = (*by_request.get(p.request, ()), p)
    free: list[list[Request]] = [[] for _ in dealt]
    for request in problem.requests:
        if request.code not in sites.tied:
            placed = by_request.get(request.code, ())
            n = _home(sites.used_by(placed), dealt) if placed else rng.randrange(count)
            inside = None if n is None else sites.inside(request, dealt[n])
            if n is not None and inside is not None:
                free[n].append(inside)
    return [
        _part(problem, plan, sites, some, groups)
        for some, groups in zip(free, dealt, strict=True)
        if some
    ]


def _home(used: set[str], dealt: list[set[str]]) -> int | None:
    return next((n for n, groups in enumerate(dealt) if used <= groups), None)


def _part(
    problem: Problem, plan: Plan, sites: Sites, free: list[Request], groups: set[str]
) -> Part:
    codes = {request.code for request in free}
    around = InForce(problem, [p for p in plan if p.request not in codes]).around_all(free)
    here = {site for unit in problem.units for site in [unit.site] if sites.group(site) in groups}
    part = replace(
        around,
        units=tuple(unit for unit in around.units if unit.site in here),
        people=tuple(person for person in around.people if not here.isdisjoint(person.sites)),
    )
    return Part(part, tuple(p for p in plan if p.request in codes))
