"""One line of search on a project of pools: a herd of lists, and the best plan so far."""

from collections.abc import Sequence
from time import perf_counter

import numpy as np

from solver.engine.fast.pools.ask import AskedProject
from solver.engine.fast.pools.herd import breed, found_herd, write_given
from solver.engine.fast.pools.queues import queues_of
from solver.engine.fast.pools.tables import BLOCK, Work
from solver.judge import judge
from solver.outcome import PlacedAttendance, Placement

# A herd that has some dozen times as many children as lists comes furthest. Measured in 4 s on hard
# projects of 60, 120 and 300 steps, mean gaps: 800 times as many 3.3, 4.5 and 5.5 %; 400 times 2.4,
# 3.7 and 5.0 %; 100 times 2.1, 2.5, 2.7 %; 50 times 1.4, 2.2, 2.6 %; 25 times 1.3, 2.7 and 3.4 %.
_CHILDREN_OF_EACH = 50
_SMALLEST, _LARGEST = 16, 8000
_SWAPS, _CHANGES = 20, 20  # of 1024 neighbours swapped and ways changed in a child
# With queues a small herd, each child of which walks: between 200 and 5,000 moves no difference was
# beyond chance.
_MOVES, _MOVES_TIMES_STEPS = 1000, 100_000
_NO_END = 1 << 60


