"""Says whether a problem is a project on pools alone, and writes it into tables."""

from collections.abc import Sequence
from dataclasses import dataclass
from heapq import heapify, heappop, heappush

import numpy as np

from solver.engine.fast.ask.calendars import table
from solver.engine.fast.pools.draws import Drawn, Way, drawn
from solver.engine.fast.pools.tables import FIELD, FIELDS, LARGEST, MOST_PEOPLE, Project
from solver.engine.fast.tables import Table
from solver.problem import Lag, Problem, Step

# More words than this are not made ready for each list: the general engine does not need them.
_MOST_WORDS = 2_000_000


@dataclass(frozen=True, slots=True)
class AskedProject:
    """A problem and its tables; steps and ways stand in the order of the problem."""

    problem: Problem
    project: Project
    steps: tuple[Step, ...]
    ways: tuple[Way, ...]
    order: list[int]  # the steps, each behind those it waits for

    people: tuple[str, ...]  # in teams; each is a bit, the first one the lowest

    def in_order(self, keys: Sequence[int]) -> list[int]:
        """The steps by a key, but each behind those it waits for."""
        return _in_order(self.problem, keys)


def ask_project(problem: Problem) -> AskedProject | None:
    """The tables, or None where the problem needs more than pools, or less than every step."""
    if not _is_about_its_end(problem) or any(pool.taken for pool in problem.pools):
        return None
    if any(lag.most is not None and not lag.soft for lag in problem.lags):
        return None
    found = drawn(problem)
    if found is None or any(size > LARGEST for size in found.capacities.values()):
        return None
    if len(found.people) > MOST_PEOPLE:
        return None
    steps = tuple(problem.steps_by_code.values())
    order, slots = _in_order(problem, [0] * len(steps)), _slots(problem, steps)
    if len(order) < len(steps) or slots * _words(found) > _MOST_WORDS:
        return None
    project = _tables(problem, steps, found, order, slots)
    ways = tuple(way for some in found.ways for way in some)
    return AskedProject(problem, project, steps, ways, order, found.people)


def _is_about_its_end(problem: Problem) -> bool:
    """Whether everything must be done and only the last end counts."""
    only = problem.goal[0][0]
    return (
        len(problem.goal) == len(problem.goal[0]) == 1
        and only.name == "makespan"
        and only.weight < 0
        and not problem.standing
        and all(request.mandatory for request in problem.requests)
    )


def _in_order(problem: Problem, keys: Sequence[int]) -> list[int]:
    """The steps by a key, each behind those it waits for; fewer where they wait in a circle."""
    numbers = {code: n for n, code in enumerate(problem.steps_by_code)}
    after: list[list[int]] = [[] for _ in numbers]
    waits = [0] * len(numbers)
    for lag in problem.lags:
        after[numbers[lag.before]].append(numbers[lag.after])
        waits[numbers[lag.after]] += 1
    ready = [(keys[n], n) for n, count in enumerate(waits) if count == 0]
    heapify(ready)
    found = []
    while ready:
        _, step = heappop(ready)
        found.append(step)
        for other in after[step]:
            waits[other] -= 1
            if waits[other] == 0:
                heappush(ready, (keys[other], other))
    return found


def _slots(problem: Problem, steps: tuple[Step, ...]) -> int:
    """So many slots are enough for any list: in each some step runs, or a wait or notice binds."""
    runs = sum(max(way.duration for way in step.alternatives) for step in steps)
    waits = sum(max(0, lag.least) for lag in problem.lags)
    return runs + waits + max(step.not_before for step in steps) + 1


