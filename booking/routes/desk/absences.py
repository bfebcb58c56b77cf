"""Absences: anyone of the site may enter one; there is no entry for a reason."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from sqlalchemy.orm import Session
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response

from booking.errors import RequestIncomplete
from booking.forms.desk_forms import Away, read_absence
from booking.language import _, ngettext
from booking.models import Person
from booking.queries.desk_absences import absences_of_desk, same_absence, technician_of_desk
from booking.queries.desk_people import technicians_of
from booking.routes import door
from booking.routes.broken_rules import sentences_by_field
from booking.routes.desk.entrance import bp, facility, zone
from booking.services.record_absence import record_absence


@bp.get("/absences")
def absences() -> str:
    """Who is away, which visits that touches, and the form."""
    return _page(MultiDict())


@bp.post("/absences")
def enter_absence() -> Response | tuple[str, int]:
    """Record an absence; the visits it touches are shown as at risk."""
    try:
        away = read_absence(request.form, zone(), at=door.now())
    except RequestIncomplete as refused:
        return _page(request.form, sentences_by_field(refused.facts["broken"])), 422
    door.retreat(url_for(".absences"))
    met = door.act(lambda session, by: _enter(session, by, away))
    if met:
        flash(
            ngettext(
                "The absence is entered. %(num)s visit is at risk: see below.",
                "The absence is entered. %(num)s visits are at risk: see below.",
                met,
            ),
            "warning",
        )
    else:
        flash(_("The absence is entered. No visit is touched."))
    return redirect(url_for(".absences"), 303)


def _enter(session: Session, by: Person, away: Away) -> int:
    """How many visits it touches."""
    technician = technician_of_desk(session, by, away.technician_id)
    if same_absence(session, technician.id, *away.span) is not None:
        return 0  # the form was sent twice
    return len(record_absence(session, technician, *away.span, by=by, at=door.now()))


def _page(given: MultiDict[str, str], errors: dict[str, list[str]] | None = None) -> str:
    session, me, house = door.reading(), door.me(), facility()
    return render_template(
        "desk/absences.html",
        absences=absences_of_desk(session, me, at=door.now()),
        technicians=technicians_of(session, house),
        given=given,
        errors=errors or {},
        zone=house.zone,
    )
