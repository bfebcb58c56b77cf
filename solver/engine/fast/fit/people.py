"""People: from when on somebody, or a whole team, can attend the parts of a run."""

from solver.engine.fast.compiled import compiled
from solver.engine.fast.fit.hours import in_calendar
from solver.engine.fast.fit.lanes import Run, in_lane, may_take, on_call, on_the_way
from solver.engine.fast.tables import AT_START, EXCLUSIVE, NEVER, NONE, WHOLE, Plan, Question


@compiled
def span_of(q: Question, part: int, start: int, end: int) -> tuple[int, int]:
    """The slots of a part of a run."""
    row = q.parts[part]
    if row.throughout:
        return start, end
    if row.at_end:
        return end - row.slots, end
    return start, start + row.slots


@compiled
def later_for(q: Question, plan: Plan, member: int, part: int, run: Run, at: int, to: int) -> int:
    """By how many slots a run over [at, to) must start later for this person to attend the part."""
    row, mode = q.members[member], q.parts[part].mode
    lane = 2 * row.person + mode
    if not may_take(q, plan, lane):
        return NEVER
    begin, stop = span_of(q, part, at, to)
    length, late, moved = stop - begin, 0, True
    while moved:
        first = in_calendar(q, row.calendar, begin + late, length)
        if first >= NEVER:
            return NEVER
        late = first - begin
        span = (first, first + length, True)
        if mode == EXCLUSIVE:
            more = in_lane(q, plan, lane, span, run, at + late, to + late)
        else:
            more = on_call(q, plan, lane, span, run, at + late, to + late)
        if more == 0 and q.lanes[lane].roams and run.site >= 0:
            more = on_the_way(q, plan, row.person, span, run.site)
        late += more
        moved = more > 0
        if late >= NEVER:
            return NEVER
    return late


@compiled
def later_for_people(q: Question, plan: Plan, way: int, run: Run, at: int, to: int) -> int:
    """By how many slots a run over [at, to) must start later for its parts to be attended.

    0 when they can be; otherwise a lower bound, so that asking again ends at the first such start.
    """
    row, late = q.ways[way], 0
    for part in range(row.first_part, row.end_part):
        team = q.parts[part].team
        if team == NONE:
            late = max(late, _later_for_one(q, plan, part, run, at, to))
        elif team == part - row.first_part:
            late = max(late, later_for_team(q, plan, way, team, run, at, to))
        if late >= NEVER:
            return NEVER
    return late


@compiled
def _later_for_one(q: Question, plan: Plan, part: int, run: Run, at: int, to: int) -> int:
    crew, soonest = q.parts[part].crew, NEVER
    for member in range(q.crews[crew], q.crews[crew + 1]):
        late = later_for(q, plan, member, part, run, at, to)
        if late == 0:
            return 0
        soonest = min(soonest, late)
    return soonest


@compiled
def later_for_team(q: Question, plan: Plan, way: int, team: int, run: Run, at: int, to: int) -> int:
    """The same for parts that need different people; who goes where stands in plan.mate."""
    row, soonest = q.ways[way], NEVER
    for part in range(row.first_part, row.end_part):
        if q.parts[part].team == team:
            crew = q.parts[part].crew
            for member in range(q.crews[crew], q.crews[crew + 1]):
                late = later_for(q, plan, member, part, run, at, to)
                plan.free[part - row.first_part, member - q.crews[crew]] = late == 0
                plan.mate[q.members[member].person] = NONE
                if late > 0:
                    soonest = min(soonest, late)
    for part in range(row.first_part, row.end_part):
        plan.seat[part - row.first_part] = NONE
    for part in range(row.first_part, row.end_part):
        if q.parts[part].team == team and not _seat(q, plan, row.first_part, part):
            return soonest
    return 0


@compiled
def _seat(q: Question, plan: Plan, first: int, part: int) -> bool:
    """Give the part a person; whoever has another part may hand it on, and so forth."""
    plan.seen[0] += 1
    plan.waiting[0], count, at = part, 1, 0
    while at < count:
        asks = plan.waiting[at]
        crew = q.parts[asks].crew
        for member in range(q.crews[crew], q.crews[crew + 1]):
            person = q.members[member].person
            if not plan.free[asks - first, member - q.crews[crew]]:
                continue
            if plan.seen[1 + person] == plan.seen[0]:
                continue
            plan.seen[1 + person] = plan.seen[0]
            plan.asked_by[person] = asks
            if plan.mate[person] == NONE:
                _hand_on(plan, first, person)
                return True
            plan.waiting[count] = plan.mate[person]
            count += 1
        at += 1
    return False


@compiled
def _hand_on(plan: Plan, first: int, person: int) -> None:
    """Each part on the way takes the person who was found for it and leaves the one it had."""
    while person != NONE:
        part = plan.asked_by[person]
        left = plan.seat[part - first]
        plan.mate[person], plan.seat[part - first] = part, person
        person = left


@compiled
def later_for_party(
    q: Question, plan: Plan, step: int, way: int, run: Run, at: int, to: int
) -> int:
    """By how many slots a run must start later for those who come to be elsewhere no more."""
    row, late = q.steps[step], 0
    if row.party < 0:
        return 0
    lane = 2 * len(q.home) + row.party
    if not may_take(q, plan, lane):
        return NEVER
    if row.bind == WHOLE:
        late = in_lane(q, plan, lane, (at, to, False), run, at, to)
    elif row.bind == AT_START:
        some = q.ways[way]
        for part in range(some.first_part, some.end_part):
            begin, stop = span_of(q, part, at, to)
            late = max(late, in_lane(q, plan, lane, (begin, stop, False), run, at, to))
    return late
