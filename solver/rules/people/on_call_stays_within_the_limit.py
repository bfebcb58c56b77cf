"""A person is on call for no more runs at once than the limit allows, standing ones counted."""

from collections.abc import Iterator, Sequence

from solver.outcome import Placement, Violation, violation
from solver.problem import Problem, Span
from solver.rules.loadings import loading_of


def violations(problem: Problem, placements: Sequence[Placement]) -> Iterator[Violation]:
    for code, placed in _on_call(problem, placements).items():
        person = problem.people_by_code.get(code)
        if person is None:
            continue
        loads = [*person.on_call, *placed]
        # The load is highest at the start of some part; standing overloads alone are no violation.
        for moment in sorted({start for start, _ in loads}):
            if not any(start <= moment < end for start, end in placed):
                continue
            load = sum(start <= moment < end for start, end in loads)
            if load > person.on_call_limit:
                yield violation(__name__, person=code, at=moment, load=load)


def _on_call(problem: Problem, placements: Sequence[Placement]) -> dict[str, list[Span]]:
    """The loads of each person; equal parts of one loading that several steps share are one."""
    loads = {
        (part.person, (part.start, part.end), loading_of(problem, p))
        for p in placements
        for part in p.attendance
        if part.mode == "on_call"
    }
    found: dict[str, list[Span]] = {}
    for person, span, _ in loads:
        found.setdefault(person, []).append(span)
    return found
