"""The way of each step, where there are several and budgets allow only some of them together."""

from solver.engine.fast.compiled import compiled
from solver.engine.fast.plan.chance import draw_below
from solver.engine.fast.pools.tables import OPEN, Project, Work


@compiled
def count_used(p: Project, w: Work) -> int:
    """What the ways use of the budgets; by how much that is too much in all."""
    w.used[:] = 0
    for step in range(len(w.way)):
        spend(p, w, w.way[step], 1)
    return excess(p, w)


@compiled
def spend(p: Project, w: Work, way: int, times: int) -> None:
    """Use up what a way takes, or give it back."""
    for n in range(p.ways[way].first_spend, p.ways[way].end_spend):
        w.used[p.spends[n].of] += times * p.spends[n].amount


@compiled
def excess(p: Project, w: Work) -> int:
    """By how much the budgets are exceeded in all."""
    total = 0
    for n in range(len(p.budgets)):
        total += max(0, w.used[n] - p.budgets[n])
    return int(total)


@compiled
def draw_ways(p: Project, w: Work) -> None:
    """Any way for each step, of two the shorter."""
    for step in range(len(w.way)):
        first = p.first_way[step]
        count = p.first_way[step + 1] - first
        one, other = first + draw_below(w, count), first + draw_below(w, count)
        w.way[step] = one if p.ways[one].duration <= p.ways[other].duration else other


@compiled
def leave_open(w: Work) -> None:
    """Every way is chosen when its step is placed."""
    w.way[:] = OPEN


@compiled
def mend(p: Project, w: Work, tries: int) -> int:
    """Change ways of steps drawn by chance as long as that lessens the excess; what remains."""
    over = count_used(p, w)
    while over > 0 and tries > 0:
        step = draw_below(w, len(w.way))
        tries -= 1
        best = w.way[step]
        spend(p, w, best, -1)
        for way in range(p.first_way[step], p.first_way[step + 1]):
            spend(p, w, way, 1)
            now = excess(p, w)
            spend(p, w, way, -1)
            if now < over or (now == over and draw_below(w, 4) == 0):
                best, over = way, now
        w.way[step] = best
        spend(p, w, best, 1)
    return over


@compiled
def change_some(p: Project, w: Work, of_1024: int) -> None:
    """Another way for so many of 1024 steps: any, or where budgets do not matter the soonest."""
    may_open = len(p.budgets) == 0
    for step in range(len(w.way)):
        first = p.first_way[step]
        count = p.first_way[step + 1] - first
        if count > 1 and draw_below(w, 1024) < of_1024:
            way = draw_below(w, 2 * count if may_open else count)
            w.way[step] = first + way if way < count else OPEN
