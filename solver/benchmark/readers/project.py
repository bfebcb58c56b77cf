"""What the formats of projects share: tasks with their ways, milestones that vanish, one request.

A task of length 0 is a milestone: a moment that keeps nothing busy. The language has no runs of
length 0, so the waits before a milestone are joined with those behind it.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from solver.problem import SHORTEST, Alternative, Draw, Lag, Problem, Request, Step

Arc = tuple[str, str, int]  # from task, to task, slots that lie at least between


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """A task and the ways to run it; a milestone has none."""

    code: str
    ways: tuple[Alternative, ...]
    not_before: int = 0
    not_after: int | None = None


def draws(codes: Sequence[str], amounts: Sequence[int]) -> tuple[Draw, ...]:
    """What a mode takes of pools or budgets, without the zeros."""
    return tuple(
        Draw(of=code, amount=amount) for code, amount in zip(codes, amounts, strict=True) if amount
    )


def longest(tasks: Iterable[Task]) -> int:
    """Slots that are enough for the tasks one after the other, whatever their modes."""
    return sum(max(way.duration for way in task.ways) for task in tasks if task.ways)


def request(code: str, tasks: Iterable[Task], horizon: int) -> Request:
    """The tasks that run as the steps of one mandatory request."""
    steps = tuple(
        Step(
            code=task.code,
            request=code,
            alternatives=task.ways,
            not_before=task.not_before,
            not_after=horizon if task.not_after is None else min(task.not_after, horizon),
        )
        for task in tasks
        if task.ways
    )
    return Request(code=code, steps=steps, mandatory=True)


def order(tasks: Iterable[Task], pairs: Iterable[tuple[str, str]]) -> tuple[Lag, ...]:
    """Each pair's second task starts when the first one has ended, or later."""
    arcs = without_milestones(tasks, ((before, after, 0) for before, after in pairs))
    return tuple(Lag(before=before, after=after) for before, after, _ in arcs)


def without_milestones(tasks: Iterable[Task], arcs: Iterable[Arc]) -> list[Arc]:
    """The same order among the tasks that run, each pair once with its longest wait."""
    least: dict[tuple[str, str], int] = {}
    for before, after, slots in arcs:
        _keep_longest(least, before, after, slots)
    for task in tasks:
        if not task.ways:
            _pass_through(least, task.code)
    return [(before, after, slots) for (before, after), slots in least.items()]


def _keep_longest(least: dict[tuple[str, str], int], before: str, after: str, slots: int) -> None:
    least[before, after] = max(slots, least.get((before, after), slots))


def _pass_through(least: dict[tuple[str, str], int], milestone: str) -> None:
    into = [(pair[0], slots) for pair, slots in least.items() if pair[1] == milestone]
    out = [(pair[1], slots) for pair, slots in least.items() if pair[0] == milestone]
    for other, _ in into:
        del least[other, milestone]
    for other, _ in out:
        del least[milestone, other]
    for before, first in into:
        for after, then in out:
            if before != after:
                _keep_longest(least, before, after, first + then)
            elif first + then > 0:
                raise ValueError(
                    f"task {before} waits for itself over {milestone}; drop one of the two waits"
                )


def shortest(requests: Iterable[Request], horizon: int, **resources: Any) -> Problem:
    """The problem of ending as early as possible; one slot is one unit of the instance's time."""
    return Problem(
        slot_minutes=1,
        horizon=horizon,
        days=(0,),
        requests=tuple(requests),
        goal=SHORTEST,
        **resources,
    )
