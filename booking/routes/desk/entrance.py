"""Who comes in at the desk, and what every page of it needs."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import TypeVar
from zoneinfo import ZoneInfo

from flask import Blueprint
from sqlalchemy.orm import Session

from booking.errors import BookingError
from booking.models import Person
from booking.permissions import STAFF_OF_A_FACILITY, Action
from booking.queries.desk_people import local_date, my_facility, zone_of
from booking.routes import door
from booking.routes.desk.desk_words import FILTERS
from instruments.models import Facility

bp = Blueprint("desk", __name__, url_prefix="/desk")
bp.before_request(door.only(*STAFF_OF_A_FACILITY))
bp.before_request(lambda: door.needs(Action.SEE_WORKLIST))
for show in FILTERS:
    bp.add_app_template_filter(show)

# A number in an address that no table can hold is no number of ours.
ID = "<int(max=2147483647):number>"

T = TypeVar("T")


def facility() -> Facility:
    """Where whoever is signed in works. Raises NotFound for staff without a facility."""
    return my_facility(door.reading(), door.me())


def zone() -> ZoneInfo:
    """The facility's clock."""
    return zone_of(facility())


def today() -> date:
    """The day the facility's clock shows."""
    return local_date(door.now(), zone())


def attempt(
    work: Callable[[Session, Person], T], *refusals: type[BookingError]
) -> T | BookingError:
    """Do `work`; these refusals come back, for a form that is shown again with them."""
    try:
        return door.act(work)
    except refusals as refusal:
        return refusal
