"""Lanes: what one person, or one party, does one after the other, or on call side by side."""

from typing import NamedTuple

from solver.engine.fast.compiled import compiled
from solver.engine.fast.fit.runs import first_near
from solver.engine.fast.tables import NEVER, Plan, Question


class Run(NamedTuple):
    """The run a part belongs to; `start` and `end` are not known yet while places are tried."""

    unit: int
    site: int
    setting: int
    shares: bool  # its unit may carry other steps in the same run


@compiled
def shared_run(q: Question, plan: Plan, step: int, run: Run, start: int, end: int) -> bool:
    """Whether a placed step runs together with a run over these slots."""
    if not run.shares or step < 0:
        return False
    other = plan.placed[step]
    if other.start != start or other.end != end or q.steps[step].setting != run.setting:
        return False
    return bool(q.ways[q.options[other.option]].unit == run.unit)


@compiled
def in_lane(
    q: Question, plan: Plan, lane: int, part: tuple[int, int, bool], run: Run, start: int, end: int
) -> int:
    """By how many slots the run must start later for its part to meet nothing in the lane.

    part: its first slot and the one behind its last, and whether it must be equal to be shared.
    """
    row, (begin, stop, equal) = q.lanes[lane], part
    at = first_near(plan.tasks, row.first, plan.task_count[lane], begin - row.reach)
    last = row.first + plan.task_count[lane]
    while at < last and plan.tasks[at].start < stop:
        task = plan.tasks[at]
        if task.end > begin:
            same = task.start == begin and task.end == stop
            if not ((same or not equal) and shared_run(q, plan, task.step, run, start, end)):
                return int(task.end - begin)
        at += 1
    return 0


@compiled
def on_call(
    q: Question, plan: Plan, lane: int, part: tuple[int, int, bool], run: Run, start: int, end: int
) -> int:
    """The same for a part on call: the load may reach the limit of the lane."""
    row, (begin, stop, _) = q.lanes[lane], part
    first, last = row.first, row.first + plan.task_count[lane]
    if row.limit == 0:
        return NEVER
    for at in range(first, last):
        task = plan.tasks[at]
        if task.start >= stop:
            break
        if task.end <= begin:
            continue
        moment = max(begin, task.start)
        load, soonest = _load(q, plan, lane, moment, part, run, start, end)
        if load >= row.limit:
            return soonest - begin
    return 0


@compiled
def _load(
    q: Question,
    plan: Plan,
    lane: int,
    moment: int,
    part: tuple[int, int, bool],
    run: Run,
    start: int,
    end: int,
) -> tuple[int, int]:
    """What a lane on call carries at a moment beside the part, and when the first of it ends."""
    row, load, soonest = q.lanes[lane], 0, NEVER
    for at in range(row.first, row.first + plan.task_count[lane]):
        task = plan.tasks[at]
        if task.start > moment:
            break
        if task.end <= moment:
            continue
        same = task.start == part[0] and task.end == part[1]
        if same and shared_run(q, plan, task.step, run, start, end):
            return 0, NEVER  # on call for this very run already: it counts once
        load += 1
        soonest = min(soonest, task.end)
    return load, soonest


@compiled
def on_the_way(q: Question, plan: Plan, person: int, part: tuple[int, int, bool], site: int) -> int:
    """The same for one who works at several sites: the way between any two parts is kept."""
    begin, stop, _ = part
    for lane in range(2 * person, 2 * person + 2):
        first = q.lanes[lane].first
        for at in range(first, first + plan.task_count[lane]):
            task = plan.tasks[at]
            if task.site < 0 or task.site == site:
                continue
            late = task.end + q.travel[task.site, site] - begin
            if late > 0 and stop + q.travel[site, task.site] > task.start:
                return int(late)
    return 0


@compiled
def may_take(q: Question, plan: Plan, lane: int) -> bool:
    """Whether the lane has room for another row."""
    return bool(plan.task_count[lane] < q.lanes[lane].room)


@compiled
def add_task(
    q: Question, plan: Plan, lane: int, start: int, end: int, step: int, site: int
) -> None:
    """Put a task into a lane that has room for it."""
    first = q.lanes[lane].first
    at = first_near(plan.tasks, first, plan.task_count[lane], start)
    for n in range(first + plan.task_count[lane], at, -1):
        plan.tasks[n] = plan.tasks[n - 1]
    row = plan.tasks[at]
    row.start, row.end, row.step, row.site = start, end, step, site
    plan.task_count[lane] += 1


@compiled
def drop_task(q: Question, plan: Plan, lane: int, start: int, end: int, step: int) -> None:
    """Take a task of a step out of a lane."""
    first = q.lanes[lane].first
    last = first + plan.task_count[lane]
    at = first_near(plan.tasks, first, plan.task_count[lane], start - 1)
    while at < last and (plan.tasks[at].step != step or plan.tasks[at].end != end):
        at += 1
    for n in range(at, last - 1):
        plan.tasks[n] = plan.tasks[n + 1]
    plan.task_count[lane] -= 1
