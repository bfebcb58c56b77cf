"""Puts a step where somebody says it was, if it fits there."""

from solver.engine.fast.compiled import compiled
from solver.engine.fast.fit.earliest import can_wait, earliest, end_of, run_of
from solver.engine.fast.fit.further import free_from
from solver.engine.fast.fit.order import last_start, least_start, pushed
from solver.engine.fast.fit.people import later_for
from solver.engine.fast.plan.put import further_of, put_chosen
from solver.engine.fast.tables import NONE, Plan, Question, Table


@compiled
def put_as_given(
    q: Question, plan: Plan, step: int, option: int, start: int, who: Table, also: Table
) -> bool:
    """Place a step with these people and further units; False where that breaks a promise."""
    way, row = q.options[option], q.steps[step]
    end = end_of(q, step, way, start)
    if not _is_in_order(q, plan, step, option, start, end):
        return False
    if earliest(q, plan, step, way, start, start) != start:
        return False
    if not _are_free(q, plan, step, way, start, end, who, also):
        return False
    for n in range(len(who)):
        plan.who[row.first_who + n] = who[n]
    for n in range(len(also)):
        plan.also[row.first_also + n] = also[n]
    put_chosen(q, plan, step, option, start, end)
    return True


@compiled
def _is_in_order(q: Question, plan: Plan, step: int, option: int, start: int, end: int) -> bool:
    row, way = q.steps[step], q.options[option]
    site, length = q.ways[way].site, end - start
    if not _is_on_its_unit(q, plan, step, way, start):
        return False
    if start < least_start(q, plan, step, site, length):
        return False
    if start > last_start(q, plan, step, site, length, NONE):
        return False
    for n in range(row.first_out, row.end_out):
        placed = plan.placed[q.arcs[q.out[n]].after].option != NONE
        if placed and pushed(q, plan, q.out[n], start, end, site) > 0:
            return False
    return True


@compiled
def _is_on_its_unit(q: Question, plan: Plan, step: int, way: int, start: int) -> bool:
    """Whether a step that stays on the unit of an earlier one does, and may keep it until then."""
    row = q.steps[step]
    if row.same_as == NONE:
        return True
    first = plan.placed[row.same_as].option
    if first == NONE or q.ways[q.options[first]].unit != q.ways[way].unit:
        return False
    return not row.keeps or can_wait(q, plan, step, way, start) == 0


@compiled
def _are_free(
    q: Question,
    plan: Plan,
    step: int,
    way: int,
    start: int,
    end: int,
    who: Table,
    also: Table,
) -> bool:
    row = q.ways[way]
    further = further_of(q, row.first_need, row.end_need)
    if len(who) != row.end_part - row.first_part or len(also) != further:
        return False
    for part in range(row.first_part, row.end_part):
        if not _can_attend(q, plan, step, way, part, start, end, who):
            return False
    for need in range(row.first_need, row.end_need):
        first = q.needs[need].slot
        for n in range(first, first + q.needs[need].count):
            if not _is_asked(q, need, also, n, row.unit):
                return False
            if free_from(q, plan, also[n], start, end - start, q.steps[step].setting) != start:
                return False
    return True


@compiled
def _can_attend(
    q: Question,
    plan: Plan,
    step: int,
    way: int,
    part: int,
    start: int,
    end: int,
    who: Table,
) -> bool:
    """Whether the person given for a part is free for it, and on none that it meets."""
    crew, first, able = q.parts[part].crew, q.ways[way].first_part, False
    person, team = who[part - first], q.parts[part].team
    for member in range(q.crews[crew], q.crews[crew + 1]):
        if q.members[member].person == person:
            able = later_for(q, plan, member, part, run_of(q, step, way), start, end) == 0
    for other in range(first, part):
        if team != NONE and q.parts[other].team == team and who[other - first] == person:
            able = False
    return able


@compiled
def _is_asked(q: Question, need: int, also: Table, at: int, own: int) -> bool:
    """Whether a further unit is one of those a need names, and neither the own nor named twice."""
    found = False
    for n in range(q.needs[need].first_unit, q.needs[need].end_unit):
        found = found or q.need_units[n] == also[at]
    for n in range(at):
        found = found and also[n] != also[at]
    return found and also[at] != own
