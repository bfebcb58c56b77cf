"""One try: what it touches is written down first, and put back where it is not kept."""

from solver.engine.fast.compiled import compiled
from solver.engine.fast.plan.insert import insert, remove
from solver.engine.fast.plan.put import put_chosen
from solver.engine.fast.plan.worth import add_worth, is_placed
from solver.engine.fast.search.state import ABSENT, STALE, STAMP, TOUCHED, Search
from solver.engine.fast.tables import NONE, Plan, Question


@compiled
def begin(s: Search) -> None:
    """A new try: nothing is touched."""
    s.counts[STAMP] += 1
    s.counts[TOUCHED] = 0
    s.change[:] = 0


@compiled
def touch(q: Question, plan: Plan, s: Search, request: int) -> None:
    """Write down where a request is, once in a try, with those whose worth depends on it."""
    if s.stamps[request] == s.counts[STAMP]:
        return
    row = q.requests[request]
    _write(q, plan, s, request)
    for n in range(row.first_linked, row.end_linked):
        if s.stamps[q.linked[n]] != s.counts[STAMP]:
            _write(q, plan, s, q.linked[n])


@compiled
def _write(q: Question, plan: Plan, s: Search, request: int) -> None:
    s.stamps[request] = s.counts[STAMP]
    s.touched[s.counts[TOUCHED]] = request
    s.counts[TOUCHED] += 1
    count_worth(q, plan, request, -1, s)
    row = q.requests[request]
    for step in range(row.first_step, row.end_step):
        s.saved[step] = plan.placed[step]
        if plan.placed[step].option != NONE:
            _copy(q, step, plan.who, s.saved_who, plan.also, s.saved_also)


@compiled
def count_worth(q: Question, plan: Plan, request: int, factor: int, s: Search) -> None:
    """Add what the request gives to the levels to the change."""
    if q.requests[request].mandatory and not is_placed(q, plan, request):
        s.change[0] -= factor
    add_worth(q, plan, request, factor, s.change[1:])


@compiled
def _copy(q: Question, step: int, who, to_who, also, to_also) -> None:  # type: ignore[no-untyped-def]  # arrays
    row = q.steps[step]
    last = step + 1 < len(q.steps)
    end_who = q.steps[step + 1].first_who if last else len(who)
    end_also = q.steps[step + 1].first_also if last else len(also)
    for n in range(row.first_who, end_who):
        to_who[n] = who[n]
    for n in range(row.first_also, end_also):
        to_also[n] = also[n]


@compiled
def take_out(q: Question, plan: Plan, s: Search, request: int) -> None:
    """Take a request out, and before it those that follow it."""
    row = q.requests[request]
    for n in range(row.first_follower, row.end_follower):
        if is_placed(q, plan, q.followers[n]):
            _take_one_out(q, plan, s, q.followers[n])
    _take_one_out(q, plan, s, request)


@compiled
def _take_one_out(q: Question, plan: Plan, s: Search, request: int) -> None:
    touch(q, plan, s, request)
    remove(q, plan, request)
    set_absent(s, request, absent=True)


@compiled
def put_in(q: Question, plan: Plan, s: Search, request: int, blink: int) -> bool:
    """Insert a request, where it finds a place."""
    touch(q, plan, s, request)
    if not insert(q, plan, request, blink):
        return False
    set_absent(s, request, absent=False)
    return True


@compiled
def set_absent(s: Search, request: int, absent: bool) -> None:
    """Keep the list of absent requests."""
    at, last = s.absent_at[request], s.counts[ABSENT]
    if absent and at == NONE:
        s.absent[last], s.absent_at[request] = request, last
        s.counts[ABSENT] += 1
    elif not absent and at != NONE:
        moved = s.absent[last - 1]
        s.absent[at], s.absent_at[moved] = moved, at
        s.absent_at[request] = NONE
        s.counts[ABSENT] -= 1


@compiled
def put_back(q: Question, plan: Plan, s: Search) -> None:
    """Leave the plan as it was before the try."""
    for n in range(s.counts[TOUCHED]):
        remove(q, plan, s.touched[n])
    for n in range(s.counts[TOUCHED]):
        row = q.requests[s.touched[n]]
        for at in range(row.first_step, row.end_step):
            if s.saved[q.order[at]].option != NONE:
                _restore(q, plan, s, q.order[at])
    for n in range(s.counts[TOUCHED]):
        set_absent(s, s.touched[n], absent=not is_placed(q, plan, s.touched[n]))


@compiled
def _restore(q: Question, plan: Plan, s: Search, step: int) -> None:
    if plan.placed[step].option == NONE:
        _copy(q, step, s.saved_who, plan.who, s.saved_also, plan.also)
        row = s.saved[step]
        put_chosen(q, plan, step, row.option, row.start, row.end)


@compiled
def keep(q: Question, plan: Plan, s: Search) -> None:
    """Let the try stand."""
    for level in range(len(s.levels)):
        s.levels[level] += s.change[level]
    for n in range(s.counts[TOUCHED]):
        request = s.touched[n]
        if not s.is_stale[request]:
            s.is_stale[request] = 1
            s.stale[s.counts[STALE]] = request
            s.counts[STALE] += 1


@compiled
def write_best(q: Question, plan: Plan, s: Search) -> None:
    """Write down the plan as the best so far."""
    s.best_levels[:] = s.levels
    for n in range(s.counts[STALE]):
        request = s.stale[n]
        s.is_stale[request] = 0
        row = q.requests[request]
        for step in range(row.first_step, row.end_step):
            s.best[step] = plan.placed[step]
            _copy(q, step, plan.who, s.best_who, plan.also, s.best_also)
    s.counts[STALE] = 0
