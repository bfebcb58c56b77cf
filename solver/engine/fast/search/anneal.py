"""Tries again and again: take some out, put in what fits, keep it when it is better, or now and
then when it is not (simulated annealing)."""

import math

from solver.engine.fast.ask.aim import NAMES
from solver.engine.fast.compiled import compiled
from solver.engine.fast.plan.chance import draw_below
from solver.engine.fast.search.recreate import ORDERS, insert_queue, queue_absent
from solver.engine.fast.search.ruin import clear_any, clear_around_absent, clear_around_placed
from solver.engine.fast.search.state import (
    ABSENT,
    BETTER,
    KEPT,
    LAST_END,
    QUEUE,
    TOUCHED,
    TRIES,
    Search,
)
from solver.engine.fast.search.undo import begin, count_worth, keep, put_back, write_best
from solver.engine.fast.tables import NONE, Plan, Question

MAKESPAN = NAMES.index("makespan")


@compiled
def try_often(
    q: Question, plan: Plan, s: Search, tries: int, heat: float, most: int, absent: int
) -> None:
    """So many tries at one heat: take out up to `most` requests, try them and some absent ones."""
    for _ in range(tries):
        begin(s)
        s.counts[QUEUE] = 0
        _ruin(q, plan, s, 1 + draw_below(plan, most))
        queue_absent(q, plan, s, absent, 20 * absent)
        insert_queue(q, plan, s, draw_below(plan, ORDERS), 16)
        finish(q, plan, s, heat)


@compiled
def _ruin(q: Question, plan: Plan, s: Search, most: int) -> None:
    kind = draw_below(plan, 16)
    if kind < 7 and s.counts[ABSENT] > 0:
        clear_around_absent(q, plan, s, most + 1)
    elif kind < 14:
        clear_around_placed(q, plan, s, most)
    else:
        clear_any(q, plan, s, most)


@compiled
def finish(q: Question, plan: Plan, s: Search, heat: float) -> None:
    """Keep the try or take it back."""
    last_end = s.counts[LAST_END]
    count_change(q, plan, s)
    s.counts[TRIES] += 1
    if not _accepted(plan, s, heat):
        s.counts[LAST_END] = last_end
        put_back(q, plan, s)
        return
    s.counts[KEPT] += 1
    keep(q, plan, s)
    if _is_better(s):
        s.counts[BETTER] += 1
        write_best(q, plan, s)


@compiled
def count_change(q: Question, plan: Plan, s: Search) -> None:
    """What the try changes of the levels."""
    for n in range(s.counts[TOUCHED]):
        count_worth(q, plan, s.touched[n], 1, s)
    _count_last_end(q, plan, s)


@compiled
def stand(q: Question, plan: Plan, s: Search) -> None:
    """Let the try stand whatever it changes, and write it down as the best plan."""
    count_change(q, plan, s)
    keep(q, plan, s)
    write_best(q, plan, s)


@compiled
def _count_last_end(q: Question, plan: Plan, s: Search) -> None:
    """The change of the makespan, where the goal asks for it."""
    last = NONE
    for n in range(len(q.terms)):
        if q.terms[n].name == MAKESPAN:
            last = _last_end(q, plan, s) if last == NONE else last
            s.change[1 + q.terms[n].level] += q.term_weights[n] * (last - s.counts[LAST_END])
    if last != NONE:
        s.counts[LAST_END] = last


@compiled
def _last_end(q: Question, plan: Plan, s: Search) -> int:
    last = 0
    for step in range(len(q.steps)):
        if s.absent_at[q.steps[step].request] == NONE:
            last = max(last, plan.placed[step].end)
    return int(last)


@compiled
def _accepted(plan: Plan, s: Search, heat: float) -> bool:
    """Whether a change stands: the first level that changes says so."""
    for level in range(len(s.change)):
        if s.change[level] > 0:
            return True
        if s.change[level] < 0:
            if heat <= 0 or level == 0:
                return False
            odds = math.exp(s.change[level] / (heat * s.scale[level]))
            return draw_below(plan, 1 << 20) < odds * (1 << 20)
    return True


@compiled
def _is_better(s: Search) -> bool:
    for level in range(len(s.levels)):
        if s.levels[level] != s.best_levels[level]:
            return bool(s.levels[level] > s.best_levels[level])
    return False
