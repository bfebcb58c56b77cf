"""A person is on call for no more runs at once than the limit allows, standing ones counted."""

from collections.abc import Iterator, Sequence

from solver.outcome import Placement, Violation, violation
from solver.problem import Problem


def violations(problem: Problem, placements: Sequence[Placement]) -> Iterator[Violation]:
    parts = [
        (part.person, part.start, part.end)
        for p in placements
        for part in p.attendance
        if part.mode == "on_call"
    ]
    for person in problem.people:
        placed = [(start, end) for code, start, end in parts if code == person.code]
        loads = [*person.on_call, *placed]
        # The load is highest at the start of some part; standing overloads alone are no violation.
        for moment in sorted({start for start, _ in loads}):
            if not any(start <= moment < end for start, end in placed):
                continue
            load = sum(start <= moment < end for start, end in loads)
            if load > person.on_call_limit:
                yield violation(__name__, person=person.code, at=moment, load=load)
