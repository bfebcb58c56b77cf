"""The way back: placements in moments and row ids, and a hand-made one before the judge."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from booking.errors import NothingFits, RuleBroken
from booking.models import Attendance, Placement, Reservation
from booking.models.kinds import AttendanceMode
from booking.planning.question import Question
from solver.explain import explain
from solver.judge import judge
from solver.outcome import PlacedAttendance, Refusal
from solver.outcome import Placement as Placed
from solver.suggest import suggest


@dataclass(frozen=True, slots=True)
class Part:
    """A technician's part of a run."""

    technician_id: int
    mode: AttendanceMode
    starts_at: datetime
    ends_at: datetime


@dataclass(frozen=True, slots=True)
class Run:
    """A run on one unit, in moments and row ids."""

    request_id: int
    unit_id: int
    starts_at: datetime
    ends_at: datetime
    parts: tuple[Part, ...]

    def as_placement(self) -> Placement:
        """A row of it, not yet of any offer or proposal."""
        return Placement(
            unit_id=self.unit_id,
            starts_at=self.starts_at,
            ends_at=self.ends_at,
            attendance=[
                Attendance(
                    technician_id=part.technician_id,
                    mode=part.mode,
                    starts_at=part.starts_at,
                    ends_at=part.ends_at,
                )
                for part in self.parts
            ],
        )


def run_of(placement: Placement, request_id: int) -> Run:
    """What a stored placement says."""
    return Run(
        request_id=request_id,
        unit_id=placement.unit_id,
        starts_at=placement.starts_at,
        ends_at=placement.ends_at,
        parts=tuple(
            Part(a.technician_id, AttendanceMode(a.mode), a.starts_at, a.ends_at)
            for a in placement.attendance
        ),
    )


def run_of_visit(reservation: Reservation) -> Run:
    """What was promised."""
    return Run(
        request_id=reservation.request_id,
        unit_id=reservation.unit_id,
        starts_at=reservation.starts_at,
        ends_at=reservation.ends_at,
        parts=tuple(
            Part(a.technician_id, a.mode, a.starts_at, a.ends_at) for a in reservation.assignments
        ),
    )


def suggestions(question: Question, request_id: int, *, count: int = 3) -> list[Run]:
    """Up to `count` certain runs for the request, best first; empty when nothing fits."""
    code = f"R{request_id}"
    if code not in question.problem.requests_by_code:
        return []
    return [run_from(question, placed) for placed in suggest(question.problem, code, count=count)]


def run_from(question: Question, placed: Placed) -> Run:
    """The placement in moments and row ids."""
    moment = question.grid.moment
    return Run(
        request_id=int(placed.request[1:]),
        unit_id=int(placed.unit[1:]),
        starts_at=moment(placed.start),
        ends_at=moment(placed.end),
        parts=tuple(
            Part(int(a.person[1:]), AttendanceMode(a.mode), moment(a.start), moment(a.end))
            for a in placed.attendance
        ),
    )


def refusal(question: Question, request_id: int) -> Refusal:
    """Why the request has no place: the rule groups to lift, with their facts."""
    return explain(question.problem, f"R{request_id}")


def refusal_of_that_time(question: Question, request_id: int) -> Refusal:
    """Why the request has no place in its own windows: another time is no answer, unless the only.

    Who asks for one hour knows that it is one hour, and wants to hear what is in it.
    """
    kept = explain(question.problem, f"R{request_id}", kept=("window",))
    return kept if kept.groups else refusal(question, request_id)


def refuse_unless_fits(question: Question, run: Run) -> None:
    """Put the run before the judge. Raises RuleBroken with the names of the rules it breaks."""
    if f"R{run.request_id}" not in question.problem.requests_by_code:
        raise NothingFits(groups=("instrument",))
    placed = _placed(question, run)
    broken = {violation.rule for violation in judge(question.problem, (placed,))}
    if run_from(question, placed) != run:  # it lies between two slots: something else was judged
        broken.add("runs_start_on_the_grid")
    if broken:
        raise RuleBroken(tuple(sorted(broken)))


def _placed(question: Question, run: Run) -> Placed:
    grid = question.grid
    return Placed(
        step=f"S{run.request_id}",
        request=f"R{run.request_id}",
        unit=f"U{run.unit_id}",
        start=grid.floor(run.starts_at),
        end=grid.ceil(run.ends_at),
        attendance=tuple(
            PlacedAttendance(
                person=f"P{part.technician_id}",
                mode=part.mode.value,
                start=grid.floor(part.starts_at),
                end=grid.ceil(part.ends_at),
            )
            for part in run.parts
        ),
    )
