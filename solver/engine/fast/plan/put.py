"""Puts a step into the plan where it fits, and takes it out again."""

from solver.engine.fast.compiled import compiled
from solver.engine.fast.fit.earliest import end_of, run_of
from solver.engine.fast.fit.further import with_further
from solver.engine.fast.fit.lanes import Run, add_task, drop_task
from solver.engine.fast.fit.people import later_for, later_for_team, span_of
from solver.engine.fast.fit.runs import add_run, drop_run
from solver.engine.fast.fit.stocks import draw
from solver.engine.fast.tables import (
    AT_START,
    FURTHER,
    HOLD,
    NONE,
    RUN,
    WHOLE,
    Plan,
    Question,
)


@compiled
def put(q: Question, plan: Plan, step: int, option: int, start: int) -> None:
    """Place a step by one of its options where `earliest` found that it fits."""
    way = q.options[option]
    row, end = q.ways[way], end_of(q, step, way, start)
    if row.end_need > row.first_need:
        with_further(q, plan, way, start, end - start, q.steps[step].setting)
        for need in range(row.first_need, row.end_need):
            _keep_further(q, plan, step, need, row.first_need)
    _choose_people(q, plan, step, way, start, end)
    put_chosen(q, plan, step, option, start, end)


@compiled
def _keep_further(q: Question, plan: Plan, step: int, need: int, first: int) -> None:
    """Write down the units chosen for a need; they stand behind those of the needs before it."""
    at = 0
    for other in range(first, need):
        at += q.needs[other].count
    for n in range(at, at + q.needs[need].count):
        unit, slot = plan.picked[2 * n], plan.picked[2 * n + 1]
        plan.also[q.steps[step].first_also + slot] = unit


@compiled
def _choose_people(q: Question, plan: Plan, step: int, way: int, start: int, end: int) -> None:
    row, run, first = q.ways[way], run_of(q, step, way), q.steps[step].first_who
    for part in range(row.first_part, row.end_part):
        what = q.parts[part]
        if what.team == NONE:
            who = _first_free(q, plan, part, run, start, end)
            plan.who[first + part - row.first_part] = who
        elif what.team == part - row.first_part:
            later_for_team(q, plan, way, what.team, run, start, end)
            _seat_team(q, plan, step, way, what.team)


@compiled
def _first_free(q: Question, plan: Plan, part: int, run: Run, start: int, end: int) -> int:
    crew = q.parts[part].crew
    for member in range(q.crews[crew], q.crews[crew + 1]):
        if later_for(q, plan, member, part, run, start, end) == 0:
            return int(q.members[member].person)
    return NONE


@compiled
def _seat_team(q: Question, plan: Plan, step: int, way: int, team: int) -> None:
    row, first = q.ways[way], q.steps[step].first_who
    for part in range(row.first_part, row.end_part):
        if q.parts[part].team != team:
            continue
        crew = q.parts[part].crew
        for member in range(q.crews[crew], q.crews[crew + 1]):
            person = q.members[member].person
            if plan.mate[person] == part:
                plan.who[first + part - row.first_part] = person


@compiled
def put_chosen(q: Question, plan: Plan, step: int, option: int, start: int, end: int) -> None:
    """Place a step whose people and further units are written down already."""
    row, placed = q.ways[q.options[option]], plan.placed[step]
    placed.option, placed.start, placed.end = option, start, end
    what = q.steps[step]
    if row.unit >= 0:
        add_run(q, plan, row.unit, start, end, step, what.setting, what.pieces, RUN)
        if what.keeps and plan.placed[what.same_as].end < start:
            kept_from = plan.placed[what.same_as].end
            add_run(q, plan, row.unit, kept_from, start, step, what.setting, 1, HOLD)
    for n in range(further_of(q, row.first_need, row.end_need)):
        unit = plan.also[what.first_also + n]
        add_run(q, plan, unit, start, end, step, what.setting, 1, FURTHER)
    for n in range(row.first_draw, row.end_draw):
        draw(q, plan, q.draws[n].of, start, end, q.draws[n].amount)
    for n in range(row.first_spend, row.end_spend):
        plan.budgets[q.draws[n].of] -= q.draws[n].amount
    _put_people(q, plan, step)


@compiled
def further_of(q: Question, first: int, end: int) -> int:
    """How many units some needs ask for."""
    count = 0
    for need in range(first, end):
        count += q.needs[need].count
    return count


@compiled
def _put_people(q: Question, plan: Plan, step: int) -> None:
    placed, what = plan.placed[step], q.steps[step]
    row = q.ways[q.options[placed.option]]
    visits = 2 * len(q.home) + what.party
    if what.party >= 0 and what.bind == WHOLE:
        add_task(q, plan, visits, placed.start, placed.end, step, NONE)
    for part in range(row.first_part, row.end_part):
        begin, stop = span_of(q, part, placed.start, placed.end)
        person = plan.who[what.first_who + part - row.first_part]
        lane = 2 * person + q.parts[part].mode
        add_task(q, plan, lane, begin, stop, step, row.site)
        if what.party >= 0 and what.bind == AT_START:
            add_task(q, plan, visits, begin, stop, step, NONE)


@compiled
def take(q: Question, plan: Plan, step: int) -> None:
    """Take a placed step out; its people and further units stay written down."""
    placed, what = plan.placed[step], q.steps[step]
    row = q.ways[q.options[placed.option]]
    if row.unit >= 0:
        drop_run(q, plan, row.unit, placed.start, step, RUN)
        if what.keeps and plan.placed[what.same_as].end < placed.start:
            drop_run(q, plan, row.unit, plan.placed[what.same_as].end, step, HOLD)
    for n in range(further_of(q, row.first_need, row.end_need)):
        drop_run(q, plan, plan.also[what.first_also + n], placed.start, step, FURTHER)
    for n in range(row.first_draw, row.end_draw):
        draw(q, plan, q.draws[n].of, placed.start, placed.end, -q.draws[n].amount)
    for n in range(row.first_spend, row.end_spend):
        plan.budgets[q.draws[n].of] += q.draws[n].amount
    _take_people(q, plan, step)
    placed.option = NONE


@compiled
def _take_people(q: Question, plan: Plan, step: int) -> None:
    placed, what = plan.placed[step], q.steps[step]
    row = q.ways[q.options[placed.option]]
    visits = 2 * len(q.home) + what.party
    if what.party >= 0 and what.bind == WHOLE:
        drop_task(q, plan, visits, placed.start, placed.end, step)
    for part in range(row.first_part, row.end_part):
        begin, stop = span_of(q, part, placed.start, placed.end)
        person = plan.who[what.first_who + part - row.first_part]
        drop_task(q, plan, 2 * person + q.parts[part].mode, begin, stop, step)
        if what.party >= 0 and what.bind == AT_START:
            drop_task(q, plan, visits, begin, stop, step)
