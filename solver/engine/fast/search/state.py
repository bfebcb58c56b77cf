"""What a search remembers beside its plan: how to take back a try, and the best plan so far."""

from typing import ClassVar

import numpy as np

from solver.engine.fast.ask.calendars import table
from solver.engine.fast.ask.question import Asked
from solver.engine.fast.tables import NONE, PLACED, Plan, Rows, Table, Tables

# Places in Search.counts.
TOUCHED, ABSENT, STALE, STAMP, QUEUE, TRIES, KEPT, BETTER, LAST_END = range(9)


class Search(Tables):
    """Rows of requests or steps as in the question; lists with their lengths in `counts`."""

    ROWS: ClassVar[Rows] = {
        "saved": PLACED,
        "best": PLACED,
        "counts": np.dtype(np.int64),
        "levels": np.dtype(np.int64),
        "best_levels": np.dtype(np.int64),
        "change": np.dtype(np.int64),
        "scale": np.dtype(np.float64),
        "size": np.dtype(np.float64),
        "keys": np.dtype(np.float64),
        "stamps": np.dtype(np.int64),
        "unit_stamps": np.dtype(np.int64),
        "queued": np.dtype(np.int64),
    }

    saved: Table  # of touched requests: where their steps were
    saved_who: Table
    saved_also: Table
    best: Table
    best_who: Table
    best_also: Table
    touched: Table
    stamps: Table  # of requests: the last try that touched them
    stale: Table  # requests changed since the best plan was written down
    is_stale: Table
    absent: Table
    absent_at: Table  # of requests: their place in `absent`, or -1
    unit_stamps: Table
    queued: Table  # of requests: the last try that queued them
    queue: Table  # requests to insert
    keys: Table  # and what they are sorted by
    levels: Table  # first mandatory requests left out, as a negative number, then the goal's
    best_levels: Table
    change: Table
    scale: Table  # of levels: what a typical request is worth
    size: Table  # of requests: slots of all its steps
    counts: Table


def fresh_search(asked: Asked, plan: Plan, size: Table) -> Search:
    """Nothing remembered: every request is absent, and the best plan is the empty one."""
    q, levels = asked.question, len(asked.problem.goal) + 1
    count = len(q.requests)
    return Search(
        saved=table([(NONE, 0, 0)] * len(q.steps), PLACED),
        saved_who=plan.who.copy(),
        saved_also=plan.also.copy(),
        best=table([(NONE, 0, 0)] * len(q.steps), PLACED),
        best_who=plan.who.copy(),
        best_also=plan.also.copy(),
        touched=np.zeros(count, np.int32),
        stamps=np.zeros(count, np.int64),
        stale=np.zeros(count, np.int32),
        is_stale=np.zeros(count, np.int32),
        absent=np.arange(count, dtype=np.int32),
        absent_at=np.arange(count, dtype=np.int32),
        unit_stamps=np.zeros(len(q.units), np.int64),
        queued=np.zeros(count, np.int64),
        queue=np.zeros(count, np.int32),
        keys=np.zeros(count, np.float64),
        levels=np.zeros(levels, np.int64),
        best_levels=np.zeros(levels, np.int64),
        change=np.zeros(levels, np.int64),
        scale=np.ones(levels, np.float64),
        size=size,
        counts=np.array([0, count, *[0] * 7], np.int64),
    )
