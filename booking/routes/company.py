"""A company's door: ask for time, choose an offer, see what became of it."""

from __future__ import annotations

from flask import Blueprint, render_template

from booking.permissions import Role
from booking.routes import door

bp = Blueprint("company", __name__, url_prefix="/company")
bp.before_request(door.only(Role.COMPANY))


@bp.get("/")
def home() -> str:
    """The company's requests and visits."""
    return render_template("company/home.html")
