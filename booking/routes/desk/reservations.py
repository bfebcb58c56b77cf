"""A promised visit at the desk: move it with the visitor's word, hand it over, or cancel it."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from sqlalchemy.orm import Session
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response

from booking.disclosure import visible
from booking.errors import BookingError, ReasonMissing, RequestIncomplete, RuleBroken, Taken
from booking.forms.desk_forms import Chosen, read_agreed_by, read_chosen, read_reason
from booking.forms.entries import whole_number
from booking.language import _
from booking.models import Person, Reservation
from booking.models.kinds import ReservationStatus
from booking.permissions import Action
from booking.planning.answers import Run
from booking.queries.desk_absences import technician_of_desk
from booking.queries.desk_cases import visit_of
from booking.queries.desk_people import Colleague, day_span, local_date
from booking.queries.desk_story import story_of
from booking.queries.desk_times import who_could_take_over
from booking.routes import door
from booking.routes.broken_rules import sentences_by_field
from booking.routes.desk.choosing import DAYS_LOOKED_AT, choosing_for, day_of_case, run_chosen
from booking.routes.desk.desk_words import CANCEL_REASONS
from booking.routes.desk.entrance import ID, attempt, bp, facility, zone
from booking.routes.desk.telling import flash_told
from booking.services.cancel_reservation import cancel_reservation
from booking.services.hand_over_visit import hand_over_visit
from booking.services.move_reservation import move_reservation


@bp.get(f"/reservations/{ID}")
def show_reservation(number: int) -> str:
    """The visit as the staff see it."""
    return _page(visible(door.reading(), door.me(), Reservation, number, door.now()))


@bp.post(f"/reservations/{ID}/move")
def move(number: int) -> Response | tuple[str, int]:
    """Put the visit at another time; somebody of the company has agreed."""
    door.needs(Action.MOVE)
    row = visible(door.reading(), door.me(), Reservation, number, door.now())
    door.retreat(url_for(".show_reservation", number=number))
    try:
        chosen, agreed_by = (
            read_chosen(request.form, zone()),
            read_agreed_by(request.form, needed=True),
        )
    except RequestIncomplete as refused:
        return _page(row, request.form, sentences_by_field(refused.facts["broken"])), 422
    done = attempt(
        lambda session, by: _move(session, by, number, chosen, agreed_by), RuleBroken, Taken
    )
    if isinstance(done, BookingError):
        row = visible(door.reading(), door.me(), Reservation, number, door.now())
        rules = tuple(done.facts.get("rules", ("units_carry_one_run_at_a_time",)))
        return _page(row, request.form, rules=rules), 409
    flash_told(row.request_id, _("The visit was moved. Everyone concerned is told."))
    return redirect(url_for(".show_reservation", number=number), 303)


def _move(session: Session, by: Person, number: int, chosen: Chosen, agreed_by: str) -> None:
    row = visible(session, by, Reservation, number, door.now())
    run = run_chosen(session, row.request, chosen)
    if row.status is ReservationStatus.STANDING and _is_there(row, run):
        return  # the form was sent twice
    move_reservation(
        session,
        row,
        run,
        agreed_by=agreed_by,
        by=by,
        at=door.now(),
        settings=door.settings(),
    )


def _is_there(row: Reservation, run: Run) -> bool:
    return (row.unit_id, row.starts_at) == (run.unit_id, run.starts_at) and {
        a.technician_id for a in row.assignments
    } == {part.technician_id for part in run.parts}


@bp.post(f"/reservations/{ID}/hand-over")
def hand_over(number: int) -> Response:
    """Let a colleague attend the visit instead."""
    door.needs(Action.MOVE)
    door.retreat(url_for(".show_reservation", number=number))
    chosen = whole_number(request.form.get("technician", ""))
    name = door.act(lambda session, by: _hand_over(session, by, number, chosen))
    flash(_("%(name)s attends this visit now. The technicians are told.", name=name))
    return redirect(url_for(".show_reservation", number=number), 303)


def _hand_over(session: Session, by: Person, number: int, technician_id: int | None) -> str:
    row = visible(session, by, Reservation, number, door.now())
    technician = technician_of_desk(session, by, technician_id or 0)
    if {a.technician_id for a in row.assignments} != {technician.id}:  # else sent twice
        hand_over_visit(session, row, technician, by=by, at=door.now(), settings=door.settings())
    return technician.name


@bp.post(f"/reservations/{ID}/cancel")
def cancel(number: int) -> Response | tuple[str, int]:
    """Cancel the visit with a reason; the time is free at once."""
    row = visible(door.reading(), door.me(), Reservation, number, door.now())
    door.retreat(url_for(".show_reservation", number=number))
    try:
        reason = read_reason(request.form)
    except RequestIncomplete as refused:
        return _page(row, request.form, sentences_by_field(refused.facts["broken"])), 422
    done = attempt(
        lambda session, by: cancel_reservation(
            session,
            visible(session, by, Reservation, number, door.now()),
            reason=reason,
            by=by,
            at=door.now(),
        ),
        ReasonMissing,
    )
    if isinstance(done, BookingError):
        row = visible(door.reading(), door.me(), Reservation, number, door.now())
        return _page(row, request.form, {"reason": [_("Please write a short reason.")]}), 422
    said = _("Cancelled. The time is free again, and whoever asked is told.")
    flash_told(row.request_id, said)
    return redirect(url_for(".show_reservation", number=number), 303)


def _page(
    row: Reservation,
    given: MultiDict[str, str] | None = None,
    errors: dict[str, list[str]] | None = None,
    *,
    rules: tuple[str, ...] = (),
) -> str:
    session, me, now = door.reading(), door.me(), door.now()
    visit = visit_of(session, me, row, now)
    movable = row.status is ReservationStatus.STANDING and not visit.begun
    choosing, deputies = None, tuple[Colleague, ...]()
    if movable and door.allowed(Action.MOVE):
        first = local_date(max(row.starts_at, now), zone())
        week = [day_span(zone(), first, DAYS_LOOKED_AT)]
        choosing = choosing_for(row.request, now_at=visit.placed, given=week)
        deputies = who_could_take_over(session, row, facility(), at=now, settings=door.settings())
    return render_template(
        "desk/reservation.html",
        visit=visit,
        asked=visit.asked,
        movable=movable,
        choosing=choosing,
        deputies=deputies,
        day=day_of_case(row.request, visit.placed, choosing),
        story=story_of(session, me, row.request),
        reasons=CANCEL_REASONS,
        given=given or MultiDict(),
        errors=errors or {},
        rules=rules,
        zone=facility().zone,
        facility=facility(),
    )
