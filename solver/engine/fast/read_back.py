"""Tables of a plan as placements."""

import numpy as np

from solver.engine.fast.ask.question import Asked
from solver.engine.fast.tables import NONE, Table
from solver.outcome import PlacedAttendance, Placement
from solver.problem import Mode


def placements(asked: Asked, rows: Table, who: Table, also: Table) -> tuple[Placement, ...]:
    """The steps of whole requests, in the order of the problem."""
    found: list[Placement] = []
    step, first, whole = 0, 0, _whole(asked, rows)
    placed, on_steps, further = rows.tolist(), who.tolist(), also.tolist()
    for request in asked.problem.requests:
        first, step = step, step + len(request.steps)
        if request.code in whole:
            found += [
                _placement(asked, n, placed[n], on_steps, further) for n in range(first, step)
            ]
    return tuple(found)


def _whole(asked: Asked, rows: Table) -> set[str]:
    """Requests of which every step is placed, and of those they follow."""
    first = asked.question.requests.first_step
    placed = np.minimum.reduceat(rows.option, first) != NONE
    found = {
        request.code
        for request, is_placed in zip(asked.problem.requests, placed.tolist(), strict=True)
        if is_placed
    }
    lost = {"first look"}
    while lost:
        follows = ((code, asked.problem.requests_by_code[code].follows) for code in found)
        lost = {code for code, leader in follows if leader and leader not in found}
        found -= lost
    return found


def _placement(
    asked: Asked, number: int, placed: tuple[int, int, int], who: list[int], also: list[int]
) -> Placement:
    problem, (first_option, first_who, first_also) = asked.problem, asked.firsts[number]
    step, (option, start, end) = asked.steps[number], placed
    way = step.alternatives[option - first_option]
    people = who[first_who : first_who + len(way.attendance)]
    units = also[first_also : first_also + sum(need.count for need in way.also)]
    return Placement(
        step=step.code,
        request=step.request,
        unit=way.unit,
        start=start,
        end=end,
        attendance=tuple(
            _attended(problem.people[who].code, part.mode, *part.span(start, end))
            for who, part in zip(people, way.attendance, strict=True)
        ),
        alternative=way.code,
        also=tuple(problem.units[unit].code for unit in units),
    )


def _attended(person: str, mode: Mode, start: int, end: int) -> PlacedAttendance:
    return PlacedAttendance(person=person, mode=mode, start=start, end=end)
