"""Lists of steps, each behind those it waits for: drawn, crossed and changed a little."""

from solver.engine.fast.compiled import compiled
from solver.engine.fast.plan.chance import draw_below
from solver.engine.fast.pools.tables import Project, Work
from solver.engine.fast.tables import Table


@compiled
def draw_list(p: Project, w: Work, rivals: int) -> None:
    """A list in which, of some steps that could come next, the one with the longest rest does."""
    count = 0
    for step in range(len(w.order)):
        w.waits[step] = p.first_in[step + 1] - p.first_in[step]
        if w.waits[step] == 0:
            w.ready[count] = step
            count += 1
    for n in range(len(w.order)):
        at = draw_below(w, count)
        for _ in range(rivals):
            other = draw_below(w, count)
            if p.tail[w.ready[other]] > p.tail[w.ready[at]]:
                at = other
        step = w.ready[at]
        w.order[n] = step
        w.ready[at] = w.ready[count - 1]
        count = _release(p, w, step, count - 1)


@compiled
def _release(p: Project, w: Work, step: int, count: int) -> int:
    """Note the steps that wait for nothing else any more."""
    for n in range(p.first_out[step], p.first_out[step + 1]):
        other = p.out[n].other
        w.waits[other] -= 1
        if w.waits[other] == 0:
            w.ready[count] = other
            count += 1
    return count


@compiled
def cross(w: Work, one: Table, other: Table, first: int, end: int) -> None:
    """The list of `one`, but what comes at first to end in the order of `other` (Hartmann 1998).

    w.waits says of each step then whether it is in its place by `other`.
    """
    w.waits[:] = 0
    for n in range(first):
        w.order[n] = one[n]
        w.waits[one[n]] = 1
    n, at = first, 0
    while n < end:
        step = other[at]
        at += 1
        if w.waits[step] == 0:
            w.order[n], w.waits[step] = step, 2
            n += 1
    for at in range(first, len(one)):
        if w.waits[one[at]] == 0:
            w.order[n] = one[at]
            n += 1


@compiled
def swap_some(p: Project, w: Work, of_1024: int) -> None:
    """Swap neighbours that do not wait for each other, in so many of 1024 places."""
    for n in range(len(w.order) - 1):
        if draw_below(w, 1024) < of_1024 and not _waits(p, w.order[n], w.order[n + 1]):
            w.order[n], w.order[n + 1] = w.order[n + 1], w.order[n]


@compiled
def _waits(p: Project, step: int, later: int) -> bool:
    found = False
    for n in range(p.first_out[step], p.first_out[step + 1]):
        found = found or p.out[n].other == later
    return found
