"""まとめて日程案を作る: start it, see how far it is, stop it, and read what came out."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from booking.language import _
from booking.models import Person
from booking.permissions import Action
from booking.queries.desk_people import my_facility
from booking.queries.desk_planning import recent_runs, run_of_desk, run_page
from booking.routes import door
from booking.routes.desk.entrance import ID, bp, facility
from booking.services.plan_for_all import start_planning, stop_planning, waiting_requests


@bp.get("/planning")
def planning() -> str:
    """How many requests wait, the button, and what earlier runs did."""
    session, me = door.reading(), door.me()
    runs = recent_runs(session, me)
    return render_template(
        "desk/planning.html",
        waiting=len(waiting_requests(session, me.facility_id or 0)),
        runs=runs,
        under_way=next((run for run in runs if run.under_way), None),
        seconds=door.settings().solve_seconds,
        zone=facility().zone,
    )


@bp.post("/planning")
def start() -> Response:
    """Begin; a second click while one is under way leads to the same run."""
    run = door.act(_start)
    return redirect(url_for(".show_run", number=run), 303)


def _start(session: Session, by: Person) -> int:
    return start_planning(session, my_facility(session, by), by=by, at=door.now()).id


@bp.get(f"/planning/{ID}")
def show_run(number: int) -> str:
    """One run: its progress while it works, its result afterwards."""
    page = run_page(door.reading(), door.me(), number, at=door.now())
    return render_template(
        "desk/run.html",
        page=page,
        run=page.line,
        zone=facility().zone,
        most_seconds=door.settings().solve_seconds,
    )


@bp.post(f"/planning/{ID}/stop")
def stop(number: int) -> Response:
    """Stop it; nothing is proposed then."""
    door.needs(Action.PROPOSE)
    door.retreat(url_for(".show_run", number=number))
    door.act(
        lambda session, by: stop_planning(
            session, run_of_desk(session, by, number), by=by, at=door.now()
        )
    )
    flash(_("It is being stopped. Nothing will be proposed."))
    return redirect(url_for(".show_run", number=number), 303)