def _words(found: Drawn) -> int:
    return max(1, -(-len(found.capacities) // FIELDS))


def _tables(
    problem: Problem, steps: tuple[Step, ...], found: Drawn, order: list[int], slots: int
) -> Project:
    numbers = {step.code: n for n, step in enumerate(steps)}
    firsts = np.cumsum([0, *(len(ways) for ways in found.ways)])
    rows = Project.rows()
    way_rows, spends = _way_rows(problem, steps, found)
    first_in, into = _arcs(problem, numbers, backward=False)
    first_out, out = _arcs(problem, numbers, backward=True)
    needs = [_packed(found, dict(way.draws)) for ways in found.ways for way in ways]
    way_rows = [(*row, *_reach(words)) for row, words in zip(way_rows, needs, strict=True)]
    return Project(
        first_way=firsts.astype(np.int32),
        ways=table(way_rows, rows["ways"][0]),
        needs=np.array(needs, np.int64),
        spends=table(spends, rows["spends"][0]),
        whole=np.array(_packed(found, found.capacities), np.int64),
        crews=np.array(found.crews(), np.int64),
        budgets=np.array([budget.amount for budget in problem.budgets], np.int64),
        lower=np.array([step.not_before for step in steps], np.int32),
        first_in=first_in,
        into=into,
        first_out=first_out,
        out=out,
        tail=np.array(_tails(problem, numbers, steps, order), np.int32),
        slots=np.array([slots], np.int32),
        loose=np.array([any(map(_is_loose, problem.lags))], np.int32),
    )


def _is_loose(lag: Lag) -> bool:
    """Whether the later step may start, or end, no later than the earlier one."""
    return lag.origin == "start" or lag.target == "end" or lag.least < 0


def _way_rows(
    problem: Problem, steps: tuple[Step, ...], found: Drawn
) -> tuple[list[tuple[int, ...]], list[tuple[int, int]]]:
    """Duration of each way and where its budgets and parts stand; the budgets and amounts."""
    budgets = {budget.code: n for n, budget in enumerate(problem.budgets)}
    rows: list[tuple[int, ...]] = []
    spends: list[tuple[int, int]] = []
    part = 0
    for step, ways in zip(steps, found.ways, strict=True):
        for way in ways:
            first = len(spends)
            spent = step.alternatives[way.option].budgets
            spends += [(budgets[draw.of], draw.amount) for draw in spent]
            rows.append((way.duration, first, len(spends), part, part + len(way.team)))
            part += len(way.team)
    return rows, spends


def _reach(words: list[int]) -> tuple[int, int]:
    """The first word with an amount, and the one behind the last."""
    some = [n for n, word in enumerate(words) if word]
    return (some[0], some[-1] + 1) if some else (0, 0)


def _packed(found: Drawn, amounts: dict[str, int]) -> list[int]:
    """Amounts in words, each in the place of what is drawn."""
    words = [0] * _words(found)
    for place, name in enumerate(found.capacities):
        amount = min(amounts.get(name, 0), LARGEST)
        words[place // FIELDS] += amount << (FIELD * (place % FIELDS))
    return words


def _arcs(problem: Problem, numbers: dict[str, int], *, backward: bool) -> tuple[Table, Table]:
    """The first arc of each step, and the arcs: seen from behind, ends are starts."""
    rows: list[list[tuple[int, int, int, int]]] = [[] for _ in numbers]
    for lag in problem.lags:
        before, after = numbers[lag.before], numbers[lag.after]
        of_end, to_end = int(lag.origin == "end"), int(lag.target == "end")
        if backward:
            rows[before].append((after, lag.least, 1 - to_end, 1 - of_end))
        else:
            rows[after].append((before, lag.least, of_end, to_end))
    firsts = np.cumsum([0, *(len(some) for some in rows)]).astype(np.int32)
    flat = [row for some in rows for row in some]
    return firsts, table(flat, Project.rows()["into"][0])


def _tails(
    problem: Problem, numbers: dict[str, int], steps: tuple[Step, ...], order: list[int]
) -> list[int]:
    shortest = [min(way.duration for way in step.alternatives) for step in steps]
    tails = list(shortest)
    behind: list[list[tuple[int, int]]] = [[] for _ in steps]
    for lag in problem.lags:
        before, after = numbers[lag.before], numbers[lag.after]
        since = shortest[before] if lag.origin == "end" else 0
        until = shortest[after] if lag.target == "end" else 0
        behind[before].append((after, since + lag.least - until))
    for step in reversed(order):
        for after, slots in behind[step]:
            tails[step] = max(tails[step], slots + tails[after])
    return tails
