"""Choosing a time for a case: which days are looked at, what fits there, what else is on."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from flask import request
from sqlalchemy.orm import Session

from booking.forms.desk_forms import Chosen, read_days
from booking.models import Request
from booking.planning.answers import Run
from booking.planning.by_hand import run_by_hand
from booking.planning.grid import SLOT, Moments, slots_for
from booking.planning.question import FARTHEST_DAYS
from booking.queries.desk_cases import Placed
from booking.queries.desk_day import DayView, day_view
from booking.queries.desk_people import day_span, local_date, zone_of
from booking.queries.desk_times import FreeTimes, free_times, question_for
from booking.routes import door
from booking.routes.desk.entrance import facility

DAYS_LOOKED_AT = 7
MOST_UNITS = 6  # rows of a day; a capability may be offered by many instruments


@dataclass(frozen=True, slots=True)
class Choosing:
    """What the page offers for choosing another time."""

    first: date
    days: int
    free: FreeTimes


def choosing_for(
    row: Request, *, now_at: Placed | None = None, given: Collection[Moments] = ()
) -> Choosing:
    """Free times on the days the address names; else in `given`, else in the company's times."""
    house, now = facility(), door.now()
    zone = zone_of(house)
    today = local_date(now, zone)
    asked = read_days(request.args)
    if asked is not None and abs((asked[0] - today).days) <= FARTHEST_DAYS:
        first, days = asked
        windows = [day_span(zone, first, days)]
    else:
        windows = [w for w in (given or _still_possible(row, now)) if w[1] > now]
        windows = windows or [day_span(zone, today, DAYS_LOOKED_AT)]
        first, days = max(today, local_date(windows[0][0], zone)), DAYS_LOOKED_AT
    free = free_times(
        door.reading(),
        row,
        windows,
        house,
        at=now,
        settings=door.settings(),
        now_at=(now_at.unit_id, now_at.starts_at) if now_at else None,
    )
    return Choosing(first, days, free)


def _still_possible(row: Request, now: datetime) -> list[Moments]:
    return [(w.starts_at, w.ends_at) for w in row.windows if w.ends_at > now]


def day_of_case(row: Request, placed: Placed | None, choosing: Choosing | None) -> DayView:
    """The day of the placement with its unit and technicians; else of all that could serve."""
    house = facility()
    if placed is not None:
        day = local_date(placed.starts_at, zone_of(house))
        units, people = {placed.unit_id}, {p.technician_id for p in placed.people}
    else:
        free = choosing.free if choosing else FreeTimes((), (), ())
        moment = free.times[0].placed.starts_at if free.times else None
        first = choosing.first if choosing else local_date(door.now(), zone_of(house))
        day = local_date(moment, zone_of(house)) if moment else first
        units = {unit.id for unit in free.units[:MOST_UNITS]}
        people = {one.id for one in free.technicians[:MOST_UNITS]}
    return day_view(door.reading(), door.me(), house, units, people, day, of=row.id, at=door.now())


def run_chosen(session: Session, row: Request, chosen: Chosen) -> Run:
    """The run the desk chose, possible or not: the service that takes it puts it to the judge.

    Raises NothingFits when the unit does not serve the request.
    """
    # The window only has to hold the run; a run may be longer than any day.
    window = (chosen.starts_at, chosen.starts_at + slots_for(row.minutes) * SLOT)
    question = question_for(session, row, [window], at=door.now(), settings=door.settings())
    return run_by_hand(question, row.id, chosen.unit_id, chosen.starts_at, chosen.technician_id)
