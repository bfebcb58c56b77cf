"""Projects in which everything is one step's alone while it runs: machines, people beside them.

Then a plan is the order of the steps in each queue, its length is that of its longest chain, and
only a step on such a chain is worth moving (pools.walk).
"""

from typing import ClassVar

import numpy as np

from solver.engine.fast.pools.tables import FIELD, FIELDS, Project
from solver.engine.fast.tables import Rows, Table, Tables

# One look at a plan takes 8 us for 300 steps; with more than these there would be few of them.
_MOST_STEPS = 4000
_FIELD_BITS = (1 << FIELD) - 1


class Queues(Tables):
    """Who waits for what, and scratch of the walk; empty where a project is of another kind."""

    ROWS: ClassVar[Rows] = {}
    SQUARE: ClassVar[tuple[str, ...]] = ("lanes",)

    first_use: Table  # of each way; one more at the end
    uses: Table  # the queues a way stands in
    shortest: Table  # of each step, the duration of its shortest way
    head: Table  # slots before each step, on the longest chain to it
    tail: Table  # slots from the start of each step to the end, on the longest chain from it
    place: Table  # of each step in the order
    lanes: Table  # the steps in each queue, one queue a row
    count: Table  # how many stand there
    free_at: Table  # of each queue, while an order is gone through from one side
    at: Table  # of the queues a way stands in: how many steps are before the cut
    banned: Table  # of each step: until which move it stays where it is
    best_order: Table
    best_way: Table
    critical: Table  # steps on a longest chain


def queues_of(project: Project) -> Queues:
    """The queues of a project; none where two steps may use something at once."""
    uses = _uses(project) if _is_about_order(project) else []
    steps = len(project.lower) if uses else 0
    queues = 1 + max((queue for some in uses for queue in some), default=-1)
    starts, ends = project.first_way[:steps], project.first_way[1 : steps + 1]
    shortest = [
        project.ways.duration[first:end].min() for first, end in zip(starts, ends, strict=True)
    ]
    rows = {
        name: np.zeros(steps, np.int32)
        for name in ("head", "tail", "place", "banned", "best_order", "best_way", "critical")
    }
    return Queues(
        first_use=np.cumsum([0, *(len(some) for some in uses)]).astype(np.int32),
        uses=np.array([queue for some in uses for queue in some], np.int32),
        shortest=np.array(shortest, np.int32),
        lanes=np.zeros((queues, steps), np.int32),
        count=np.zeros(queues, np.int32),
        free_at=np.zeros(queues, np.int32),
        at=np.zeros(max(map(len, uses), default=0), np.int32),
        **rows,
    )


def _is_about_order(project: Project) -> bool:
    """Whether steps wait for each other's end only, and nothing but pools decides when they run."""
    others = project.loose[0] or len(project.budgets) or len(project.crews)
    return not others and 1 < len(project.lower) <= _MOST_STEPS


def _uses(project: Project) -> list[list[int]]:
    """The pools each way draws from; empty where two draws from one could run at once."""
    whole = _fields(project.whole)
    drawn = [_fields(words) for words in project.needs]
    for pool, size in enumerate(whole):
        if 2 * min((row[pool] for row in drawn if row[pool]), default=size + 1) <= size:
            return []
    return [[pool for pool, amount in enumerate(row) if amount] for row in drawn]


def _fields(words: Table) -> list[int]:
    """Amounts out of their words."""
    return [int(word) >> (FIELD * n) & _FIELD_BITS for word in words for n in range(FIELDS)]
