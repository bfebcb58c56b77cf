"""Planned closures: entered, refused over what is promised, taken back."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from sqlalchemy.orm import Session
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response

from booking.disclosure import closure_for_staff
from booking.errors import BookingError, ClosureOverReservation, RequestIncomplete
from booking.forms.desk_forms import Shut, read_closure
from booking.language import _
from booking.models import Person
from booking.queries.desk_claims import Kept, kept_on
from booking.queries.desk_closures import (
    closures_of_desk,
    same_closure,
    say_if_reopened,
    unit_of_desk,
    units_of_desk,
)
from booking.routes import door
from booking.routes.broken_rules import sentences_by_field
from booking.routes.desk.desk_words import CLOSURES
from booking.routes.desk.entrance import ID, attempt, bp, facility, zone
from booking.services.close_unit import close_unit, reopen_unit


@bp.get("/closures")
def closures() -> str:
    """What is closed and will be, and the form."""
    return _page(request.args)


@bp.post("/closures")
def close() -> Response | tuple[str, int]:
    """Close a unit; where something is promised, the page shows what."""
    try:
        shut = read_closure(request.form, zone(), at=door.now())
    except RequestIncomplete as refused:
        return _page(request.form, sentences_by_field(refused.facts["broken"])), 422
    door.retreat(url_for(".closures"))
    done = attempt(lambda session, by: _close(session, by, shut), ClosureOverReservation)
    if isinstance(done, BookingError):
        session, me = door.reading(), door.me()
        there = kept_on(session, me, [shut.unit_id], [], shut.span, at=door.now())
        return _page(request.form, in_the_way=there), 409
    flash(_("Closed. Nobody can book this time."))
    return redirect(url_for(".closures"), 303)


def _close(session: Session, by: Person, shut: Shut) -> None:
    unit = unit_of_desk(session, by, shut.unit_id)
    if same_closure(session, unit.id, shut.kind, *shut.span) is not None:
        return  # the form was sent twice
    close_unit(session, unit, shut.kind, *shut.span, note=shut.note, by=by, at=door.now())


@bp.post(f"/closures/{ID}/reopen")
def reopen(number: int) -> Response:
    """Take a closure back: the time is free at once."""
    door.retreat(url_for(".closures"))
    door.act(lambda session, by: _reopen(session, by, number))
    flash(_("Reopened. The time can be booked again."))
    return redirect(url_for(".closures"), 303)


def _reopen(session: Session, by: Person, number: int) -> None:
    say_if_reopened(session, by, number)
    reopen_unit(session, closure_for_staff(session, by, number), by=by, at=door.now())


def _page(
    given: MultiDict[str, str],
    errors: dict[str, list[str]] | None = None,
    *,
    in_the_way: list[Kept] | None = None,
) -> str:
    session, me = door.reading(), door.me()
    return render_template(
        "desk/closures.html",
        closures=closures_of_desk(session, me, at=door.now()),
        units=units_of_desk(session, me),
        kinds=CLOSURES,
        given=given,
        errors=errors or {},
        in_the_way=in_the_way,  # empty: what refused the closure is gone again
        zone=facility().zone,
    )
