"""Teams: different people for the parts of one step, all of whom stay to its end.

A person is a bit, and who has something else to do in a slot is a word of them. Bits are given so
that those whom most others can do without come lowest; they are asked first.
"""

from solver.engine.fast.compiled import compiled
from solver.engine.fast.pools.tables import NOBODY, Project, Work


@compiled
def later_for_team(p: Project, w: Work, way: int, at: int, duration: int) -> int:
    """By how many slots a run must start later for a team to be free; 0 where one is."""
    busy = NOBODY
    for slot in range(at + duration - 1, at - 1, -1):
        if w.busy[slot] | busy != busy:
            busy |= w.busy[slot]
            if not _find_seats(p, w, way, ~busy):
                return slot + 1 - at
    return 0


@compiled
def take_team(p: Project, w: Work, step: int, way: int, at: int, duration: int) -> None:
    """Give the parts of a step people who are free."""
    busy, team = NOBODY, NOBODY
    for slot in range(at, at + duration):
        busy |= w.busy[slot]
    _find_seats(p, w, way, ~busy)
    for n in range(p.ways[way].end_part - p.ways[way].first_part):
        w.team[step, n] = w.seat[n]
        team |= w.seat[n]
    for slot in range(at, at + duration):
        w.busy[slot] |= team


@compiled
def _find_seats(p: Project, w: Work, way: int, free: int) -> bool:
    """Whether each part has a person of its own; they stand in w.seat then."""
    first, taken = p.ways[way].first_part, NOBODY
    for n in range(p.ways[way].end_part - first):
        able = p.crews[first + n] & free & ~taken
        found = able & -able
        if found == 0:
            found = _hand_on(p, w, first, n, free, taken)
        else:
            w.seat[n] = found
        if found == 0:
            return False
        taken |= found
    return True


@compiled
def _hand_on(p: Project, w: Work, first: int, part: int, free: int, taken: int) -> int:
    """Who is found for a part, or for one that hands its person on, and so forth; 0 for nobody."""
    w.queue[0], count, at, seen = part, 1, 0, NOBODY
    while at < count:
        asks = w.queue[at]
        able = p.crews[first + asks] & free & ~seen
        if able & ~taken != 0:
            found = able & ~taken & -(able & ~taken)
            _move_up(w, asks, part, found)
            return int(found)
        seen |= able
        for owner in range(part):
            if w.seat[owner] & able != 0:
                w.came[owner] = asks
                w.queue[count] = owner
                count += 1
        at += 1
    return 0


@compiled
def _move_up(w: Work, asks: int, part: int, found: int) -> None:
    """Each part on the way takes who was found for it and leaves whom it had."""
    while asks != part:
        found, w.seat[asks] = w.seat[asks], found
        asks = w.came[asks]
    w.seat[part] = found
