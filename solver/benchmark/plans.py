"""Plans of network weeks as the README of those instances writes them, and back."""

from collections.abc import Mapping, Sequence
from typing import Any

from solver.benchmark.readers.network import step_code
from solver.outcome import PlacedAttendance, Placement
from solver.problem import Problem, Span


def network_plan(
    instance: str, problem: Problem, placements: Sequence[Placement]
) -> dict[str, Any]:
    """The plan as JSON-ready data: request, step (from 0), instrument, technician and start."""
    number = {
        step.code: at for request in problem.requests for at, step in enumerate(request.steps)
    }
    return {
        "instance": instance,
        "placements": [
            {
                "request": placed.request,
                "step": number[placed.step],
                "instrument": placed.unit,
                "technician": placed.attendance[0].person if placed.attendance else None,
                "start": placed.start,
            }
            for placed in placements
        ],
    }


def placements_of(problem: Problem, plan: Mapping[str, Any]) -> tuple[Placement, ...]:
    """The placements of such a plan, with the ends its problem gives them.

    Raises ValueError naming a step or an instrument that the problem does not have.
    """
    return tuple(_placement(problem, row) for row in plan["placements"])


def _placement(problem: Problem, row: Mapping[str, Any]) -> Placement:
    code = step_code(row["request"], row["step"])
    step = problem.steps_by_code.get(code)
    way = step.alternative(row["instrument"]) if step else None
    if way is None:
        raise ValueError(f"plan: step {code} on {row['instrument']!r} is none of the problem's")
    start, end = row["start"], row["start"] + way.duration
    spans = [part.span(start, end) for part in way.attendance] or [(start, end)]
    return Placement(
        step=code,
        request=row["request"],
        unit=row["instrument"],
        start=start,
        end=end,
        attendance=() if row["technician"] is None else (_attendance(row["technician"], spans[0]),),
    )


def _attendance(person: str, span: Span) -> PlacedAttendance:
    return PlacedAttendance(person=person, mode="exclusive", start=span[0], end=span[1])
