"""Who attends a part is a person of the site of the unit, or works there too."""

from collections.abc import Iterator, Sequence

from solver.outcome import Placement, Violation, violation
from solver.problem import Problem


def violations(problem: Problem, placements: Sequence[Placement]) -> Iterator[Violation]:
    for p in placements:
        unit = problem.units_by_code.get(p.unit)
        for part in p.attendance:
            person = problem.people_by_code.get(part.person)
            if person is None or (unit is not None and unit.site not in person.sites):
                yield violation(__name__, step=p.step, person=part.person, unit=p.unit)
