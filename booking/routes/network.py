"""The network's door: what is free at every institute, never who is in."""

from __future__ import annotations

from flask import Blueprint, render_template

from booking.permissions import STAFF_OF_A_FACILITY, Role
from booking.routes import door

bp = Blueprint("network", __name__, url_prefix="/network")
bp.before_request(door.only(Role.PARTNER, Role.COORDINATOR, Role.ADMIN, *STAFF_OF_A_FACILITY))


@bp.get("/week")
def week() -> str:
    """Free and busy of every shared instrument in one week."""
    return render_template("network/week.html")
