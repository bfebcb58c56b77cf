"""Plans from lists: each step in turn at its earliest start, and all shifted to one side."""

from solver.engine.fast.compiled import compiled
from solver.engine.fast.plan.chance import draw_below
from solver.engine.fast.pools.tables import BLOCK, FIELD, GUARDS, OPEN, Project, Work
from solver.engine.fast.pools.teams import later_for_team, take_team
from solver.engine.fast.tables import NEVER, Table

Arc = Table  # a row of arcs


@compiled
def forward(p: Project, w: Work, order: Table) -> int:
    """Place the steps in the order of a list, each as early as it can; the end of the last."""
    return _place_all(p, w, order, p.first_in, p.into, w.start, p.lower)


@compiled
def backward(p: Project, w: Work, order: Table) -> int:
    """The same from the end: `back` counts slots from the end of the plan to the end of a step."""
    return _place_all(p, w, order, p.first_out, p.out, w.back, w.never)


@compiled
def _place_all(
    p: Project, w: Work, order: Table, first: Table, arcs: Table, start: Table, lower: Table
) -> int:
    words, last, cleared = len(p.whole), 0, 0
    for n in range(len(order)):
        step = order[n]
        if w.way[step] == OPEN:
            cleared = _choose_way(p, w, step, lower[step], start, cleared)
        way = w.way[step]
        duration = p.ways[way].duration
        at = lower[step]
        for k in range(first[step], first[step + 1]):
            at = max(at, _behind(p, w, arcs[k], duration, start))
        at, cleared = _earliest(p, w, way, at, duration, cleared)
        if p.ways[way].first_part < p.ways[way].end_part:
            take_team(p, w, step, way, at, duration)
        for slot in range(at * words, (at + duration) * words, words):
            for word in range(p.ways[way].first_word, p.ways[way].end_word):
                w.free[slot + word] -= p.needs[way, word]
        start[step] = at
        last = max(last, at + duration)
    return int(last)


@compiled
def _behind(p: Project, w: Work, arc: Arc, duration: int, start: Table) -> int:
    """The first start that a wait leaves a step that takes so long."""
    other = p.ways[w.way[arc.other]].duration
    return int(start[arc.other] + arc.least + arc.of_end * other - arc.to_end * duration)


@compiled
def _choose_way(p: Project, w: Work, step: int, lower: int, start: Table, cleared: int) -> int:
    """Take the way in which a step ends first; of equally good ones any."""
    soonest, equal = NEVER, 0
    for way in range(p.first_way[step], p.first_way[step + 1]):
        duration = p.ways[way].duration
        at = lower
        for k in range(p.first_in[step], p.first_in[step + 1]):
            at = max(at, _behind(p, w, p.into[k], duration, start))
        if at + duration > soonest:
            continue
        at, cleared = _earliest(p, w, way, at, duration, cleared)
        equal = equal + 1 if at + duration == soonest else 0
        if at + duration < soonest or (equal > 0 and draw_below(w, equal + 1) == 0):
            soonest = at + duration
            w.way[step] = way
    return cleared


@compiled
def _earliest(
    p: Project, w: Work, way: int, at: int, duration: int, cleared: int
) -> tuple[int, int]:
    """The first start with enough of every pool and a team; slots are made ready when reached.

    Looked at from the last slot back: where one has too little, all starts up to it are skipped.
    """
    good = at  # from here on slots were looked at
    while True:
        if good >= at + duration:
            late = later_for_team(p, w, way, at, duration) if len(w.busy) > 0 else 0
            if late == 0:
                return at, cleared
            at += late
        at, cleared = _skip_full(p, w, way, at, cleared)
        good = max(good, at)
        end = at + duration
        cleared = _clear(p, w, cleared, end)
        slot = end - 1
        while slot >= good and _has_enough(p, w, way, slot):
            slot -= 1
        if slot >= good:
            # A block that was tried from its first slot in vain may be full for others too.
            if at & ((1 << BLOCK) - 1) == 0 and slot + 1 - at > (1 << BLOCK - 1):
                _find_top(p, w, at >> BLOCK)
            at = slot + 1
        good = end


