"""Absences: anyone of the site enters or takes one back; there is no entry for a reason."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from sqlalchemy.orm import Session
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response

from booking.errors import RequestIncomplete
from booking.forms.desk_forms import Away, read_absence
from booking.language import _, ngettext
from booking.models import Person
from booking.queries.desk_absences import (
    absence_of_desk,
    absences_of_desk,
    same_absence,
    technician_of_desk,
)
from booking.queries.desk_people import technicians_of
from booking.routes import door
from booking.routes.broken_rules import sentences_by_field
from booking.routes.desk.entrance import ID, bp, facility, zone
from booking.services.record_absence import record_absence
from booking.services.take_back_absence import take_back_absence


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


@bp.post(f"/absences/{ID}/take-back")
def take_back(number: int) -> Response:
    """The absence does not happen: the technician can be asked for again."""
    door.retreat(url_for(".absences"))
    safe = door.act(
        lambda session, by: len(
            take_back_absence(session, absence_of_desk(session, by, number), by=by, at=door.now())
        )
    )
    flash(_("Taken back: the technician can be booked again."))
    if safe:
        flash(
            ngettext(
                "%(num)s visit is no longer at risk.", "%(num)s visits are no longer at risk.", safe
            )
        )
    return redirect(url_for(".absences"), 303)


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
