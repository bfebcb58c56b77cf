"""The terms of a goal for one run or one request, counted as solver.terms counts a plan's."""

from solver.engine.fast.compiled import compiled
from solver.engine.fast.fit.hours import day_of, slots_away
from solver.engine.fast.fit.order import side
from solver.engine.fast.tables import FREE, NONE, WHOLE, Plan, Question


@compiled
def waits_for_staff(q: Question, step: int, way: int, end: int) -> int:
    """Slots between a soft end and open hours beyond the tolerance."""
    row = q.steps[step]
    if row.soft_end == NONE or q.ways[way].unit < 0:
        return 0
    return int(max(0, slots_away(q, q.ways[way].open, end) - row.soft_end))


@compiled
def waits_for_step(q: Question, plan: Plan, soft: int) -> int:
    """Slots by which a soft lag between placed steps is exceeded."""
    row = q.soft[soft]
    before, after = plan.placed[row.before], plan.placed[row.after]
    since = side(before.start, before.end, row.origin_end)
    until = side(after.start, after.end, row.target_end)
    return int(max(0, until - since - row.most))


@compiled
def new_days(q: Question, plan: Plan, step: int, start: int, end: int) -> int:
    """Days of a visit for a step on which nobody of the request comes for an earlier one."""
    row = q.steps[step]
    if row.bind == FREE:
        return 0
    first = day_of(q, start)
    last = day_of(q, end - 1) if row.bind == WHOLE else first
    request, count = q.requests[row.request], 0
    for day in range(first, last + 1):
        new = 1
        for other in range(request.first_step, step):
            if _comes_on(q, plan, other, day):
                new = 0
        count += new
    return count


@compiled
def _comes_on(q: Question, plan: Plan, step: int, day: int) -> bool:
    placed, bind = plan.placed[step], q.steps[step].bind
    if placed.option == NONE or bind == FREE:
        return False
    last = placed.end - 1 if bind == WHOLE else placed.start
    return bool(day_of(q, placed.start) <= day <= day_of(q, last))


@compiled
def is_moved(q: Question, step: int, option: int, start: int) -> int:
    """1 where a standing step starts at another slot or runs on another kind of unit."""
    stood = q.stood[q.steps[step].standing]
    if stood.start != start:
        return 1
    unit = q.ways[q.options[option]].unit
    kind = q.units[unit].kind if unit >= 0 else NONE
    return int(kind != stood.kind)


@compiled
def people_told(q: Question, plan: Plan, step: int) -> int:
    """People on a standing step who were not, and who were and are not."""
    stood, placed, row = (
        q.stood[q.steps[step].standing],
        plan.placed[step],
        q.steps[step],
    )
    way = q.ways[q.options[placed.option]]
    parts = way.end_part - way.first_part
    were = stood.end_person - stood.first_person
    stay, now = 0, 0
    for n in range(row.first_who, row.first_who + parts):
        person, again = plan.who[n], False
        for other in range(row.first_who, n):
            again = again or plan.who[other] == person
        if again:
            continue
        now += 1
        for other in range(stood.first_person, stood.end_person):
            stay += q.stood_people[other] == person
    return int(were + now - 2 * stay)


@compiled
def shifted(q: Question, step: int, start: int) -> int:
    """Slots between the old and the new start of a standing step."""
    stood = q.stood[q.steps[step].standing]
    return int(abs(start - stood.start))
