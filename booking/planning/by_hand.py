"""A time a technician chooses by hand: made into a run, and who else could attend it.

The run is made as it was asked for, possible or not; the judge then names every rule it breaks.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from booking.errors import NothingFits, RuleBroken
from booking.models.kinds import AttendanceMode
from booking.planning.answers import Part, Run, refuse_unless_fits, run_from
from booking.planning.grid import SLOT, SLOT_MINUTES
from booking.planning.question import Question
from solver.construct import Standing
from solver.problem import Alternative


def run_by_hand(
    question: Question,
    request_id: int,
    unit_id: int,
    starts_at: datetime,
    technician_id: int | None = None,
) -> Run:
    """The request's run on this unit at this time, by this technician or by whoever is free.

    Raises NothingFits when the unit does not serve the request at all.
    """
    request = question.problem.requests_by_code.get(f"R{request_id}")
    found = request.step.alternative(f"U{unit_id}") if request else None
    if found is None:
        raise NothingFits(groups=("instrument",))
    if technician_id is None:
        free = _with_whoever_is_free(question, request_id, unit_id, starts_at)
        if free is not None:
            return free
        technician_id = next(iter(qualified_on(question, unit_id)), None)
    return Run(
        request_id=request_id,
        unit_id=unit_id,
        starts_at=starts_at,
        ends_at=starts_at + found.duration * SLOT,
        parts=_parts(found, starts_at, technician_id),
    )


def on_the_grid(moment: datetime) -> bool:
    """Whether the moment is one the grid of slots can say."""
    return moment.second == 0 and moment.minute % SLOT_MINUTES == 0


def qualified_on(question: Question, unit_id: int) -> list[int]:
    """Technicians with a qualification for the unit's instrument, whenever it is valid."""
    unit = question.problem.units_by_code[f"U{unit_id}"]
    people = question.problem.people_at.get(unit.site, ())
    return [int(p.code[1:]) for p in people if any(s.kind == unit.kind for s in p.skills)]


def who_could(question: Question, run: Run) -> list[int]:
    """Technicians who could attend the whole run just as well as those it names."""
    return [
        number
        for number in qualified_on(question, run.unit_id)
        if run.parts and fits(question, attended_by(run, number))
    ]


def attended_by(run: Run, technician_id: int) -> Run:
    """The same run with one technician for every part."""
    parts = tuple(replace(part, technician_id=technician_id) for part in run.parts)
    return replace(run, parts=parts)


def fits(question: Question, run: Run) -> bool:
    """Whether the judge has nothing against the run."""
    try:
        refuse_unless_fits(question, run)
    except (RuleBroken, NothingFits):
        return False
    return True


def _with_whoever_is_free(
    question: Question, request_id: int, unit_id: int, starts_at: datetime
) -> Run | None:
    step = question.problem.requests_by_code[f"R{request_id}"].step
    slot = question.grid.floor(starts_at)
    if not (0 <= slot < question.problem.horizon and on_the_grid(starts_at)):
        return None
    standing = Standing(question.problem)
    for choice in standing.choices(step):
        if choice.unit.code == f"U{unit_id}" and choice.starts >> slot & 1:
            return run_from(question, standing.placement(step, choice, slot))
    return None


def _parts(
    alternative: Alternative, starts_at: datetime, technician_id: int | None
) -> tuple[Part, ...]:
    if technician_id is None:
        return ()
    spans = [(part.mode, *part.span(0, alternative.duration)) for part in alternative.attendance]
    return tuple(
        Part(technician_id, AttendanceMode(mode), starts_at + start * SLOT, starts_at + end * SLOT)
        for mode, start, end in spans
    )
