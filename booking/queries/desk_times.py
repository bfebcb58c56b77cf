"""Times the desk may propose or move to, each judged, with everyone who could attend it."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from booking.models import Request, Reservation
from booking.planning.answers import Run, run_of_visit, suggestions
from booking.planning.by_hand import qualified_on, who_could
from booking.planning.grid import Moments
from booking.planning.question import Question, ask
from booking.queries.desk_cases import Attending, Placed, named, unit_label
from booking.queries.desk_people import Colleague, Named, names_of
from booking.settings import Settings
from instruments.models import Facility

MOST = 6  # shown at once; more days are one click away


@dataclass(frozen=True, slots=True)
class FreeTime:
    """A run that fits, and the technicians who could attend all of it equally well."""

    placed: Placed
    could: tuple[Colleague, ...]
    wished: bool  # inside the times the company said it can come


@dataclass(frozen=True, slots=True)
class UnitChoice:
    """A unit the work can run on, for an entry by hand."""

    id: int
    instrument: Named
    label: str


@dataclass(frozen=True, slots=True)
class FreeTimes:
    """What fits, and what an entry by hand may choose from."""

    times: tuple[FreeTime, ...]
    units: tuple[UnitChoice, ...]
    technicians: tuple[Colleague, ...]


def question_for(
    session: Session,
    request: Request,
    windows: Collection[Moments],
    *,
    at: datetime,
    settings: Settings,
) -> Question:
    """The request's question in windows of the desk's own, its own claims counted as free."""
    return ask(
        session,
        [request],
        at=at,
        on_call_limit=settings.on_call_limit,
        windows=windows,
        notice=False,
    )


def free_times(
    session: Session,
    request: Request,
    windows: Collection[Moments],
    facility: Facility,
    *,
    at: datetime,
    settings: Settings,
    now_at: tuple[int, datetime] | None = None,
) -> FreeTimes:
    """Up to six runs in the windows, by time; not the unit and start where it is already.

    A constant number of queries.
    """
    question = question_for(session, request, windows, at=at, settings=settings)
    found = suggestions(question, request.id, count=MOST + 1)
    others = [run for run in found if (run.unit_id, run.starts_at) != now_at][:MOST]
    runs = sorted(others, key=lambda run: run.starts_at)
    units = _units(question, request)
    able = sorted({number for unit in units for number in qualified_on(question, unit.id)})
    wished = [(w.starts_at, w.ends_at) for w in request.windows]
    names = names_of(session, facility.id, able)
    return FreeTimes(
        times=tuple(_free_time(question, run, units, names, wished) for run in runs),
        units=tuple(units),
        technicians=tuple(Colleague(number, names.get(number, "")) for number in able),
    )


def who_could_take_over(
    session: Session,
    reservation: Reservation,
    facility: Facility,
    *,
    at: datetime,
    settings: Settings,
) -> tuple[Colleague, ...]:
    """Technicians who could attend the visit, as it stands, instead of whoever does."""
    run = run_of_visit(reservation)
    window = (run.starts_at, run.ends_at)
    question = question_for(session, reservation.request, [window], at=at, settings=settings)
    now = {part.technician_id for part in run.parts}
    could = [number for number in who_could(question, run) if {number} != now]
    names = names_of(session, facility.id, could)
    return tuple(Colleague(number, names.get(number, "")) for number in could)


def _free_time(
    question: Question,
    run: Run,
    units: Sequence[UnitChoice],
    names: dict[int, str],
    wished: Sequence[Moments],
) -> FreeTime:
    instrument = question.instrument_of(run.unit_id)
    could = who_could(question, run)
    return FreeTime(
        placed=Placed(
            unit_id=run.unit_id,
            unit=next(unit.label for unit in units if unit.id == run.unit_id),
            instrument=named(instrument),
            instrument_id=instrument.id,
            starts_at=run.starts_at,
            ends_at=run.ends_at,
            people=tuple(
                Attending(
                    part.technician_id,
                    names.get(part.technician_id, ""),
                    part.mode,
                    part.starts_at,
                    part.ends_at,
                )
                for part in run.parts
            ),
        ),
        could=tuple(Colleague(number, names.get(number, "")) for number in could),
        wished=any(start <= run.starts_at and run.ends_at <= end for start, end in wished),
    )


def _units(question: Question, request: Request) -> list[UnitChoice]:
    return [
        UnitChoice(unit.id, named(instrument), unit_label(unit))
        for instrument in question.instruments.get(request.id, [])
        for unit in instrument.units
        if unit.active
    ]
