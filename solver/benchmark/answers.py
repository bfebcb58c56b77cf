"""How fast offers, reasons and repairs are given beside a full plan.

`python -m solver.benchmark.answers [FILE]` reads an instance, or generates weeks of a network,
plans them, asks, and prints a line of JSON for each sort of answer: how many, and milliseconds.
An offer now and then is added to the whole plan and judged, every repaired plan is. CP-SAT is asked
whether the reasons named are enough, and whether fewer would do. Each outage is asked about twice:
for a plan at once, and for the one with the fewest moves.
"""

import argparse
import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from itertools import combinations
from pathlib import Path
from random import Random
from time import perf_counter

from solver.benchmark.generate import generate
from solver.benchmark.readers.registry import read_instance
from solver.explain import GROUPS, explain
from solver.judge import judge
from solver.lifting import lifted
from solver.offers import offers
from solver.outcome import NoSchedule, Placement
from solver.places.in_force import InForce
from solver.problem import Problem, Request
from solver.replan import Outage, disturbed, hit, repaired

Plan = tuple[Placement, ...]
Row = dict[str, object]

_OUTAGE_DAYS = 3
_LOCKED = 0.1  # of the steps that an outage does not hit
_CHECKED = 0.02  # of the offers
_PROOF_SECONDS = 10.0
_OF_OTHERS = {"mandatory_requests_are_placed", "second_rounds_come_with_their_first"}


@dataclass(slots=True)
class Times:
    """Seconds of one sort of answer, and what was counted beside them."""

    what: str
    seconds: list[float] = field(default_factory=list)
    more: dict[str, int] = field(default_factory=dict)

    @contextmanager
    def taking(self) -> Iterator[None]:
        """One answer more."""
        began = perf_counter()
        yield
        self.seconds.append(perf_counter() - began)

    def count(self, name: str, by: int = 1) -> None:
        """Count something beside the seconds."""
        self.more[name] = self.more.get(name, 0) + by

    def row(self) -> Row:
        """What is printed of them."""
        in_order = sorted(self.seconds)
        row: Row = {"what": self.what, "count": len(in_order), **self.more}
        for name, share in (("p50", 0.5), ("p99", 0.99), ("max", 1.0)):
            if in_order:
                seconds = in_order[round(share * (len(in_order) - 1))]
                row[f"{name}_ms"] = round(seconds * 1000, 2)
        return row


class Asking:
    """Questions about a problem and a plan of it, drawn from a seed."""

    def __init__(self, problem: Problem, plan: Plan, seed: int) -> None:
        self._problem, self._plan = problem, plan
        self._random = Random(seed)  # noqa: S311  # no secret
        self._force = InForce(problem, plan)
        self._placed: dict[str, list[Placement]] = {}
        for p in plan:
            self._placed.setdefault(p.request, []).append(p)

    @contextmanager
    def _as_if_last(self, request: Request) -> Iterator[Problem]:
        """The question of a request as if all others had been placed before."""
        mine = self._placed.get(request.code, [])
        for p in mine:
            self._force.take_out(p.step)
        yield self._force.around(request)
        for p in mine:
            self._force.add(p)

    def ask_offers(self, calls: int) -> list[Row]:
        """So many requests are asked about."""
        times = Times("offers, one step"), Times("offers, job")
        for request in self._random.choices(self._problem.requests, k=calls):
            some = times[len(request.steps) > 1]
            with self._as_if_last(request) as question:
                with some.taking():
                    found = offers(question, request.code)
                some.count("without", not found)
                if found and self._random.random() < _CHECKED:
                    some.count("judged")
                    _check(self._problem, (*self._force.placed.values(), *found[-1]))
        return [some.row() for some in times]

    def ask_reasons(self, refusals: int) -> list[Row]:
        """So many requests that may start on one day only, and have no place on it."""
        times = Times("reasons, one step"), Times("reasons, job")
        while sum(len(some.seconds) for some in times) < refusals:
            request = self._random.choice(self._problem.requests)
            some = times[len(request.steps) > 1]
            with self._as_if_last(request) as question:
                question = self._on_one_day(question)
                if not offers(question, request.code, count=1):
                    with some.taking():
                        refusal = explain(question, request.code)
                    some.count(refusal.why or "named")
                    if refusal.groups:
                        some.count("smallest", _is_smallest(question, refusal.groups))
        return [some.row() for some in times]

    def _on_one_day(self, question: Problem) -> Problem:
        """Each step may only start on the same day: solver.explain proves what it says."""
        request = question.requests[0]
        start, end = question.day_span(self._random.randrange(len(question.days)))
        steps = tuple(replace(s, not_before=start, not_after=end) for s in request.steps)
        return replace(question, requests=(replace(request, steps=steps),))

    def ask_repairs(self, outages: int) -> list[Row]:
        """The units that work most fail, each for some days."""
        times, fewest = Times("repairs"), Times("fewest moves")
        for unit in self._busiest(outages):
            start = self._random.choice(self._problem.days[: 1 - _OUTAGE_DAYS])
            days = self._problem.day_span(self._problem.day_of(start) + _OUTAGE_DAYS - 1)
            outage = Outage(units=((unit, (start, days[1])),))
            moving = {request.code for request in hit(self._problem, self._plan, outage)}
            locked = [
                p.step
                for p in self._plan
                if p.request not in moving and self._random.random() < _LOCKED
            ]
            with times.taking():
                after = disturbed(self._problem, self._plan, outage, locked=locked)
                mended = repaired(after, self._plan, outage)
            _check(after, mended)
            times.count("hit", len(moving))
            times.count("left_out", len(after.requests) - len({p.request for p in mended}))
            self._move_fewest(fewest, after, outage)
        return [times.row(), fewest.row()]

    def _move_fewest(self, times: Times, after: Problem, outage: Outage) -> None:
        from solver.engine.fewest_moves import fewest_moves  # here: OR-Tools takes long to import
        from solver.engine.limits import Limits

        with times.taking():
            found = fewest_moves(
                after, self._plan, outage, Limits(seconds=_PROOF_SECONDS, workers=2)
            )
        _check(after, found.placements)
        times.count("proven", found.is_proven)
        times.count("moves", found.moves)
        times.count("left_out", len(after.requests) - len({p.request for p in found.placements}))

    def _busiest(self, count: int) -> list[str]:
        worked: dict[str, int] = {}
        for p in self._plan:
            if p.unit:
                worked[p.unit] = worked.get(p.unit, 0) + p.end - p.start
        return sorted(worked, key=lambda unit: (-worked[unit], unit))[:count]


