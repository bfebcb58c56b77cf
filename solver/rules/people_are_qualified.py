"""Who attends a part is qualified for the kind of instrument, validly over the whole part."""

from collections.abc import Iterator, Sequence

from solver.outcome import Placement, Violation, violation
from solver.problem import Problem
from solver.rules.spans import covers


def violations(problem: Problem, placements: Sequence[Placement]) -> Iterator[Violation]:
    for p in placements:
        unit = problem.units_by_code.get(p.unit)
        for part in p.attendance:
            person = problem.people_by_code.get(part.person)
            if unit is None or person is None:
                continue
            valid = [skill.valid for skill in person.skills if skill.kind == unit.kind]
            if not covers(valid, part.start, part.end):
                yield violation(__name__, step=p.step, person=part.person, kind=unit.kind)
