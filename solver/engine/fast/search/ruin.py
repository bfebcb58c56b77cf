"""What a try takes out: requests that stand in each other's way."""

from solver.engine.fast.compiled import compiled
from solver.engine.fast.plan.chance import chance, draw_below
from solver.engine.fast.search.state import ABSENT, QUEUE, STAMP, Search
from solver.engine.fast.search.undo import take_out
from solver.engine.fast.tables import NONE, Plan, Question


@compiled
def clear(q: Question, plan: Plan, s: Search, request: int) -> bool:
    """Take a placed request out and queue it; its units are marked as having room."""
    row = q.requests[request]
    if s.absent_at[request] != NONE:
        return False
    for step in range(row.first_step, row.end_step):
        placed = plan.placed[step]
        unit = q.ways[q.options[placed.option]].unit
        if unit >= 0:
            s.unit_stamps[unit] = s.counts[STAMP]
    take_out(q, plan, s, request)
    enqueue(s, request)
    return True


@compiled
def enqueue(s: Search, request: int) -> None:
    """Queue a request that is to be inserted, once."""
    if s.queued[request] == s.counts[STAMP]:
        return
    s.queued[request] = s.counts[STAMP]
    s.queue[s.counts[QUEUE]] = request
    s.counts[QUEUE] += 1


@compiled
def clear_around_absent(q: Question, plan: Plan, s: Search, most: int) -> None:
    """Make room for an absent request: where each of its steps might run, one after the other."""
    request = s.absent[draw_below(plan, s.counts[ABSENT])]
    row, at = q.requests[request], NONE
    enqueue(s, request)
    for n in range(row.first_step, row.end_step):
        step = q.steps[q.order[n]]
        option = step.first_option + draw_below(plan, step.end_option - step.first_option)
        way = q.ways[q.options[option]]
        if at == NONE:
            at = _some_moment(q, plan, q.order[n], way.duration)
        clear_near(q, plan, s, option, at, at + way.duration, most)
        at += way.duration


@compiled
def _some_moment(q: Question, plan: Plan, step: int, length: int) -> int:
    """A start for a step: often before it is due, else anywhere in its time."""
    row = q.steps[step]
    last = min(row.not_after - 1, q.horizon[0] - length)
    due = q.due[row.request] - length - row.tail
    if row.not_before < due < last and chance(plan, 768):
        last = due
    return int(row.not_before + draw_below(plan, max(1, last - row.not_before + 1)))


@compiled
def clear_near(
    q: Question, plan: Plan, s: Search, option: int, start: int, end: int, most: int
) -> None:
    """Take out what is on an option's unit, or with one of its people, in some time."""
    way = q.ways[q.options[option]]
    if way.unit >= 0:
        _clear_unit(q, plan, s, way.unit, start, end, most)
    for part in range(way.first_part, way.end_part):
        crew = q.parts[part].crew
        size = q.crews[crew + 1] - q.crews[crew]
        if size > 0:
            member = q.members[q.crews[crew] + draw_below(plan, size)]
            _clear_lane(q, plan, s, 2 * member.person + q.parts[part].mode, start, end, most)


@compiled
def _clear_unit(
    q: Question, plan: Plan, s: Search, unit: int, start: int, end: int, most: int
) -> None:
    """Take out requests whose runs on the unit meet some time, until the queue is long enough."""
    first = q.units[unit].first_run
    at = first
    while at < first + plan.run_count[unit] and s.counts[QUEUE] < most:
        row = plan.runs[at]
        at += 1
        meets = row.start < end and row.end > start and can_move(q, row.step)
        if meets and clear(q, plan, s, q.steps[row.step].request):
            at = first


@compiled
def _clear_lane(
    q: Question, plan: Plan, s: Search, lane: int, start: int, end: int, most: int
) -> None:
    """The same with what a person does."""
    first = q.lanes[lane].first
    at = first
    while at < first + plan.task_count[lane] and s.counts[QUEUE] < most:
        row = plan.tasks[at]
        at += 1
        meets = row.start < end and row.end > start and can_move(q, row.step)
        if meets and clear(q, plan, s, q.steps[row.step].request):
            at = first


@compiled
def can_move(q: Question, step: int) -> bool:
    """Whether a row belongs to a step that may be taken out."""
    return step >= 0 and not q.steps[step].locked


@compiled
def clear_around_placed(q: Question, plan: Plan, s: Search, most: int) -> None:
    """Take out a placed request and what stands near it, on the units and people it might have."""
    request = draw_below(plan, len(q.requests))
    row = q.requests[request]
    if s.absent_at[request] != NONE:
        return
    step = row.first_step + draw_below(plan, row.end_step - row.first_step)
    if not can_move(q, step):
        return
    start, end = plan.placed[step].start, plan.placed[step].end
    reach = draw_below(plan, 2 * (end - start) + 8)
    clear(q, plan, s, request)
    what = q.steps[step]
    for _ in range(2):
        option = what.first_option + draw_below(plan, what.end_option - what.first_option)
        clear_near(q, plan, s, option, start - reach, end + reach, most)


@compiled
def clear_any(q: Question, plan: Plan, s: Search, most: int) -> None:
    """Take out some requests, wherever they are."""
    for _ in range(most):
        request = draw_below(plan, len(q.requests))
        if s.absent_at[request] == NONE:
            clear(q, plan, s, request)
