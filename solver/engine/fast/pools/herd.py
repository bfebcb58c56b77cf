"""A herd of lists: two are crossed, the child is changed a little, shifted to both sides, and takes
the place of a worse one (genetic algorithm with double justification: Valls, Ballestin, Quintanilla
2008; the lists of justified plans are by start)."""

from solver.engine.fast.compiled import compiled
from solver.engine.fast.plan.chance import draw_below
from solver.engine.fast.pools.lists import cross, draw_list, swap_some
from solver.engine.fast.pools.modes import change_some, draw_ways, leave_open, mend
from solver.engine.fast.pools.queues import Queues
from solver.engine.fast.pools.schedule import forward, justify
from solver.engine.fast.pools.tables import Project, Work
from solver.engine.fast.pools.walk import walk

# An exceeded budget outweighs every end.
_OVER = 1 << 32
_EMPTY = 1 << 60
_MEND = 64  # tries to keep within budgets, for each child


@compiled
def found_herd(p: Project, w: Work, first: int, end: int) -> None:
    """Fill some empty rows of the herd with lists drawn by chance."""
    for row in range(first, end):
        if w.ends[row] < _EMPTY:
            continue
        draw_list(p, w, 1 + row % 3)
        if row % 2 == 0 and len(p.budgets) == 0:
            leave_open(w)
        else:
            draw_ways(p, w)
        w.ends[row] = _judge(p, w, 16 * _MEND)
        w.lists[row] = w.order
        w.ways[row] = w.way


@compiled
def write_given(p: Project, w: Work) -> None:
    """Try the list and the ways that are written down, and put them into the last row."""
    row = len(w.ends) - 1
    w.ends[row] = _judge(p, w, 0)
    w.lists[row] = w.order
    w.ways[row] = w.way


@compiled
def breed(
    p: Project, w: Work, s: Queues, children: int, swaps: int, changes: int, moves: int
) -> None:
    """So many children one after the other; where there are queues, each walks so many moves."""
    size, steps = len(w.ends), len(w.order)
    for _ in range(children):
        one, other = _good(w, size), _good(w, size)
        length = steps // 4 + draw_below(w, steps // 2 + 1)
        first = draw_below(w, steps - length + 1)
        cross(w, w.lists[one], w.lists[other], first, first + length)
        for step in range(steps):
            w.way[step] = w.ways[other, step] if w.waits[step] == 2 else w.ways[one, step]
        swap_some(p, w, swaps)
        change_some(p, w, changes)
        end = _judge(p, w, _MEND)
        if moves > 0:
            walk(p, w, s, moves)
            end = _judge(p, w, 0)
        bad = _bad(w, size)
        if end <= w.ends[bad]:
            w.ends[bad] = end
            w.lists[bad] = w.order
            w.ways[bad] = w.way


@compiled
def _judge(p: Project, w: Work, tries: int) -> int:
    """What the list and its ways are worth; the best are written down."""
    over = 0
    if len(p.budgets) > 0:
        over = mend(p, w, tries)
    forward(p, w, w.order)
    end = justify(p, w, w.order) + over * _OVER
    if end < w.best_end[0]:
        w.best_end[0] = end
        w.best_start[:] = w.start
        w.best_way[:] = w.way
        if len(w.busy) > 0:
            w.best_team[:] = w.team
    return end


@compiled
def _good(w: Work, size: int) -> int:
    one, other = draw_below(w, size), draw_below(w, size)
    return one if w.ends[one] <= w.ends[other] else other


@compiled
def _bad(w: Work, size: int) -> int:
    bad = draw_below(w, size)
    for _ in range(3):
        other = draw_below(w, size)
        if w.ends[other] > w.ends[bad]:
            bad = other
    return bad
