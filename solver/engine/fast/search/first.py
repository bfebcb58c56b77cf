"""First plans: all requests inserted one after the other, in the order that suits best."""

from collections.abc import Iterator

import numpy as np

from solver.engine.fast.ask.question import Asked
from solver.engine.fast.compiled import compiled
from solver.engine.fast.search.anneal import stand
from solver.engine.fast.search.state import QUEUE, Search
from solver.engine.fast.search.undo import begin, put_in
from solver.engine.fast.tables import NONE, Plan, Question, Table


@compiled
def insert_all(q: Question, plan: Plan, s: Search, order: Table) -> None:
    """Insert what is absent, in an order, as one try that stands."""
    begin(s)
    s.counts[QUEUE] = 0
    for n in range(len(order)):
        if s.absent_at[order[n]] != NONE:
            put_in(q, plan, s, order[n], 0)
    stand(q, plan, s)


def orders(asked: Asked) -> Iterator[Table]:
    """Orders to try: mandatory ones and who is followed always first.

    Jobs of many steps find a place only while there is room, single steps nearly always: on a week
    of 1,000 requests by steps is worth 0.5 points more than by weight, on overfull ones by weight
    a slot is worth 3 points more.
    """
    rows, weights = asked.question.requests, asked.question.weights
    steps = rows.end_step - rows.first_step
    due = np.minimum(asked.question.due, asked.problem.horizon)
    must, after = -rows.mandatory, rows.follows != NONE
    slots = slots_of(asked)
    yield np.lexsort((due, -weights, -steps, must, after)).astype(np.int32)
    yield np.lexsort((due, -weights / slots, must, after)).astype(np.int32)
    yield np.lexsort((-weights, due - slots, must, after)).astype(np.int32)


def slots_of(asked: Asked) -> Table:
    """The slots each request takes at least, of all its steps."""
    q = asked.question
    durations = q.ways.duration[q.options]
    shortest = np.minimum.reduceat(durations, q.steps.first_option)
    slots: Table = np.add.reduceat(shortest, q.requests.first_step).astype(np.float64)
    return slots
