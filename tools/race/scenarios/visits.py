"""Promised visits that are to be moved, and the form with which the desk moves them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial

from sqlalchemy import select
from sqlalchemy.orm import Session

from booking.models import Reservation
from booking.models.kinds import ReservationStatus
from booking.planning.grid import Moments
from tools.race.crowd import Shot
from tools.race.ground import Ground
from tools.race.stage import ZONE
from tools.race.visitors import Visitor


@dataclass(frozen=True, slots=True)
class Place:
    """What is asked for, and the unit and hour that are promised."""

    wish: str
    unit_id: int
    hour: Moments


def visits_at(ground: Ground, places: Mapping[int, Place]) -> dict[int, int]:
    """A visit of each company at its place, by the company's number; others are cleared away.

    Visits that still stand where an earlier round put them are left alone.
    """
    there = ground.do(lambda session: _standing(session, ground, places))
    ground.clear(keep=[request for request, _reservation in there.values()])
    visits = {number: reservation for number, (_request, reservation) in there.items()}
    for number in places.keys() - visits.keys():
        visits[number] = ground.do(partial(_visit, ground, number, places[number]))
    return visits


def _visit(ground: Ground, number: int, place: Place, session: Session) -> int:
    return ground.visiting(session, number, place.wish, place.unit_id, place.hour).id


def _standing(
    session: Session, ground: Ground, places: Mapping[int, Place]
) -> dict[int, tuple[int, int]]:
    """Request and reservation by the company's number, of visits that are where they should be."""
    number_of = {company: number for number, company in enumerate(ground.stage.companies)}
    found = {}
    for row in session.scalars(
        select(Reservation).where(Reservation.status == ReservationStatus.STANDING)
    ):
        number = number_of[row.request.company_id]
        place = places.get(number)
        where = (row.unit_id, (row.starts_at, row.ends_at))
        if place is not None and where == (place.unit_id, place.hour):
            found[number] = (row.request_id, row.id)
    return found


def move_shot(visitor: Visitor, reservation: int, unit: int, hour: Moments) -> Shot:
    """Put the visit at that hour on that unit by hand, with whichever technician is free."""
    start = hour[0].astimezone(ZONE)
    fields = {
        "unit": str(unit),
        "day": start.date().isoformat(),
        "clock": f"{start:%H:%M}",
        "agreed_by": "Somebody",
    }
    return Shot(visitor, "move", f"/desk/reservations/{reservation}/move", fields)


def movers(session: Session, moved_by: Mapping[int, Visitor]) -> dict[int, str]:
    """Whose visits have been moved, by the person of the desk; `moved_by` has them by visit."""
    moved = session.scalars(
        select(Reservation.id).where(Reservation.id.in_(moved_by), Reservation.sequence > 0)
    )
    return {moved_by[number].person_id: "move" for number in moved}
