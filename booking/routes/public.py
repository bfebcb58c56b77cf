"""Pages for anyone: the catalogue, facilities, and the language switch."""

from __future__ import annotations

from urllib.parse import urlsplit

from flask import Blueprint, redirect, render_template, request, session, url_for
from werkzeug.wrappers import Response

from booking.permissions import Role
from booking.routes import door

bp = Blueprint("public", __name__)

HOME = {
    Role.COMPANY: "company.home",
    Role.TECHNICIAN: "desk.worklist",
    Role.FACILITY_MANAGER: "desk.worklist",
    Role.APPROVER: "desk.worklist",
    Role.CLERK: "desk.worklist",
    Role.PARTNER: "network.week",
    Role.COORDINATOR: "network.week",
    Role.AUDITOR: "admin.history",
    Role.ADMIN: "admin.people",
}


@bp.get("/")
def home() -> str:
    """The way in: what is the trouble, or what must be made or measured."""
    return render_template("public/home.html")


@bp.get("/start")
def start() -> Response:
    """After signing in: everyone's own first page."""
    person = door.person()
    return redirect(url_for(HOME[person.role] if person else "public.home"))


@bp.get("/language/<code>")
def choose_language(code: str) -> Response:
    """Switch the page's language and stay where one is."""
    session["language"] = "en" if code == "en" else "ja"
    back = urlsplit(request.args.get("next", "/"))
    # only a path of this house: what names a host leads elsewhere
    path = back.path if back.path.startswith("/") and not back.netloc else "/"
    return redirect(path.replace("//", "/") + (f"?{back.query}" if back.query else ""))
