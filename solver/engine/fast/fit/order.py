"""Order: the least and the last start that placed steps leave a step."""

from solver.engine.fast.compiled import compiled
from solver.engine.fast.fit.hours import in_calendar, last_in
from solver.engine.fast.tables import AT_ANY_TIME, NEVER, NONE, Plan, Question


@compiled
def travel_between(q: Question, site: int, target: int) -> tuple[int, int]:
    """Slots between two sites and the calendar of collection hours; -1 where there is no way."""
    if site < 0 or target < 0:
        return 0, NONE
    return int(q.travel[site, target]), int(q.leaves[site, target])


@compiled
def site_of(q: Question, plan: Plan, step: int) -> int:
    """Where a placed step runs."""
    return int(q.ways[q.options[plan.placed[step].option]].site)


@compiled
def earliest_side(q: Question, arc: int, since: int, site: int, target: int) -> int:
    """From when on the later side of an arc may lie, when the earlier one lies at `since`."""
    row = q.arcs[arc]
    least = since + row.least
    if not row.travels:
        return int(least)
    slots, leaves = travel_between(q, site, target)
    if leaves == NONE:
        return int(least)
    ready = since + max(0, row.least)
    if leaves != AT_ANY_TIME:
        ready = in_calendar(q, leaves, ready, 1)
    return int(max(least, ready + slots))


@compiled
def latest_side(q: Question, arc: int, until: int, site: int, target: int) -> int:
    """Until when the earlier side of an arc may lie, when the later one lies at `until`."""
    row = q.arcs[arc]
    most = until - row.least
    if not row.travels:
        return int(most)
    slots, leaves = travel_between(q, site, target)
    if leaves == NONE:
        return int(most)
    leave = until - slots
    if leaves != AT_ANY_TIME:
        leave = last_in(q, leaves, leave)
        if leave == NONE:
            return -NEVER
    return int(min(most, leave - max(0, row.least)))


@compiled
def side(row_start: int, row_end: int, at_end: int) -> int:
    """The start or the end."""
    return row_end if at_end else row_start


@compiled
def least_start(q: Question, plan: Plan, step: int, site: int, length: int) -> int:
    """The least start of a run of so many slots that the placed steps before it allow."""
    row = q.steps[step]
    least = row.not_before
    if row.keeps:
        least = max(least, plan.placed[row.same_as].end)
    for n in range(row.first_in, row.end_in):
        arc = q.arcs[q.into[n]]
        other = plan.placed[arc.before]
        if other.option != NONE:
            since = side(other.start, other.end, arc.origin_end)
            from_site = site_of(q, plan, arc.before)
            until = earliest_side(q, q.into[n], since, from_site, site)
            least = max(least, until - length * arc.target_end)
    return int(least)


@compiled
def last_start(q: Question, plan: Plan, step: int, site: int, length: int, others_of: int) -> int:
    """The last start that placed steps behind it allow; those of one request are left out."""
    row = q.steps[step]
    last = min(row.not_after - 1, q.horizon[0] - length)
    for n in range(row.first_out, row.end_out):
        arc = q.arcs[q.out[n]]
        other = plan.placed[arc.after]
        if other.option == NONE or _gives_way(q, arc.after, others_of):
            continue
        until = side(other.start, other.end, arc.target_end)
        since = latest_side(q, q.out[n], until, site, site_of(q, plan, arc.after))
        last = min(last, since - length * arc.origin_end)
    return int(last)


@compiled
def _gives_way(q: Question, step: int, request: int) -> bool:
    """Whether a step may be moved to make room for another of the request."""
    row = q.steps[step]
    return bool(row.request == request and not row.locked)


@compiled
def pushed(q: Question, plan: Plan, arc: int, start: int, end: int, site: int) -> int:
    """How many slots later the later step of an arc must start when the earlier lies here."""
    row = q.arcs[arc]
    other = plan.placed[row.after]
    since = side(start, end, row.origin_end)
    until = earliest_side(q, arc, since, site, site_of(q, plan, row.after))
    return int(until - side(other.start, other.end, row.target_end))
