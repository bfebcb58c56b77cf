"""Who comes from the company is at one instrument at a time."""

from collections.abc import Iterator, Sequence

from solver.outcome import Placement, Violation, violation
from solver.problem import Problem, Span
from solver.rules.spans import overlap


def violations(problem: Problem, placements: Sequence[Placement]) -> Iterator[Violation]:
    seen: list[tuple[str, str, Span]] = []
    for p in placements:
        step = problem.steps_by_code.get(p.step)
        if step is None:
            continue
        present = _present(p, whole=step.windows_bind == "whole")
        for taken in problem.requests_by_code[step.request].party_taken:
            if any(overlap(span, taken) for span in present):
                yield violation(__name__, step=p.step, taken_from=taken[0])
        for party, other, taken in seen:
            if party == step.party and any(overlap(span, taken) for span in present):
                yield violation(__name__, step=p.step, party=party, other=other)
        if step.party:
            seen.extend((step.party, p.step, span) for span in present)


def _present(placement: Placement, *, whole: bool) -> list[Span]:
    if whole:
        return [(placement.start, placement.end)]
    return [(part.start, part.end) for part in placement.attendance]