@compiled
def _skip_full(p: Project, w: Work, way: int, at: int, cleared: int) -> tuple[int, int]:
    """The first block at or after a slot in which some slot may have enough of every pool."""
    words, block = len(p.whole), at >> BLOCK
    while True:
        cleared = _clear(p, w, cleared, (block + 1) << BLOCK)
        for word in range(p.ways[way].first_word, p.ways[way].end_word):
            if ((w.top[block * words + word] | GUARDS) - p.needs[way, word]) & GUARDS != GUARDS:
                break
        else:
            return max(at, block << BLOCK), cleared
        block += 1


@compiled
def _find_top(p: Project, w: Work, block: int) -> None:
    """The most there is of each pool in a block of slots."""
    words = len(p.whole)
    for word in range(words):
        top = 0
        for slot in range(block << BLOCK, (block + 1) << BLOCK):
            free = w.free[slot * words + word]
            larger = ((free | GUARDS) - top) & GUARDS
            mask = larger - (larger >> (FIELD - 1))
            top = (free & mask) | (top & ~mask)
        w.top[block * words + word] = top


@compiled
def _clear(p: Project, w: Work, cleared: int, end: int) -> int:
    """Make slots ready, a block at a time."""
    words = len(p.whole)
    while cleared < end:
        for word in range(words):
            w.top[(cleared >> BLOCK) * words + word] = p.whole[word]
        for _ in range(1 << BLOCK):
            if len(w.busy) > 0:
                w.busy[cleared] = 0
            for word in range(words):
                w.free[cleared * words + word] = p.whole[word]
            cleared += 1
    return cleared


@compiled
def _has_enough(p: Project, w: Work, way: int, slot: int) -> bool:
    words = len(p.whole)
    for word in range(p.ways[way].first_word, p.ways[way].end_word):
        left = (w.free[slot * words + word] | GUARDS) - p.needs[way, word]
        if left & GUARDS != GUARDS:
            return False
    return True


@compiled
def justify(p: Project, w: Work, order: Table) -> int:
    """Shift all steps of the plan to the right and back to the left; never longer, mostly shorter.

    The plan is the one `forward` made last; `order` becomes its steps by start.
    """
    _sort(p, w, w.start, order)
    _mend(p, w, order, p.first_out, p.out)
    backward(p, w, order)
    _sort(p, w, w.back, order)
    _mend(p, w, order, p.first_in, p.into)
    last = forward(p, w, order)
    by_start(w, order)
    _mend(p, w, order, p.first_in, p.into)
    return last


@compiled
def _mend(p: Project, w: Work, order: Table, first: Table, arcs: Table) -> None:
    """Put each step behind those it waits for, the others where they are."""
    if p.loose[0] == 0:
        return
    w.ready[:] = order
    w.waits[:] = 1
    count = 0
    while count < len(order):
        for n in range(len(order)):
            step = w.ready[n]
            if w.waits[step] == 1 and _is_next(w, step, first, arcs):
                w.waits[step] = 0
                order[count] = step
                count += 1


@compiled
def _is_next(w: Work, step: int, first: Table, arcs: Table) -> bool:
    ready = True
    for n in range(first[step], first[step + 1]):
        ready = ready and w.waits[arcs[n].other] == 0
    return ready


@compiled
def _sort(p: Project, w: Work, start: Table, order: Table) -> None:
    """The steps by their end, the latest first."""
    w.counts[:] = 0
    latest = 0
    for step in range(len(order)):
        end = start[step] + p.ways[w.way[step]].duration
        latest = max(latest, end)
        w.counts[end] += 1
    total = 0
    for end in range(latest, -1, -1):
        count = w.counts[end]
        w.counts[end] = total
        total += count
    for step in range(len(order)):
        end = start[step] + p.ways[w.way[step]].duration
        order[w.counts[end]] = step
        w.counts[end] += 1


@compiled
def by_start(w: Work, order: Table) -> None:
    """The steps of the plan by their start."""
    w.counts[:] = 0
    latest = 0
    for step in range(len(order)):
        latest = max(latest, w.start[step])
        w.counts[w.start[step]] += 1
    total = 0
    for start in range(latest + 1):
        count = w.counts[start]
        w.counts[start] = total
        total += count
    for step in range(len(order)):
        order[w.counts[w.start[step]]] = step
        w.counts[w.start[step]] += 1
