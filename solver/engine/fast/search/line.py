"""One line of search: a plan and what it remembers."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from solver.engine.fast.ask.question import Asked
from solver.engine.fast.compiled import compiled
from solver.engine.fast.plan.fresh import fresh_plan
from solver.engine.fast.plan.given import put_as_given
from solver.engine.fast.plan.insert import remove
from solver.engine.fast.plan.worth import is_placed
from solver.engine.fast.read_back import placements
from solver.engine.fast.search.anneal import stand, try_often
from solver.engine.fast.search.first import insert_all, orders, slots_of
from solver.engine.fast.search.state import ABSENT, TRIES, Search, fresh_search
from solver.engine.fast.search.undo import begin, count_worth, set_absent, touch
from solver.engine.fast.tables import NONE, Plan, Question
from solver.outcome import Placement

# Heat as a share of what a typical request is worth, at the beginning and at the end.
_HOT, _COLD = 0.02, 0.0005
_MOST_OUT, _MOST_ABSENT = 16, 3  # requests taken out, and absent ones tried, in one try

Row = tuple[int, int, int, list[int], list[int]]  # step, option, start, people, further units


@dataclass(frozen=True, slots=True)
class Line:
    """A plan that is searched on; its tables change."""

    asked: Asked
    plan: Plan
    search: Search

    @property
    def levels(self) -> tuple[int, ...]:
        """The best plan's levels; before them mandatory requests left out, as a negative number."""
        return tuple(self.search.best_levels.tolist())

    @property
    def tries(self) -> int:
        """How many tries there were."""
        return int(self.search.counts[TRIES])

    @property
    def is_done(self) -> bool:
        """Never: no bound is known here."""
        return False

    def prepare(self, *, seconds: float | None, iterations: int | None) -> None:
        """Nothing depends on how long the search will be."""

    def go_on(self, tries: int, share: float) -> None:
        """So many tries more, when so much of the search is over."""
        heat = _HOT * (_COLD / _HOT) ** min(1.0, share)
        q = self.asked.question
        try_often(q, self.plan, self.search, tries, heat, _MOST_OUT, _MOST_ABSENT)

    def placements(self) -> tuple[Placement, ...]:
        """The best plan."""
        best = self.search
        return placements(self.asked, best.best, best.best_who, best.best_also)


def new_line(asked: Asked, seed: int, given: Sequence[Placement] = ()) -> Line:
    """A line in which the locked steps stand, and what of a given plan fits beside them."""
    plan = fresh_plan(asked, seed)
    line = Line(asked, plan, fresh_search(asked, plan, slots_of(asked)))
    open_line(asked.question, plan, line.search)
    _put(line, _locked(asked))
    for rows in _by_request(asked, given):
        _put(line, rows)
    settle(asked.question, plan, line.search)
    return line


@compiled
def open_line(q: Question, plan: Plan, s: Search) -> None:
    """Count what the plan without any request is worth, and begin a try that touches all."""
    begin(s)
    for request in range(len(q.requests)):
        count_worth(q, plan, request, 1, s)
    for level in range(len(s.levels)):
        s.levels[level] = s.change[level]
    begin(s)
    for request in range(len(q.requests)):
        touch(q, plan, s, request)


@compiled
def settle(q: Question, plan: Plan, s: Search) -> None:
    """Take out what is not placed whole, but for locked steps, and let the rest stand."""
    for request in range(len(q.requests)):
        whole = is_placed(q, plan, request)
        if not whole:
            remove(q, plan, request)
        set_absent(s, request, not whole)
    stand(q, plan, s)


def first_line(asked: Asked, seed: int, given: Sequence[Placement] = ()) -> Line:
    """The line of the best first plan: requests inserted in some orders, beside what is given."""
    lines = []
    for order in orders(asked):
        line = new_line(asked, seed, given)
        insert_all(asked.question, line.plan, line.search, order)
        lines.append(line)
    best = max(lines, key=lambda line: line.levels)
    _set_scale(best)
    return best


def _set_scale(line: Line) -> None:
    """What a typical request is worth in each level; 1 where it is worth less."""
    placed = max(1, len(line.search.absent) - int(line.search.counts[ABSENT]))
    line.search.scale[:] = np.maximum(1.0, np.abs(line.search.best_levels) / placed)


def _put(line: Line, rows: Iterable[Row]) -> None:
    for step, option, start, who, also in rows:
        if line.plan.placed[step].option == NONE:
            put_as_given(
                line.asked.question,
                line.plan,
                step,
                option,
                start,
                np.array(who, np.int32),
                np.array(also, np.int32),
            )


def _locked(asked: Asked) -> list[Row]:
    steps, people, units = asked.numbers
    found = []
    for one in asked.problem.standing:
        if one.locked:
            step = steps[one.step]
            option = _option(asked, step, one.alternative)
            who, also = [people[code] for code in one.people], [units[code] for code in one.also]
            found.append((step, option, one.start, who, also))
    return found


def _by_request(asked: Asked, given: Sequence[Placement]) -> list[list[Row]]:
    """The given placements of requests the problem has, those that are followed first."""
    steps, people, units = asked.numbers
    found: dict[str, list[Row]] = {}
    for p in given:
        step = steps.get(p.step)
        option = NONE if step is None else _option(asked, step, p.alternative)
        if step is not None and option != NONE:
            who = [people.get(part.person, NONE) for part in p.attendance]
            also = [units.get(code, NONE) for code in p.also]
            request = asked.steps[step].request
            found.setdefault(request, []).append((step, option, p.start, who, also))
    asks = asked.problem.requests_by_code
    return [
        sorted(rows, key=lambda row: asked.place_of[row[0]])
        for code, rows in sorted(found.items(), key=lambda item: bool(asks[item[0]].follows))
    ]


def _option(asked: Asked, step: int, code: str) -> int:
    """The option of an alternative's code; -1 where the step has none."""
    codes = [way.code for way in asked.steps[step].alternatives]
    return (
        int(asked.question.steps[step].first_option) + codes.index(code) if code in codes else NONE
    )
