"""The desk's door: the worklist of a facility and everything decided there."""

from booking.routes.desk import (
    absences,
    closures,
    companies,
    planning,
    proposals,
    requests,
    reservations,
    telephone,
    week,
    worklist,
)
from booking.routes.desk.entrance import bp

__all__ = [
    "absences",
    "bp",
    "closures",
    "companies",
    "planning",
    "proposals",
    "requests",
    "reservations",
    "telephone",
    "week",
    "worklist",
]
