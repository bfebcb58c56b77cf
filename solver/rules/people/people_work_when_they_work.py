"""A part lies in one stretch of the working time of the person who attends it."""

from collections.abc import Iterator, Sequence

from solver.outcome import Placement, Violation, violation
from solver.problem import Problem
from solver.rules.spans import covers


def violations(problem: Problem, placements: Sequence[Placement]) -> Iterator[Violation]:
    for p in placements:
        for part in p.attendance:
            person = problem.people_by_code.get(part.person)
            if person is not None and not covers(person.working, part.start, part.end):
                yield violation(
                    __name__, step=p.step, person=part.person, start=part.start, end=part.end
                )
