"""A person's exclusive parts overlap neither each other nor standing exclusive work."""

from collections.abc import Iterator, Sequence
from itertools import islice

from solver.outcome import Placement, Violation, violation
from solver.problem import Problem, Span
from solver.rules.loadings import loading_of
from solver.rules.spans import overlap

# Who loads a run that several steps share does so once: of equal parts of one loading one counts.
Part = tuple[Span, tuple[str, ...]]


def violations(problem: Problem, placements: Sequence[Placement]) -> Iterator[Violation]:
    for code, parts in _exclusive(problem, placements).items():
        person = problem.people_by_code.get(code)
        in_order = sorted(parts.items())
        for n, ((span, _), step) in enumerate(in_order):
            if person is not None and any(overlap(span, taken) for taken in person.taken):
                yield violation(__name__, step=step, person=code, other="standing work")
            for (later, _), other in islice(in_order, n + 1, None):
                if later[0] >= span[1]:
                    break
                if step != other:  # of one step: teams_have_different_people
                    yield violation(__name__, step=other, person=code, other=step)


def _exclusive(problem: Problem, placements: Sequence[Placement]) -> dict[str, dict[Part, str]]:
    """The exclusive parts of each person, with a step each belongs to."""
    found: dict[str, dict[Part, str]] = {}
    for p in placements:
        for part in p.attendance:
            if part.mode == "exclusive":
                key = (part.start, part.end), loading_of(problem, p)
                found.setdefault(part.person, {}).setdefault(key, p.step)
    return found
