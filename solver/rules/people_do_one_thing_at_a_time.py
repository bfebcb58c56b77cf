"""A person's exclusive parts overlap neither each other nor standing exclusive work."""

from collections.abc import Iterator, Sequence

from solver.outcome import Placement, Violation, violation
from solver.problem import Problem
from solver.rules.spans import overlap


def violations(problem: Problem, placements: Sequence[Placement]) -> Iterator[Violation]:
    seen = [
        (person.code, span, "standing work") for person in problem.people for span in person.taken
    ]
    for p in placements:
        for part in p.attendance:
            if part.mode != "exclusive":
                continue
            span = (part.start, part.end)
            for person, taken, by in seen:
                if person == part.person and overlap(span, taken):
                    yield violation(__name__, step=p.step, person=person, other=by)
            seen.append((part.person, span, p.step))