class ProjectLine:
    """Searches from a first herd on. Equal seeds and numbers of tries give equal plans."""

    def __init__(self, asked: AskedProject, seed: int, given: Sequence[Placement] = ()) -> None:
        self._asked = asked
        self._work = _work(asked, seed, _SMALLEST)
        self._queues = queues_of(asked.project)
        self._moves = 0
        if len(self._queues.count):
            self._moves = min(_MOVES, _MOVES_TIMES_STEPS // len(asked.steps))
        self.tries = 0
        self._founded = _SMALLEST
        self._bound = _bound(asked)
        if given and _write(asked, self._work, given):
            write_given(asked.project, self._work)
        found_herd(asked.project, self._work, 0, 1)  # the first one may have to be compiled
        began = perf_counter()
        found_herd(asked.project, self._work, 1, _SMALLEST)
        self._seconds_each = (perf_counter() - began) / (_SMALLEST - 1)

    @property
    def levels(self) -> tuple[int, ...]:
        """The best plan's levels; before them mandatory requests left out, as a negative number."""
        weight = self._asked.problem.goal[0][0].weight
        if not self._is_a_plan:
            return -len(self._asked.problem.requests), 0
        return 0, weight * int(self._work.best_end[0])

    @property
    def _is_a_plan(self) -> bool:
        return int(self._work.best_end[0]) <= self._asked.problem.horizon

    @property
    def is_done(self) -> bool:
        """Whether no plan can be better."""
        return int(self._work.best_end[0]) <= self._bound

    def prepare(self, *, seconds: float | None, iterations: int | None) -> None:
        """Make room for a herd as large as the search that comes can make use of."""
        if self._moves:
            return
        children = iterations
        if children is None:
            children = int((seconds or 0) / max(self._seconds_each, 1e-7))
        size = max(_SMALLEST, min(_LARGEST, children // _CHILDREN_OF_EACH))
        if size > _SMALLEST:
            small = self._work
            self._work = _work(self._asked, int(small.random[0]), size)
            for name in ("lists", "ways", "ends"):
                getattr(self._work, name)[:_SMALLEST] = getattr(small, name)
            for name in ("best_end", "best_start", "best_way", "best_team"):
                getattr(self._work, name)[:] = getattr(small, name)

    def go_on(self, tries: int, share: float) -> None:
        """So many tries more, when so much of the search is over."""
        size = len(self._work.ends)
        if self._founded < size:
            first, self._founded = self._founded, min(size, self._founded + tries)
            found_herd(self._asked.project, self._work, first, self._founded)
        else:
            herd = self._asked.project, self._work, self._queues
            breed(*herd, tries, _SWAPS, _CHANGES, self._moves)
        self.tries += tries

    def placements(self) -> tuple[Placement, ...]:
        """The best plan; empty where budgets or horizon allowed none."""
        if not self._is_a_plan:
            return ()
        best = self._work
        rows = zip(
            best.best_start.tolist(), best.best_way.tolist(), best.best_team.tolist(), strict=True
        )
        return tuple(_placement(self._asked, n, *row) for n, row in enumerate(rows))


def _work(asked: AskedProject, seed: int, size: int) -> Work:
    p, count = asked.project, len(asked.steps)
    slots = int(p.slots[0]) + (2 << BLOCK)
    rows = {
        name: np.zeros(count, np.int32)
        for name in ("start", "back", "ready", "waits", "never", "best_start", "best_way")
    }
    most = max(len(way.team) for way in asked.ways)
    return Work(
        busy=np.zeros(slots * bool(most), np.int64),
        team=np.zeros((count, most), np.int64),
        best_team=np.zeros((count, most), np.int64),
        seat=np.zeros(most, np.int64),
        queue=np.zeros(most + 1, np.int32),
        came=np.zeros(most, np.int32),
        free=np.zeros(slots * len(p.whole), np.int64),
        top=np.zeros(((slots >> BLOCK) + 1) * len(p.whole), np.int64),
        used=np.zeros(len(p.budgets), np.int64),
        way=p.first_way[:-1].copy(),
        order=np.array(asked.order, np.int32),
        counts=np.zeros(slots, np.int32),
        random=np.array([seed * 2654435761 % (1 << 31) + 1], np.int64),
        lists=np.zeros((size, count), np.int32),
        ways=np.zeros((size, count), np.int32),
        ends=np.full(size, _NO_END, np.int64),
        best_end=np.array([_NO_END], np.int64),
        **rows,
    )


def _bound(asked: AskedProject) -> int:
    """No plan ends before its longest chain does."""
    rests = asked.project.lower + asked.project.tail
    return int(rests.max())


def _write(asked: AskedProject, work: Work, given: Sequence[Placement]) -> bool:
    """Write down a given plan as the best, and its list to be tried; False where it is none."""
    placed = {p.step: p for p in given}
    if len(placed) != len(asked.steps) or judge(asked.problem, given):
        return False
    firsts = asked.project.first_way.tolist()
    plan = [placed[step.code] for step in asked.steps]
    work.way[:] = [_way_of(asked, p, range(*firsts[n : n + 2])) for n, p in enumerate(plan)]
    work.best_way[:] = work.way
    work.best_start[:] = [p.start for p in plan]
    bits = {code: 1 << n for n, code in enumerate(asked.people)}
    for n, p in enumerate(plan if bits else ()):
        work.best_team[n, : len(p.attendance)] = [bits[part.person] for part in p.attendance]
    work.best_end[0] = max(p.end for p in plan)
    work.order[:] = asked.in_order([p.start for p in plan])
    return True


def _way_of(asked: AskedProject, placed: Placement, ways: range) -> int:
    """The way of a placement that was judged: there is one."""
    who = placed.attendance[0].person if placed.attendance else ""
    options = asked.problem.steps_by_code[placed.step].alternatives
    return next(
        n
        for n in ways
        if options[asked.ways[n].option].code == placed.alternative
        and asked.ways[n].person in ("", who)
    )


def _placement(
    asked: AskedProject, number: int, start: int, way_number: int, team: list[int]
) -> Placement:
    step, way = asked.steps[number], asked.ways[way_number]
    end = start + way.duration
    alternative = step.alternatives[way.option]
    people = [way.person] * bool(way.person)
    people += [asked.people[bit.bit_length() - 1] for bit in team[: len(way.team)]]
    attendance = [
        PlacedAttendance(person=person, mode="exclusive", start=start, end=end) for person in people
    ]
    return Placement(
        step=step.code,
        request=step.request,
        unit=alternative.unit,
        start=start,
        end=end,
        attendance=tuple(attendance),
        alternative=alternative.code,
    )
