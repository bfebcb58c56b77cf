"""A plan in which nothing is placed beside what stands."""

from typing import Any

import numpy as np

from solver.engine.fast.ask.calendars import table
from solver.engine.fast.ask.question import Asked
from solver.engine.fast.fit.lanes import add_task
from solver.engine.fast.fit.runs import add_run
from solver.engine.fast.fit.stocks import draw
from solver.engine.fast.tables import (
    ENTRY,
    FURTHER,
    MARK,
    NEVER,
    NONE,
    PLACED,
    RUN,
    TASK,
    Plan,
    Question,
    Table,
)


def fresh_plan(asked: Asked, seed: int) -> Plan:
    """The standing runs, work and loads of the problem, and nothing else."""
    q, people = asked.question, len(asked.problem.people)
    plan = Plan(
        placed=table([(NONE, 0, 0)] * len(q.steps), PLACED),
        who=np.full(asked.parts, NONE, np.int32),
        also=np.full(asked.further, NONE, np.int32),
        runs=_empty(int(q.units.room.sum()), ENTRY),
        run_count=np.zeros(len(q.units), np.int32),
        tasks=_empty(_end_of(q), TASK),
        task_count=np.zeros(len(q.lanes), np.int32),
        marks=_empty(int(q.pools.room.sum()), MARK),
        mark_count=np.zeros(len(q.pools), np.int32),
        budgets=np.array([budget.amount for budget in asked.problem.budgets], np.int64),
        random=np.array([seed * 2654435761 % (1 << 31) + 1], np.int64),
        lower=np.zeros(len(q.steps), np.int32),
        picked=np.zeros(2 * asked.further + asked.largest_team + 2, np.int32),
        free=np.zeros((asked.largest_team + 1, asked.largest_crew + 1), np.bool_),
        mate=np.full(people + 1, NONE, np.int32),
        seat=np.full(asked.largest_team + 1, NONE, np.int32),
        seen=np.zeros(people + 1, np.int64),
        asked_by=np.zeros(people + 1, np.int32),
        waiting=np.zeros(asked.largest_team + 2, np.int32),
    )
    _stand(asked, q, plan)
    return plan


def _empty(rows: int, row: np.dtype[Any]) -> Table:
    return np.zeros(rows, row).view(np.recarray)


def _end_of(q: Question) -> int:
    """Rows of all lanes: those kept behind the room of the last one are counted too."""
    return int(q.lanes[-1].first + q.lanes[-1].room + 64) if len(q.lanes) else 0


def _stand(asked: Asked, q: Question, plan: Plan) -> None:
    problem = asked.problem
    for n, unit in enumerate(problem.units):
        for run in unit.occupied:
            kind = RUN if run.room else FURTHER  # one without room is shared by nobody
            row = run.start, run.end, NONE, asked.settings[run.setting], unit.capacity - run.room
            add_run(q, plan, n, *row, kind)
    for n, person in enumerate(problem.people):
        # Taken time is out of the calendars; who travels must also know where it is spent.
        taken = person.taken if person.more_sites else ()
        for lane, spans in ((2 * n, taken), (2 * n + 1, person.on_call)):
            for start, end in spans:
                add_task(q, plan, lane, start, end, NONE, int(q.home[n]))
    for n, pool in enumerate(problem.pools):
        first = q.pools[n].first
        plan.marks[first].time, plan.mark_count[n] = -NEVER, 1
        for load in pool.taken:
            draw(q, plan, n, load.start, load.end, load.amount)
