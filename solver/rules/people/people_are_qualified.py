"""Who attends a part is qualified for what it asks, validly over the whole part."""

from collections.abc import Iterator, Sequence

from solver.outcome import Placement, Violation, violation
from solver.problem import Problem
from solver.rules.parts import attended_parts
from solver.rules.spans import covers


def violations(problem: Problem, placements: Sequence[Placement]) -> Iterator[Violation]:
    for p in placements:
        unit = problem.units_by_code.get(p.unit)
        for part, given in attended_parts(problem, p):
            person = problem.people_by_code.get(given.person)
            kind = part.skill or (unit.kind if unit is not None else "")
            if person is None or not kind:
                continue
            valid = [skill.valid for skill in person.skills if skill.kind == kind]
            if not covers(valid, given.start, given.end):
                yield violation(__name__, step=p.step, person=given.person, kind=kind)
