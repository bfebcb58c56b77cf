"""Writes a whole problem into tables, and keeps what is needed to read a plan back."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from solver.engine.fast.ask.aim import aim_tables
from solver.engine.fast.ask.calendars import Calendars, table
from solver.engine.fast.ask.crews import CrewRows
from solver.engine.fast.ask.order import Arc, arcs_of, order_tables, placing_order
from solver.engine.fast.ask.places import UnitRows
from solver.engine.fast.ask.ways import Context, WayRows
from solver.engine.fast.tables import (
    AT_START,
    FREE,
    NEVER,
    NONE,
    POOL,
    REQUEST,
    STEP,
    WHOLE,
    Question,
    Table,
)
from solver.problem import Problem, Request, Step, WindowsBind

BINDS: dict[WindowsBind, int] = {"free": FREE, "start": AT_START, "whole": WHOLE}


@dataclass(frozen=True, slots=True)
class Asked:
    """A problem, its tables, and how many rows a plan of it needs."""

    problem: Problem
    question: Question
    parts: int  # people on steps
    further: int  # further units of steps
    largest_team: int
    largest_crew: int
    settings: dict[str, int]
    steps: tuple[Step, ...]
    numbers: tuple[dict[str, int], dict[str, int], dict[str, int]]  # of steps, people, units
    firsts: list[tuple[int, int, int]]  # of each step: its first option, person, further unit
    place_of: list[int]  # of each step: its place in the order


def ask(problem: Problem) -> Asked:
    """The problem as tables."""
    calendars = Calendars(problem)
    units = UnitRows(problem, calendars)
    crews = CrewRows(problem, calendars, units)
    steps = {code: n for n, code in enumerate(problem.steps_by_code)}
    arcs = arcs_of(problem, steps)
    order, into, out = order_tables(problem, arcs, units, calendars)
    rows = _StepRows(problem, steps, arcs, WayRows(problem, calendars, units, crews))
    rows.read(into.tolist(), out.tolist())
    uses = rows.uses()
    for way, times in enumerate(uses):
        for unit in rows.ways.kept[way]:
            units.uses[unit] += times
    work = rows.tables()
    places = units.tables()
    question = Question(
        **calendars.tables(),
        **work,
        **places,
        **crews.tables(_asked(rows.ways, uses)),
        **order,
        **aim_tables(problem, steps, crews.people, units),
        pools=_pools(problem, uses, work),
    )
    return Asked(
        settings=units.settings,
        steps=tuple(problem.steps_by_code.values()),
        numbers=(steps, crews.people, units.numbers),
        firsts=question.steps[["first_option", "first_who", "first_also"]].tolist(),
        place_of=np.argsort(question.order).tolist(),
        problem=problem,
        question=question,
        parts=rows.parts,
        further=rows.further,
        largest_team=max(rows.ways.part_counts, default=0),
        largest_crew=max((b - a for a, b in pairwise(question.crews.tolist())), default=0),
    )


def _asked(ways: WayRows, uses: list[int]) -> list[int]:
    """How often each crew may be asked for."""
    asked = [0] * (1 + max((crew for some in ways.asked for crew in some), default=-1))
    for some, times in zip(ways.asked, uses, strict=True):
        for crew in some:
            asked[crew] += times
    return asked


def _pools(problem: Problem, uses: list[int], work: dict[str, Table]) -> Table:
    """Each run begins and ends one level of its pool at most."""
    draws = [0] * len(problem.pools)
    for row, times in zip(work["ways"] if draws else (), uses if draws else (), strict=True):
        for draw in work["draws"][row.first_draw : row.end_draw]:
            draws[draw.of] += times
    rows, first = [], 0
    for pool, count in zip(problem.pools, draws, strict=True):
        room = 2 * (count + len(pool.taken)) + 3
        rows.append((pool.capacity, first, room))
        first += room
    return table(rows, POOL)


class _StepRows:
    """Collects requests, steps and options."""

    def __init__(
        self, problem: Problem, steps: dict[str, int], arcs: list[Arc], ways: WayRows
    ) -> None:
        self._problem = problem
        self._steps = steps
        self.ways = ways
        self._requests = {request.code: n for n, request in enumerate(problem.requests)}
        self._known: dict[tuple[int, int], int] = {}
        self._contexts: dict[Context, int] = {}
        self._standing = {steps[one.step]: n for n, one in enumerate(problem.standing)}
        self._request_of = [n for n, request in enumerate(problem.requests) for _ in request.steps]
        self._own: dict[int, list[tuple[int, int, int]]] = {}
        # A plan without a locked step is none, mandatory or not.
        self._locked = {
            problem.steps_by_code[one.step].request for one in problem.standing if one.locked
        }
        self._linked: dict[int, set[int]] = {}
        for before, after, least, *_ in arcs:
            request = self._request_of[before]
            if request == self._request_of[after]:
                self._own.setdefault(request, []).append((before, after, least))
        self._followers: dict[str, list[int]] = {}
        self._link()
        self.options: list[int] = []
        self.parts = self.further = 0
        self._step_rows: list[tuple[int, ...]] = []
        self._request_rows: list[tuple[int, ...]] = []
        self._order: list[int] = []
        self._linked_rows: list[int] = []
        self._follower_rows: list[int] = []

    def _link(self) -> None:
        """Requests whose worth changes with the place of another: soft lags between them."""
        for lag in self._problem.lags:
            if lag.soft:
                one, other = (
                    self._request_of[self._steps[code]] for code in (lag.before, lag.after)
                )
                if one != other:
                    self._linked.setdefault(one, set()).add(other)
        for number, request in enumerate(self._problem.requests):
            if request.follows:
                self._link_to_leaders(number, request)
        for code, some in self._followers.items():
            some.sort(key=lambda number: -self._depth(number, code))

    def _link_to_leaders(self, number: int, request: Request) -> None:
        """Without those it follows, a request that stands is worth nothing."""
        while request.follows:
            leader = self._requests[request.follows]
            self._linked.setdefault(leader, set()).add(number)
            self._followers.setdefault(request.follows, []).append(number)
            request = self._problem.requests[leader]

    def _depth(self, number: int, leader: str) -> int:
        """How many requests lie between one and one it follows."""
        depth, code = 0, self._problem.requests[number].follows
        while code != leader:
            depth, code = depth + 1, self._problem.requests_by_code[code].follows
        return depth

    def read(self, into: list[int], out: list[int]) -> None:
        """Read every request; into and out say where the arcs of each step begin."""
        for number, request in enumerate(self._problem.requests):
            first = len(self._step_rows)
            own = self._own.get(number, [])
            tails = self._tails(request, first, own)
            for n, step in enumerate(request.steps):
                self._read_step(number, request, step, tails[n], into, out)
            order = [0]
            if len(request.steps) > 1:
                waits = ((a - first, b - first) for a, b, least in own if least >= 0)
                order = placing_order(request.steps, waits)
            self._order += [first + n for n in order]
            linked = sorted(self._linked.get(number, ()))
            followers = self._followers.get(request.code, [])
            self._request_rows.append(
                (
                    *(
                        first,
                        len(self._step_rows),
                        int(request.mandatory or request.code in self._locked),
                    ),
                    self._requests[request.follows] if request.follows else NONE,
                    *(len(self._linked_rows), len(self._linked_rows) + len(linked)),
                    *(len(self._follower_rows), len(self._follower_rows) + len(followers)),
                )
            )
            self._linked_rows += linked
            self._follower_rows += followers

    def _tails(self, request: Request, first: int, own: list[tuple[int, int, int]]) -> list[int]:
        """For each step the slots that at least lie between its end and the request's."""
        tails = [0] * len(request.steps)
        shortest = [min(way.duration for way in step.alternatives) for step in request.steps]
        for before, after, least in sorted(own, reverse=True) if len(own) else ():
            if least >= 0 and before < after:
                reached = least + shortest[after - first] + tails[after - first]
                tails[before - first] = max(tails[before - first], reached)
        return tails

    def _read_step(
        self, number: int, request: Request, step: Step, tail: int, into: list[int], out: list[int]
    ) -> None:
        row = len(self._step_rows)
        options = list(self._options(step, request))
        party = self.ways.crews.party(step.party)
        standing = self._standing.get(row, NONE)
        locked = standing != NONE and self._problem.standing[standing].locked
        same = self._steps[step.same_unit_as] if step.same_unit_as else NONE
        soft = step.end_tolerance if step.end_binds == "soft" else NONE
        begin = len(self.options)
        self.options += options
        self._step_rows.append(
            (
                *(number, begin, len(self.options), step.not_before, step.not_after),
                *(
                    self.ways.units.setting(step.setting),
                    step.pieces,
                    party,
                    BINDS[step.windows_bind],
                ),
                *(
                    same,
                    int(step.keeps_unit),
                    int(step.may_pause),
                    int(locked),
                    standing,
                    soft,
                    tail,
                ),
                *(self.parts, self.further, into[row], into[row + 1], out[row], out[row + 1]),
            )
        )
        self.parts += max(self.ways.part_counts[way] for way in options)
        self.further += max(self.ways.need_counts[way] for way in options)
        if party >= 0 or step.keeps_unit:
            self._count(step, party, options)

    def _options(self, step: Step, request: Request) -> Iterator[int]:
        context = Context.of(step, request.party_taken)
        number = self._contexts.setdefault(context, len(self._contexts))
        for alternative in step.alternatives:
            # Equal alternatives of a big problem are often one object.
            key = id(alternative), number
            way = self._known.get(key)
            if way is None:
                way = self._known[key] = self.ways.add(alternative, context)
            yield way

    def _count(self, step: Step, party: int, options: list[int]) -> None:
        """Room for visits of the party, and for the time in which a unit is kept."""
        horizon = self._problem.horizon
        if party >= 0:
            times = 1 + max(self.ways.part_counts[way] for way in options)
            self.ways.crews.visit(party, horizon if step.may_pause else _longest(step), times)
        for way in options if step.keeps_unit else ():
            for unit in self.ways.kept[way]:
                self.ways.units.use(unit, horizon, 1)

    def uses(self) -> list[int]:
        """How many steps may run in each way."""
        counts: list[int] = np.bincount(self.options, minlength=len(self.ways.rows)).tolist()
        return counts

    def tables(self) -> dict[str, Table]:
        """The tables."""
        due = [NEVER if request.due is None else request.due for request in self._problem.requests]
        return {
            "requests": table(self._request_rows, REQUEST),
            "steps": table(self._step_rows, STEP),
            "options": np.array(self.options, np.int32),
            "order": np.array(self._order, np.int32),
            "linked": np.array(self._linked_rows, np.int32),
            "followers": np.array(self._follower_rows, np.int32),
            "weights": np.array([request.weight for request in self._problem.requests], np.int64),
            "due": np.array(due, np.int64),
            **self.ways.tables(),
        }


def _longest(step: Step) -> int:
    return max(way.duration for way in step.alternatives)
