"""A run has so many different further units of each need as its alternative asks for."""

from collections.abc import Iterator, Sequence
from itertools import islice

from solver.outcome import Placement, Violation, violation
from solver.problem import Alternative, Problem


def violations(problem: Problem, placements: Sequence[Placement]) -> Iterator[Violation]:
    for p in placements:
        step = problem.steps_by_code.get(p.step)
        asked = step.alternative(p.alternative) if step is not None else None
        if asked is not None:
            yield from _of_one(asked, p)


def _of_one(asked: Alternative, p: Placement) -> Iterator[Violation]:
    needed = sum(need.count for need in asked.also)
    if len(p.also) != needed:
        yield violation(__name__, step=p.step, asked_units=needed, given_units=len(p.also))
        return
    given = iter(p.also)
    for need in asked.also:
        for unit in islice(given, need.count):
            if unit not in need.any_of:
                yield violation(__name__, step=p.step, unit=unit, problem="not asked for")
    units = (p.unit, *p.also)
    for n, unit in enumerate(units):
        if unit in units[:n]:
            yield violation(__name__, step=p.step, unit=unit, problem="twice")
