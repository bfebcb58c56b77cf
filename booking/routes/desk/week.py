"""The facility's own week, unit by unit."""

from __future__ import annotations

from flask import render_template, request

from booking.forms.entries import cleaned, day_of
from booking.queries.desk_week import desk_week
from booking.routes import door
from booking.routes.desk.entrance import bp, today


@bp.get("/week")
def week() -> str:
    """Reservations, tentative bookings and closures from Monday to Sunday."""
    day = day_of(cleaned(request.args.get("day", ""))) or today()
    shown = desk_week(door.reading(), door.me(), day, at=door.now())
    return render_template("desk/week.html", week=shown, zone=shown.zone)