def _check(problem: Problem, plan: Plan) -> None:
    broken = {one.rule for one in judge(problem, plan)} - _OF_OTHERS
    if broken:
        raise AssertionError(f"the plan breaks {sorted(broken)}")


def _is_smallest(question: Problem, groups: tuple[str, ...]) -> bool:
    """Whether the request fits when the groups are lifted, and with no set of fewer groups."""
    fewer = combinations(GROUPS, len(groups) - 1)
    return _fits(question, groups) and not any(_fits(question, some) for some in fewer)


def _fits(question: Problem, groups: tuple[str, ...]) -> bool:
    """What CP-SAT says, which solver.explain never asks."""
    from solver.engine.exact.search import search  # here: OR-Tools takes long to import
    from solver.engine.limits import Limits

    one = lifted(question, groups)
    one = replace(one, requests=tuple(replace(some, mandatory=True) for some in one.requests))
    limits = Limits(seconds=_PROOF_SECONDS, workers=1)
    began = perf_counter()
    found = search(one, limits, began=began, hint=(), progress=None, cancelled=None)
    if found.verdict == "unknown":
        raise AssertionError(f"CP-SAT does not know whether {one.requests[0].code} fits")
    return found.verdict != "infeasible"


def _planned(problem: Problem, seconds: float) -> Plan:
    from solver.engine.solve import Limits, solve  # here: OR-Tools takes most of a second to import

    answer = solve(problem, Limits(seconds=seconds, workers=2))
    return () if isinstance(answer, NoSchedule) else answer.placements


def main(arguments: Sequence[str] | None = None) -> int:
    """Ask, and print what came of it; gives the exit status."""
    parser = argparse.ArgumentParser(prog="python -m solver.benchmark.answers", description=__doc__)
    add = parser.add_argument
    add("file", nargs="?", type=Path, help="an instance (a generated week)")
    add("--requests", type=int, default=1000, help="of the generated weeks (1,000)")
    add("--seconds", type=float, default=10.0, help="for the plan (10)")
    add("--offers", type=int, default=10_000, help="so many are asked for (10,000)")
    add("--reasons", type=int, default=1_000, help="so many refusals are explained (1,000)")
    add("--repairs", type=int, default=20, help="so many outages are repaired (20)")
    add("--seed", type=int, default=1, help="of the questions (1)")
    given = parser.parse_args(arguments)
    problem = read_instance(given.file) if given.file else generate(given.requests, seed=given.seed)
    asking = Asking(problem, _planned(problem, given.seconds), given.seed)
    for ask, count in (
        (asking.ask_offers, given.offers),
        (asking.ask_reasons, given.reasons),
        (asking.ask_repairs, given.repairs),
    ):
        for row in ask(count):
            print(json.dumps(row), flush=True)  # noqa: T201  # a command speaks here
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
