"""A promised visit: what to know before it, the calendar file, and giving it back."""

from __future__ import annotations

from flask import Response as Download
from flask import flash, redirect, render_template, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from booking.feeds.calendar import Entry, calendar_file
from booking.language import _
from booking.models import Person, Reservation
from booking.models.kinds import ReservationStatus
from booking.queries.visits import VisitPage, visit_page
from booking.routes import door
from booking.routes.company.entrance import bp, my_visit
from booking.routes.company.history_words import history_lines
from booking.routes.company.rules import cancel_rule
from booking.routes.words import in_language, named
from booking.services.cancel_reservation import cancel_reservation


@bp.get("/reservations/<int:reservation_id>")
def show_reservation(reservation_id: int) -> str:
    """When, where, with whom, what to bring, what it costs, until when cancelling is free."""
    page = _page(reservation_id)
    return render_template(
        "company/visit.html",
        page=page,
        rule=cancel_rule(page.slot.facility),
        history=history_lines(page.history),
    )


@bp.get("/reservations/<int:reservation_id>/visit.ics")
def calendar_entry(reservation_id: int) -> Download:
    """The visit for one's own calendar."""
    row = my_visit(door.reading(), door.me(), reservation_id)
    written = calendar_file(row, _entry(row), written_at=door.now())
    headers = {"Content-Disposition": f'attachment; filename="kyoyo-visit-{row.id}.ics"'}
    return Download(written, mimetype="text/calendar", headers=headers)


@bp.get("/reservations/<int:reservation_id>/cancel")
def confirm_cancel(reservation_id: int) -> Response | str:
    """What cancelling now means, before it is done."""
    page = _page(reservation_id)
    if not page.can_be_cancelled:
        return redirect(url_for(".show_reservation", reservation_id=reservation_id), 303)
    return render_template("company/cancel.html", page=page, rule=cancel_rule(page.slot.facility))


@bp.post("/reservations/<int:reservation_id>/cancel")
def cancel(reservation_id: int) -> Response:
    """Give the visit back; cancelled twice is cancelled."""
    shown = url_for(".show_reservation", reservation_id=reservation_id)
    door.retreat(shown)

    def work(session: Session, by: Person) -> None:
        row = my_visit(session, by, reservation_id)
        if row.status is not ReservationStatus.CANCELLED:
            cancel_reservation(session, row, reason="", by=by, at=door.now())

    door.act(work)
    flash(_("Cancelled. The time is free for others at once."))
    return redirect(shown, 303)


def _page(reservation_id: int) -> VisitPage:
    row = my_visit(door.reading(), door.me(), reservation_id)
    return visit_page(door.reading(), door.me(), row, at=door.now())


def _entry(row: Reservation) -> Entry:
    instrument = row.unit.instrument
    facility = instrument.facility
    gone = row.status is ReservationStatus.CANCELLED
    address = url_for(".show_reservation", reservation_id=row.id, _external=True)
    lines = (in_language(facility, "section"), facility.telephone, address)
    return Entry(
        method="CANCEL" if gone else "REQUEST",
        summary=_("Visit: %(instrument)s", instrument=named(instrument)),
        description="\n".join(line for line in lines if line),
        location=" ".join(part for part in (named(facility), facility.address) if part),
        organizer=door.settings().mail_from,
        attendee=door.me().email or door.settings().mail_from,
        busy=True,
    )
