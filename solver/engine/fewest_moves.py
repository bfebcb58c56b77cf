"""After an outage: a plan that moves few visits, and how few any plan must move at least.

Only those whom the outage hits are free at first. Each other step in their way stays where it is,
or is out of the way for the price of one move: no plan can do it for less, so the best answer to
this question is a bound. Whoever is out of the way then is free in the next one; when nobody is,
the bound is a plan. Between the questions the free are placed beside all others.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from time import perf_counter

from solver.engine.exact.search import Found, search
from solver.engine.limits import Limits
from solver.judge import judge
from solver.objective import levels
from solver.outcome import Placement, Violation
from solver.places.in_force import InForce
from solver.problem import Alternative, Level, Problem, Request, Step, Term
from solver.replan import FEWEST_MOVES, Outage, hit, repaired
from solver.terms import AMOUNTS

Plan = tuple[Placement, ...]

_PROVED: tuple[Level, ...] = FEWEST_MOVES[:2]  # as much accepted as before, then fewest moves
_KEPT = Term(name="accepted_weight", weight=1)
_LEAST_SECONDS = 0.05
# A question may take so much of the time that is left, and the plan after it.
_SHARE_OF_QUESTION, _SHARE_OF_PLAN = 0.6, 0.3


@dataclass(frozen=True, slots=True, kw_only=True)
class Replanned:
    """A plan after an outage; is_proven: none keeps more requests, or as many with fewer moves.

    moves: steps moved or dropped. least_moves: a plan that keeps as many requests as can be known
    to be possible has so many at least. freed: how many requests were free in the end.
    """

    placements: Plan
    is_proven: bool
    moves: int
    least_moves: int
    freed: int
    seconds: float


def fewest_moves(
    problem: Problem,
    plan: Sequence[Placement],
    outage: Outage,
    limits: Limits,
    *,
    cancelled: Callable[[], bool] | None = None,
) -> Replanned:
    """The best plan found in limits.seconds; `problem` is what `disturbed` gave for the plan."""
    work = _Work(problem, tuple(plan), outage, limits, cancelled)
    is_proven = work.prove()
    work.look_beside(FEWEST_MOVES, work.left())
    worth = levels(work.problem, work.best)
    return Replanned(
        placements=work.best,
        is_proven=is_proven or worth >= work.bound,
        moves=-worth[1],
        least_moves=-work.bound[1],
        freed=len(work.free),
        seconds=perf_counter() - work.began,
    )


class _Work:
    """One search: who is free, what is in their way, the best plan and the bound."""

    def __init__(
        self,
        problem: Problem,
        plan: Plan,
        outage: Outage,
        limits: Limits,
        cancelled: Callable[[], bool] | None,
    ) -> None:
        self.began = perf_counter()
        self.problem = _kept_first(problem)
        self._plan = {p.step: p for p in plan}
        self._limits, self._cancelled = limits, cancelled
        self.best = repaired(problem, plan, outage)
        self.bound = sum(request.weight for request in self.problem.requests), 0
        self.free = {request.code for request in hit(problem, plan, outage)}
        self._in_the_way: set[str] = set()  # steps of others beside those on units of the free

    def prove(self) -> bool:
        """Ask, and free those out of the way, until nobody is; whether it came so far."""
        if _may_need_others(self.problem):
            self.free = set(self.problem.requests_by_code)
        while self.left() > _LEAST_SECONDS and not self._is_cancelled():
            blockers = self._blockers()
            question = self._question(blockers)
            found = self._search(question, self.left() * _SHARE_OF_QUESTION)
            if found.verdict != "optimal" or found.plan is None:
                return False
            self._learn(question, found.plan)
            if self._answers(found.plan, blockers):
                return True
            self.look_beside(_PROVED, self.left() * _SHARE_OF_PLAN)
            if levels(self.problem, self.best) >= self.bound:
                return True
        return False

    def _answers(self, answer: Plan, blockers: set[str]) -> bool:
        """Whether an answer is a plan; otherwise look at more."""
        placed = {p.step: p for p in answer}
        gone = blockers - placed.keys()
        self.free |= {self.problem.steps_by_code[code].request for code in gone}
        if gone:
            return False
        plan = self._together(placed)
        broken = judge(self.problem, plan)
        if not broken:
            self.best = plan
        else:
            self._look_at_more(broken, blockers)
        return not broken

    def look_beside(self, goal: tuple[Level, ...], seconds: float) -> None:
        """Keep the best plan in which only who is free moves, if it is better."""
        if seconds <= _LEAST_SECONDS or self._is_cancelled():
            return
        others = tuple(p for p in self.best if p.request not in self.free)
        whole = replace(self.problem, goal=goal)
        free = [request for request in whole.requests if request.code in self.free]
        found = self._search(InForce(whole, others).around_all(free), seconds)
        plan = (*(found.plan or ()), *others)
        if levels(whole, plan) > levels(whole, self.best) and not judge(whole, plan):
            self.best = plan

    def _blockers(self) -> set[str]:
        """Steps of others on units that the free could use, and those they stumbled over."""
        units = {
            code
            for step in self.problem.steps_by_code.values()
            if step.request in self.free
            for way in step.alternatives
            for code in (way.unit, *(unit for need in way.also for unit in need.any_of))
        }
        others = (p for p in self._plan.values() if p.request not in self.free)
        return {
            p.step for p in others if p.step in self._in_the_way or units & {p.unit, *p.also} - {""}
        }

    def _question(self, blockers: set[str]) -> Problem:
        """The free as they are; each blocker where it is, or left out for one move."""
        problem = self.problem
        free = [request for request in problem.requests if request.code in self.free]
        steps = {step.code for request in free for step in request.steps}
        most_moves = len(steps) + len(blockers)
        # A move counts more than all blockers kept, a request of the free more than all moves.
        a_move, a_request = most_moves + 1, (most_moves + 1) ** 2
        requests = [self._freed(request, a_request) for request in free]
        requests += [self._stays(problem.steps_by_code[code]) for code in sorted(blockers)]
        return replace(
            problem,
            requests=tuple(requests),
            lags=tuple(lag for lag in problem.lags if lag.before in steps and lag.after in steps),
            standing=tuple(one for one in problem.standing if one.step in steps | blockers),
            goal=((_KEPT, Term(name="moves", weight=-a_move)),),
        )

    def _freed(self, request: Request, times: int) -> Request:
        follows = request.follows if request.follows in self.free else ""
        return replace(request, weight=request.weight * times, follows=follows)

    def _stays(self, step: Step) -> Request:
        """A step as a request of its own that cannot move, though it can have other people."""
        code, stood = f"{step.code} stays", self._plan[step.code]
        now = step.alternative(stood.alternative)
        ways = tuple(way for way in step.alternatives if self._is_no_move(way, now))
        is_locked = self.problem.standing_by_step[step.code].locked
        if not is_locked and step.code not in self._in_the_way:
            # Whoever attends is looked at when it matters.
            ways = tuple(replace(way, attendance=()) for way in ways)
        alone = replace(
            step,
            request=code,
            alternatives=ways,
            not_before=stood.start,
            not_after=stood.start + 1,
            same_unit_as="",
            keeps_unit=False,
        )
        whole = self.problem.requests_by_code[step.request]
        return Request(code=code, steps=(alone,), party_taken=whole.party_taken)

    def _is_no_move(self, way: Alternative, now: Alternative | None) -> bool:
        units = self.problem.units_by_code
        if now is None or not (way.unit and now.unit):
            return True
        return units[way.unit].kind == units[now.unit].kind

    def _learn(self, question: Problem, plan: Plan) -> None:
        """The best answer bounds all plans: others are kept, and move only as it says."""
        free = {p.request for p in plan} & self.free
        kept = sum(
            request.weight
            for request in self.problem.requests
            if request.code in free or request.code not in self.free
        )
        self.bound = min(self.bound, (kept, -AMOUNTS["moves"].of(question, plan)))

    def _together(self, placed: dict[str, Placement]) -> Plan:
        """The answer, and the others where they are."""
        answer = [
            replace(p, request=self.problem.steps_by_code[code].request)
            if p.attendance or code not in self._plan
            else self._attended(p)
            for code, p in placed.items()
        ]
        others = (p for p in self._plan.values() if p.request not in self.free)
        return (*answer, *(p for p in others if p.step not in placed))

    def _attended(self, p: Placement) -> Placement:
        """A step that stays, with those who attend it now."""
        stood = self._plan[p.step]
        return stood if (p.unit, p.start) == (stood.unit, stood.start) else p

    def _look_at_more(self, broken: Sequence[Violation], blockers: set[str]) -> None:
        """Look at others over whom the answer stumbled; where there are none, at everybody."""
        before = len(self.free), len(self._in_the_way)
        for fact in (str(fact) for found in broken for _, fact in found.facts):
            step = self.problem.steps_by_code.get(fact)
            if fact in self.problem.requests_by_code:
                self.free.add(fact)
            elif step is not None and fact in blockers:
                self.free.add(step.request)
            elif step is not None:
                self._in_the_way.add(fact)
        if before == (len(self.free), len(self._in_the_way)):
            self.free = set(self.problem.requests_by_code)

    def _search(self, question: Problem, seconds: float) -> Found:
        return search(
            question,
            replace(self._limits, seconds=max(seconds, _LEAST_SECONDS)),
            began=perf_counter(),
            hint=[p for p in self.best if p.step in question.steps_by_code],
            progress=None,
            cancelled=self._cancelled,
        )

    def left(self) -> float:
        return max(0.0, self._limits.seconds - (perf_counter() - self.began))

    def _is_cancelled(self) -> bool:
        return self._cancelled is not None and self._cancelled()


def _kept_first(problem: Problem) -> Problem:
    """Requests that must be in the plan count more than all others: the outage may forbid some."""
    all_others = 1 + sum(request.weight for request in problem.requests if not request.mandatory)
    requests = (
        replace(request, weight=request.weight * all_others, mandatory=False)
        if request.mandatory
        else request
        for request in problem.requests
    )
    return replace(problem, requests=tuple(requests), goal=_PROVED)


def _may_need_others(problem: Problem) -> bool:
    """Whether a run, or a visit of somebody, may be possible only with another before it.

    From one setting or site to another by a third one may take less time than directly.
    """
    roams = any(person.more_sites for person in problem.people)
    return roams or any(unit.changeovers for unit in problem.units)
