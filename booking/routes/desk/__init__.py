"""The desk's door: the worklist of a facility and everything decided there."""

from __future__ import annotations

from flask import Blueprint, render_template

from booking.permissions import STAFF_OF_A_FACILITY
from booking.routes import door

bp = Blueprint("desk", __name__, url_prefix="/desk")
bp.before_request(door.only(*STAFF_OF_A_FACILITY))


@bp.get("/")
def worklist() -> str:
    """What waits for an answer, the oldest deadline first."""
    return render_template("desk/worklist.html")
