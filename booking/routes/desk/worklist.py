"""The one list a technician starts the day with."""

from __future__ import annotations

from flask import render_template, request

from booking.queries.desk_worklist import worklist as read_worklist
from booking.routes import door
from booking.routes.desk.entrance import bp


@bp.get("/")
def worklist() -> str:
    """What waits for an answer, the nearest deadline first; who comes today and next."""
    mine = request.args.get("show") == "mine"
    work = read_worklist(door.reading(), door.me(), mine=mine, at=door.now())
    return render_template("desk/worklist.html", work=work, zone=work.zone)
