"""What is different between two plans: who is in, who is out, what moved, who must be told."""

from collections.abc import Sequence
from dataclasses import dataclass

from solver.outcome import Placement


@dataclass(frozen=True, slots=True, kw_only=True)
class Move:
    """A step that is in both plans, otherwise than before."""

    step: str
    start_before: int
    start_after: int
    unit_before: str
    unit_after: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """From one plan to another. people_told: whose work is not what it was."""

    accepted: tuple[str, ...]
    dropped: tuple[str, ...]
    moved: tuple[Move, ...]
    people_told: tuple[str, ...]


def difference(before: Sequence[Placement], after: Sequence[Placement]) -> Difference:
    """The difference, in the order of codes."""
    was, now = {p.step: p for p in before}, {p.step: p for p in after}
    requests_before, requests_after = {p.request for p in before}, {p.request for p in after}
    both = sorted(was.keys() & now.keys())
    return Difference(
        accepted=tuple(sorted(requests_after - requests_before)),
        dropped=tuple(sorted(requests_before - requests_after)),
        moved=tuple(
            Move(
                step=step,
                start_before=was[step].start,
                start_after=now[step].start,
                unit_before=was[step].unit,
                unit_after=now[step].unit,
            )
            for step in both
            if (was[step].start, was[step].unit) != (now[step].start, now[step].unit)
        ),
        people_told=tuple(sorted({person for person, *_ in _work(before) ^ _work(after)})),
    )


def _work(plan: Sequence[Placement]) -> set[tuple[str, str, int, int]]:
    """Each attended part: who, of which step, from when until when."""
    return {(part.person, p.step, part.start, part.end) for p in plan for part in p.attendance}
