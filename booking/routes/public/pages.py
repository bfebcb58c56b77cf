"""The first page, the way to everyone's own first page, and the language switch."""

from __future__ import annotations

from flask import redirect, render_template, request, session, url_for
from werkzeug.wrappers import Response

from booking.permissions import Role
from booking.queries.catalogue import often_helpful, places_by_prefecture, trouble_tiles
from booking.queries.catalogue_places import standing
from booking.routes import door
from booking.routes.account import is_own_path
from booking.routes.public.blueprint import bp

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
    reading = door.reading()
    return render_template(
        "public/home.html",
        tiles=trouble_tiles(reading),
        examples=often_helpful(reading),
        places=places_by_prefecture(reading),
    )


@bp.get("/about")
def about() -> str:
    """What of the data is confirmed, and who sees what."""
    return render_template("public/about.html", standing=standing(door.reading()))


@bp.get("/start")
def start() -> Response:
    """After signing in: everyone's own first page."""
    person = door.person()
    return redirect(url_for(HOME[person.role] if person else "public.home"))


@bp.get("/language/<code>")
def choose_language(code: str) -> Response:
    """Switch the page's language and stay where one is."""
    session["language"] = "en" if code == "en" else "ja"
    back = request.args.get("next", "/")
    return redirect(back if is_own_path(back) else "/")
