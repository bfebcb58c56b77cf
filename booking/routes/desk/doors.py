"""All doors of the desk in one blueprint; importing them is what opens them."""

from booking.routes.desk import (
    absences,
    closures,
    companies,
    company,
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
    "company",
    "planning",
    "proposals",
    "requests",
    "reservations",
    "telephone",
    "week",
    "worklist",
]
