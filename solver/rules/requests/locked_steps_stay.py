"""A locked step stands as it stood: where, when, with whom and with which further units."""

from collections.abc import Iterator, Sequence

from solver.outcome import Placement, Violation, violation
from solver.problem import Problem, Standing
from solver.rules.parts import attended_parts


def violations(problem: Problem, placements: Sequence[Placement]) -> Iterator[Violation]:
    placed = {p.step: p for p in placements}
    for stood in problem.standing:
        if not stood.locked:
            continue
        p = placed.get(stood.step)
        if p is None:
            yield violation(__name__, step=stood.step, problem="left out")
        else:
            for what, before, now in _compared(problem, stood, p):
                if before != now:
                    yield violation(__name__, step=stood.step, problem="moved", what=what)


def _compared(
    problem: Problem, stood: Standing, p: Placement
) -> Iterator[tuple[str, object, object]]:
    yield "alternative", stood.alternative, p.alternative
    yield "start", stood.start, p.start
    yield "end", stood.end, p.end
    yield "people", stood.people, tuple(given.person for _, given in attended_parts(problem, p))
    yield "also", stood.also, p.also
