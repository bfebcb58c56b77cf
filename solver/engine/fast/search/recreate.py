"""What a try puts in again: what was taken out, and absent requests that may use the room."""

import numpy as np

from solver.engine.fast.compiled import compiled
from solver.engine.fast.plan.chance import draw_below
from solver.engine.fast.search.ruin import enqueue
from solver.engine.fast.search.state import ABSENT, QUEUE, STAMP, Search
from solver.engine.fast.search.undo import put_in
from solver.engine.fast.tables import NONE, Plan, Question

# What a queue is sorted by: chance, weight, weight a slot, due, or jobs of many steps first.
BY_CHANCE, BY_WEIGHT, BY_DENSITY, BY_DUE, BY_STEPS, ORDERS = range(6)


@compiled
def queue_absent(q: Question, plan: Plan, s: Search, most: int, looked_at: int) -> None:
    """Queue absent requests that may run on a unit with new room, found from a random place on."""
    count, found = s.counts[ABSENT], 0
    at = draw_below(plan, count) if count > 0 else 0
    for _ in range(min(count, looked_at)):
        at = at + 1 if at + 1 < count else 0
        if found < most and _may_use_room(q, s, s.absent[at]):
            enqueue(s, s.absent[at])
            found += 1


@compiled
def _may_use_room(q: Question, s: Search, request: int) -> bool:
    row = q.requests[request]
    first, end = q.steps[row.first_step].first_option, q.steps[row.end_step - 1].end_option
    for option in range(first, end):
        unit = q.ways[q.options[option]].unit
        if unit < 0 or s.unit_stamps[unit] == s.counts[STAMP]:
            return True
    return False


@compiled
def key_of(q: Question, plan: Plan, s: Search, request: int, order: int) -> float:
    """What a queue is sorted by, the smallest first; mandatory requests before others."""
    row, noise = q.requests[request], draw_below(plan, 1024) / 1024
    key = noise
    if order == BY_WEIGHT:
        key = -q.weights[request] * (0.7 + 0.6 * noise)
    elif order == BY_DENSITY:
        key = -q.weights[request] / s.size[request] * (0.7 + 0.6 * noise)
    elif order == BY_DUE:
        key = min(q.due[request], q.horizon[0]) - s.size[request] + 16 * noise
    elif order == BY_STEPS:
        key = row.first_step - row.end_step + noise
    return float(key - 1e9 * row.mandatory + 2e9 * (row.follows != NONE))


@compiled
def insert_queue(q: Question, plan: Plan, s: Search, order: int, blink: int) -> None:
    """Insert what is queued, in an order; who follows another comes last."""
    count = s.counts[QUEUE]
    for n in range(count):
        s.keys[n] = key_of(q, plan, s, s.queue[n], order)
    in_order = np.argsort(s.keys[:count])
    for n in range(count):
        request = s.queue[in_order[n]]
        if s.absent_at[request] != NONE:
            put_in(q, plan, s, request, blink)
