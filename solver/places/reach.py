"""How far one side of a step can lie from a side of another: whole bitsets at once."""

from dataclasses import dataclass

from solver.timeline import everything, first, to_spans


@dataclass(frozen=True, slots=True)
class Gap:
    """How far apart two sides may lie: at least, and at most where that is said.

    With `collections`, what goes from one to the other is ready after `ready` slots, sets out in
    one of these slots, and is on the way for `way` slots. `waits`: each stretch without
    collections, and the slot of the next one.
    """

    least: int
    most: int | None = None
    ready: int = 0
    way: int = 0
    collections: int | None = None
    waits: tuple[tuple[int, int], ...] = ()


def waits_of(leaves: int) -> tuple[tuple[int, int], ...]:
    """The stretches without collections, each with the slot of the next one."""
    waits, since = [], 0
    for start, end in to_spans(leaves):
        if since < start:
            waits.append((between(since, start), start))
        since = end
    return tuple(waits)


def collected_gap(
    least: int, most: int | None, way: int, leaves: int, waits: tuple[tuple[int, int], ...]
) -> Gap:
    """The gap of a way with collections."""
    ready = max(0, least)
    return Gap(max(least, ready + way), most, ready, way, leaves, waits)


def reach(at: int, gap: Gap, horizon: int, *, forward: bool) -> int:
    """The sides so far behind (or before) one of these sides, up to the end of the horizon."""
    if not at or (gap.most is not None and gap.most < gap.least):
        return 0
    reached = _reached(at, gap, horizon, forward=forward)
    if gap.collections is not None:
        reached &= _collected(at, gap, horizon) if forward else _collecting(at, gap)
    return reached


def _reached(at: int, gap: Gap, horizon: int, *, forward: bool) -> int:
    whole = everything(horizon + 1)
    if gap.most is None:
        if forward:
            return whole & ~everything(max(0, first(at) + gap.least))
        return whole & everything(max(0, at.bit_length() - gap.least))
    width = gap.most - gap.least + 1
    shift = gap.least if forward else -gap.most
    return whole & _shifted(_spread(at, width), shift)


def _collected(at: int, gap: Gap, horizon: int) -> int:
    """Where what was ready on time for one of the collections has arrived and may be needed."""
    ready = at << gap.ready
    caught = ready & (gap.collections or 0)
    if gap.most is None:
        found = between(first(caught) + gap.way, horizon + 1) if caught else 0
    else:
        found = _spread(caught << gap.way, gap.most - gap.ready - gap.way + 1)
    for wait, start in gap.waits:
        waited = ready & wait
        if waited:
            latest = horizon
            if gap.most is not None:
                latest = waited.bit_length() - 1 - gap.ready + gap.most
            found |= between(start + gap.way, latest + 1)
    return found


def _collecting(at: int, gap: Gap) -> int:
    """The sides from which one of the collections brings it to one of these sides in time."""
    if gap.most is None:
        found = everything(max(0, at.bit_length() - gap.way))
    else:
        width = gap.most - gap.ready - gap.way + 1
        found = _shifted(_spread(at, width), gap.ready - gap.most)
    found &= gap.collections or 0
    for wait, start in gap.waits:
        needed = at >> start + gap.way
        if not needed:
            break
        if gap.most is None:
            found |= wait
        else:
            earliest = first(needed) + start + gap.way
            found |= wait >> (oldest := max(0, earliest - gap.most + gap.ready)) << oldest
    return found >> gap.ready


def between(start: int, end: int) -> int:
    """The slots of [start, end) that are not before 0."""
    start = max(start, 0)
    return everything(end - start) << start if start < end else 0


def _shifted(bits: int, by: int) -> int:
    return bits << by if by >= 0 else bits >> -by


def _spread(bits: int, width: int) -> int:
    """Every slot up to `width` - 1 behind one of these; none where width is below 1."""
    if width < 1:
        return 0
    covered = 1
    while covered < width:
        by = min(covered, width - covered)
        bits |= bits << by
        covered += by
    return bits
