"""Who comes from the company is at one instrument at a time."""

from collections.abc import Iterator, Sequence
from itertools import islice
from typing import NamedTuple

from solver.outcome import Placement, Violation, violation
from solver.problem import Problem, Span, WindowsBind
from solver.rules.loadings import loading_of
from solver.rules.spans import overlap


class Visit(NamedTuple):
    """Somebody is at a step over [start, end); steps of one loading are one instrument's."""

    start: int
    end: int
    step: str
    loading: tuple[str, ...]


def violations(problem: Problem, placements: Sequence[Placement]) -> Iterator[Violation]:
    visits: dict[str, list[Visit]] = {}
    for p in placements:
        step = problem.steps_by_code.get(p.step)
        if step is None:
            continue
        present = _present(p, step.windows_bind)
        for taken in problem.requests_by_code[step.request].party_taken:
            if any(overlap(span, taken) for span in present):
                yield violation(__name__, step=p.step, taken_from=taken[0])
        if step.party:
            loading = loading_of(problem, p)
            some = (Visit(*span, p.step, loading) for span in present)
            visits.setdefault(step.party, []).extend(some)
    for party, of_party in visits.items():
        yield from _at_once(party, sorted(of_party))


def _present(placement: Placement, bind: WindowsBind) -> list[Span]:
    """With the work throughout, or at what is attended; nowhere where windows do not bind."""
    if bind == "whole":
        return [(placement.start, placement.end)]
    parts = placement.attendance if bind == "start" else ()
    return [(part.start, part.end) for part in parts]


def _at_once(party: str, in_order: list[Visit]) -> Iterator[Violation]:
    for n, visit in enumerate(in_order):
        for later in islice(in_order, n + 1, None):
            if later.start >= visit.end:
                break
            if later.step != visit.step and later.loading != visit.loading:
                yield violation(__name__, step=later.step, party=party, other=visit.step)
