"""Which attended part somebody attends. The exact engine does not share this."""

from collections.abc import Iterator

from solver.outcome import PlacedAttendance, Placement
from solver.problem import Attendance, Problem


def attended_parts(
    problem: Problem, placement: Placement
) -> Iterator[tuple[Attendance, PlacedAttendance]]:
    """Each part that was asked for with the one who attends it; parts nobody attends are left out.

    Of parts with one mode and span, the first asked for is the first placed.
    """
    if not placement.attendance:
        return
    step = problem.steps_by_code.get(placement.step)
    asked = step.alternative(placement.alternative) if step is not None else None
    left = list(placement.attendance)
    for part in asked.attendance if asked is not None else ():
        wanted = (part.mode, *part.span(placement.start, placement.end))
        for given in left:
            if (given.mode, given.start, given.end) == wanted:
                left.remove(given)
                yield part, given
                break
