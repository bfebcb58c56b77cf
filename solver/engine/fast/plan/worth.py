"""What a request is worth in the plan, by level; and the price of one place of a step."""

from solver.engine.fast.ask.aim import NAMES
from solver.engine.fast.compiled import compiled
from solver.engine.fast.plan.amounts import (
    is_moved,
    new_days,
    people_told,
    shifted,
    waits_for_staff,
    waits_for_step,
)
from solver.engine.fast.tables import NEVER, NONE, Plan, Question, Table

ACCEPTED = NAMES.index("accepted_weight")
EARLINESS = NAMES.index("earliness")
LATENESS = NAMES.index("lateness")
MAKESPAN = NAMES.index("makespan")
COST = NAMES.index("cost")
WAITING = NAMES.index("waiting")
VISITS = NAMES.index("visits")
STAFF_SLOTS = NAMES.index("staff_slots")
MOVES = NAMES.index("moves")
PEOPLE_TOLD = NAMES.index("people_told")
SLOTS_SHIFTED = NAMES.index("slots_shifted")


@compiled
def is_placed(q: Question, plan: Plan, request: int) -> bool:
    """Whether all steps of a request are placed, and of those it follows."""
    while request != NONE:
        row = q.requests[request]
        for step in range(row.first_step, row.end_step):
            if plan.placed[step].option == NONE:
                return False
        request = row.follows
    return True


@compiled
def add_worth(q: Question, plan: Plan, request: int, factor: int, into: Table) -> None:
    """Add the request's levels, times a factor; the makespan is not among them.

    One that is not placed whole is worth what an absent one is, though locked steps of it stand.
    """
    whole = is_placed(q, plan, request)
    for n in range(len(q.terms)):
        term = q.terms[n]
        if whole:
            amount = _of_request(q, plan, request, term.name)
        else:
            amount = _of_absent(q, request, term.name)
        if amount != 0:
            into[term.level] += factor * q.term_weights[n] * amount


@compiled
def _of_request(q: Question, plan: Plan, request: int, name: int) -> int:
    if name == ACCEPTED:
        return int(q.weights[request])
    if name == LATENESS:
        return _late(q, plan, request)
    row, amount = q.requests[request], 0
    if name == WAITING:
        for soft in range(q.soft_of[request], q.soft_of[request + 1]):
            if is_placed(q, plan, q.steps[q.soft[soft].before].request):
                amount += waits_for_step(q, plan, soft)
    for step in range(row.first_step, row.end_step):
        amount += _of_standing(q, plan, step, name) + _of_step(q, plan, step, name)
    return amount


@compiled
def _of_absent(q: Question, request: int, name: int) -> int:
    row, amount = q.requests[request], 0
    for step in range(row.first_step, row.end_step):
        if q.steps[step].standing == NONE:
            continue
        stood = q.stood[q.steps[step].standing]
        if name == MOVES:
            amount += 1
        elif name == PEOPLE_TOLD:
            amount += stood.end_person - stood.first_person
        elif name == SLOTS_SHIFTED:
            amount += q.horizon[0]
    return int(amount)


@compiled
def _late(q: Question, plan: Plan, request: int) -> int:
    row, last = q.requests[request], -NEVER
    if q.due[request] >= NEVER:
        return 0
    for step in range(row.first_step, row.end_step):
        last = max(last, plan.placed[step].end)
    return int(q.weights[request] * max(0, last - q.due[request]))


@compiled
def _of_step(q: Question, plan: Plan, step: int, name: int) -> int:
    placed = plan.placed[step]
    if name == EARLINESS:
        return int(q.horizon[0] - placed.start)
    way = q.options[placed.option]
    if name == COST:
        return int(q.ways[way].cost)
    if name == WAITING:
        return waits_for_staff(q, step, way, placed.end)
    if name == VISITS:
        return new_days(q, plan, step, placed.start, placed.end)
    if name == STAFF_SLOTS:
        return int(q.ways[way].staff_slots)
    return 0


@compiled
def _of_standing(q: Question, plan: Plan, step: int, name: int) -> int:
    if q.steps[step].standing == NONE:
        return 0
    placed = plan.placed[step]
    if name == MOVES:
        return is_moved(q, step, placed.option, placed.start)
    if name == PEOPLE_TOLD:
        return people_told(q, plan, step)
    if name == SLOTS_SHIFTED:
        return shifted(q, step, placed.start)
    return 0


@compiled
def price(q: Question, plan: Plan, step: int, option: int, start: int, end: int) -> float:
    """What a place would cost in the terms that one step can tell; small is good."""
    total = 0.0
    for n in range(len(q.terms)):
        name = q.terms[n].name
        if name == MAKESPAN:
            amount = end + q.steps[step].tail
        elif name in (EARLINESS, COST, STAFF_SLOTS, VISITS):
            amount = _told_alone(q, plan, step, option, start, end, name)
        else:
            amount = _told_with_others(q, plan, step, option, start, end, name)
        total += q.prices[n] * amount
    return total


@compiled
def _told_alone(
    q: Question, plan: Plan, step: int, option: int, start: int, end: int, name: int
) -> int:
    way = q.options[option]
    if name == EARLINESS:
        return -start
    if name == COST:
        return int(q.ways[way].cost)
    if name == STAFF_SLOTS:
        return int(q.ways[way].staff_slots)
    return new_days(q, plan, step, start, end)


@compiled
def _told_with_others(
    q: Question, plan: Plan, step: int, option: int, start: int, end: int, name: int
) -> int:
    row = q.steps[step]
    if name == LATENESS:
        late = end + row.tail - q.due[row.request]
        return int(q.weights[row.request] * max(0, late))
    if name == WAITING:
        return waits_for_staff(q, step, q.options[option], end)
    if row.standing == NONE:
        return 0
    if name == MOVES:
        return is_moved(q, step, option, start)
    return shifted(q, step, start) if name == SLOTS_SHIFTED else 0
