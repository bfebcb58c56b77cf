"""Inserts a whole request: its steps one after the other, earlier ones moved back where a later one
cannot follow in time. All or nothing."""

from solver.engine.fast.compiled import compiled
from solver.engine.fast.fit.earliest import can_wait, earliest, end_of
from solver.engine.fast.fit.order import last_start, least_start, pushed
from solver.engine.fast.plan.chance import chance
from solver.engine.fast.plan.put import put, take
from solver.engine.fast.plan.worth import is_placed, price
from solver.engine.fast.tables import NEVER, NONE, Plan, Question

_STAYS = -1  # in plan.lower: the step is not moved


@compiled
def insert(q: Question, plan: Plan, request: int, blink: int) -> bool:
    """Place what is not placed of a request; False, and nothing changed, where that fails.

    blink: in how many of 1024 cases a way is overlooked, so that repeated tries differ.
    """
    row = q.requests[request]
    if not _may_be_placed(q, plan, request):
        return False
    at, tries = row.first_step, 8 + 4 * (row.end_step - row.first_step)
    while at < row.end_step:
        step = q.order[at]
        if plan.lower[step] == _STAYS:
            at += 1
            continue
        option, start = choose(q, plan, step, blink)
        back = at
        if option != NONE:
            back = _give_way(q, plan, step, option, start, at)
        if option == NONE or tries == 0:
            withdraw(q, plan, request, at)
            return False
        if back < at:
            tries -= 1
            take_back(q, plan, back, at)
            at = back
        else:
            put(q, plan, step, option, start)
            at += 1
    return True


@compiled
def _may_be_placed(q: Question, plan: Plan, request: int) -> bool:
    """Whether what it follows is there and its locked steps stand; what stands is not moved."""
    row, stands = q.requests[request], True
    if row.follows >= 0 and not is_placed(q, plan, row.follows):
        return False
    for step in range(row.first_step, row.end_step):
        plan.lower[step] = _STAYS if plan.placed[step].option != NONE else 0
        stands = stands and (plan.lower[step] == _STAYS or not q.steps[step].locked)
    return bool(stands)


@compiled
def withdraw(q: Question, plan: Plan, request: int, at: int) -> None:
    """Take out what was placed of a request before position `at` of the order."""
    take_back(q, plan, q.requests[request].first_step, at)


@compiled
def take_back(q: Question, plan: Plan, first: int, end: int) -> None:
    """Take out the steps between two positions of the order, those that stay excepted."""
    for at in range(end - 1, first - 1, -1):
        if plan.lower[q.order[at]] != _STAYS:
            take(q, plan, q.order[at])


@compiled
def remove(q: Question, plan: Plan, request: int) -> None:
    """Take a request out, its locked steps excepted."""
    row = q.requests[request]
    for at in range(row.end_step - 1, row.first_step - 1, -1):
        step = q.order[at]
        if plan.placed[step].option != NONE and not q.steps[step].locked:
            take(q, plan, step)


@compiled
def choose(q: Question, plan: Plan, step: int, blink: int) -> tuple[int, int]:
    """The best option of a step and its start: first what pushes no earlier step, then what is
    cheapest, then what ends first. (-1, -1) where none fits."""
    row = q.steps[step]
    best, best_start, least_push, lowest, first_end = NONE, NONE, NEVER, 0.0, NEVER
    for option in range(row.first_option, row.end_option):
        if row.end_option - row.first_option > 1 and chance(plan, blink):
            continue
        start = first_start(q, plan, step, option)
        if start >= NEVER:
            continue
        end = end_of(q, step, q.options[option], start)
        push = _push(q, plan, step, option, start, end)
        if push > 0 and _cannot_give_way(q, plan, step, option, start, end):
            continue
        cost = price(q, plan, step, option, start, end)
        if (push, cost, end) < (least_push, lowest, first_end):
            best, best_start = option, start
            least_push, lowest, first_end = push, cost, end
    return best, best_start


@compiled
def first_start(q: Question, plan: Plan, step: int, option: int) -> int:
    """The first start of an option beside what is placed; a standing step stays where it can."""
    row, way = q.steps[step], q.options[option]
    site, length = q.ways[way].site, q.ways[way].duration
    if row.same_as >= 0:
        first = plan.placed[row.same_as].option
        if q.ways[q.options[first]].unit != q.ways[way].unit:
            return NEVER
    least = max(plan.lower[step], least_start(q, plan, step, site, length))
    last = last_start(q, plan, step, site, length, row.request)
    if row.standing >= 0:
        stood = q.stood[row.standing]
        same = option - row.first_option == stood.option and least <= stood.start <= last
        if same and earliest(q, plan, step, way, stood.start, stood.start) < NEVER:
            return int(stood.start)
    return earliest(q, plan, step, way, least, last)


@compiled
def _push(q: Question, plan: Plan, step: int, option: int, start: int, end: int) -> int:
    """How many slots earlier steps of the request would have to move in all."""
    row, total = q.steps[step], 0
    site = q.ways[q.options[option]].site
    for n in range(row.first_out, row.end_out):
        other = q.arcs[q.out[n]].after
        if plan.placed[other].option != NONE:
            total += max(0, pushed(q, plan, q.out[n], start, end, site))
    if row.keeps:
        total += can_wait(q, plan, step, q.options[option], start)
    return total


@compiled
def _cannot_give_way(q: Question, plan: Plan, step: int, option: int, start: int, end: int) -> bool:
    """Whether a step that stays would have to move for this one."""
    row, way = q.steps[step], q.options[option]
    if row.keeps and plan.lower[row.same_as] == _STAYS and can_wait(q, plan, step, way, start) > 0:
        return True
    for n in range(row.first_out, row.end_out):
        other = q.arcs[q.out[n]].after
        stays = plan.placed[other].option != NONE and not _gives_way(q, plan, other, row.request)
        if stays and pushed(q, plan, q.out[n], start, end, q.ways[way].site) > 0:
            return True
    return False


@compiled
def _gives_way(q: Question, plan: Plan, step: int, request: int) -> bool:
    return bool(q.steps[step].request == request and plan.lower[step] != _STAYS)


@compiled
def _give_way(q: Question, plan: Plan, step: int, option: int, start: int, at: int) -> int:
    """Raise the least starts of the steps that must move; the position of the first, or `at`."""
    row, back = q.steps[step], at
    way = q.options[option]
    end = end_of(q, step, way, start)
    for n in range(row.first_out, row.end_out):
        other = q.arcs[q.out[n]].after
        if plan.placed[other].option != NONE and _gives_way(q, plan, other, row.request):
            late = pushed(q, plan, q.out[n], start, end, q.ways[way].site)
            if late > 0:
                back = min(back, _raise(q, plan, other, late, at))
    if row.keeps:
        late = can_wait(q, plan, step, way, start)
        if late > 0:
            back = min(back, _raise(q, plan, row.same_as, late, at))
    return back


@compiled
def _raise(q: Question, plan: Plan, step: int, late: int, at: int) -> int:
    """Let a placed step start later; its position in the order."""
    plan.lower[step] = plan.placed[step].start + late
    first = at - 1
    while q.order[first] != step:
        first -= 1
    return first
