"""The administrator's and the auditor's door: people, agreements, history."""

from __future__ import annotations

from flask import Blueprint, render_template

from booking.permissions import Action, Role
from booking.routes import door

bp = Blueprint("admin", __name__, url_prefix="/admin")
bp.before_request(door.only(Role.ADMIN, Role.AUDITOR))


@bp.get("/people")
def people() -> str:
    """Who may sign in, with which role."""
    door.needs(Action.SEE_PEOPLE)
    return render_template("admin/people.html")


@bp.get("/history")
def history() -> str:
    """What happened, newest first."""
    door.needs(Action.READ_HISTORY)
    return render_template("admin/history.html")
