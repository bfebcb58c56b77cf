"""Between any two parts of a person at different sites, on call or not, lies the way."""

from collections.abc import Iterator, Sequence
from itertools import combinations, product

from solver.outcome import Placement, Violation, violation
from solver.problem import Person, Problem

Part = tuple[int, int, str, str, str]  # start, end, site, mode, step or nothing where it stands


def violations(problem: Problem, placements: Sequence[Placement]) -> Iterator[Violation]:
    for code, placed in _placed(problem, placements).items():
        standing = _standing(problem.people_by_code[code]) if placed else ()
        # Two that stand are nobody's fault.
        for pair in (*combinations(placed, 2), *product(placed, standing)):
            one, other = sorted(pair)
            missing = _missing_slots(problem, one, other)
            if missing > 0:
                step = other[4] or one[4]
                yield violation(__name__, step=step, person=code, missing_slots=missing)


def _placed(problem: Problem, placements: Sequence[Placement]) -> dict[str, list[Part]]:
    """The parts at units, of people of several sites; other work is done wherever they are."""
    found: dict[str, list[Part]] = {
        person.code: [] for person in problem.people if person.more_sites
    }
    for p in placements if found else ():
        unit = problem.units_by_code.get(p.unit)
        for part in p.attendance if unit is not None else ():
            if unit is not None and part.person in found:
                row = (part.start, part.end, unit.site, part.mode, p.step)
                found[part.person].append(row)
    return found


def _standing(person: Person) -> Iterator[Part]:
    for mode, spans in (("exclusive", person.taken), ("on_call", person.on_call)):
        for start, end in spans:
            yield start, end, person.site, mode, ""


def _missing_slots(problem: Problem, one: Part, other: Part) -> int:
    _, end, origin, *modes = one
    start, _, target, *other_modes = other
    if origin == target:
        return 0
    if start < end and modes[0] == other_modes[0] == "exclusive":
        return 0  # they overlap: people_do_one_thing_at_a_time says so
    way = problem.travel_by_sites.get((origin, target))
    return (way.slots if way is not None else 0) - (start - end)
