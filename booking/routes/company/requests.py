"""One request: where it stands, and every step the company can take on it."""

from __future__ import annotations

from collections.abc import Callable

from flask import flash, redirect, render_template, request, url_for
from sqlalchemy.orm import Session
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response

from booking.disclosure import visible
from booking.errors import NotFound, NotNow, RequestIncomplete
from booking.forms.entries import Entries
from booking.forms.request_form import Wanted, more_rows, read_when, spread_range
from booking.forms.windows import rows_from, rows_of, with_rows
from booking.language import _
from booking.models import Offer, Person, Proposal, Request
from booking.models.kinds import OfferStatus, ProposalStatus, RequestStatus
from booking.queries.requests import Standing, request_page
from booking.routes import door
from booking.routes.broken_rules import sentences_by_field
from booking.routes.company.entrance import bp, my_request
from booking.routes.company.history_words import history_lines
from booking.routes.company.offers import hold_if_none
from booking.routes.company.prefilled import ROWS
from booking.routes.company.remedies import remedies
from booking.services.apply_with_offer import apply_with_offer
from booking.services.change_windows import change_windows
from booking.services.confirm_proposal import confirm_proposal
from booking.services.leave_to_facility import leave_to_facility
from booking.services.refuse_proposal import decline_proposal
from booking.services.withdraw_request import withdraw_request

Step = Callable[[Session, Person, Request], None]


@bp.get("/requests/<int:request_id>")
def show_request(request_id: int) -> Response | str:
    """Where the request stands; once it is confirmed, the visit."""
    row = my_request(door.reading(), door.me(), request_id)
    page = request_page(door.reading(), door.me(), row, at=door.now(), settings=door.settings())
    if page.standing is Standing.CONFIRMED and page.reservation_id:
        return redirect(url_for(".show_reservation", reservation_id=page.reservation_id), 303)
    found = remedies(page)
    return render_template(
        "company/request.html",
        page=page,
        wish=page.wish,
        remedies=found,
        links={link for remedy in found for link in remedy.links},
        history=history_lines(page.history),
    )


@bp.post("/requests/<int:request_id>/offers")
def hold_again(request_id: int) -> Response:
    """Look for offers once more; while some are held, they stay."""
    return _step(request_id, lambda s, by, row: hold_if_none(s, by, row.id))


@bp.post("/requests/<int:request_id>/leave")
def leave(request_id: int) -> Response:
    """Let the facility find a time; left twice is left."""

    def step(session: Session, by: Person, row: Request) -> None:
        if row.status is not RequestStatus.WAITING:
            leave_to_facility(session, row, by=by, at=door.now())

    return _step(request_id, step, _("Left to the facility. It will propose a time."))


@bp.post("/requests/<int:request_id>/withdraw")
def withdraw(request_id: int) -> Response:
    """Take the request back; withdrawn twice is withdrawn."""

    def step(session: Session, by: Person, row: Request) -> None:
        if row.status is not RequestStatus.WITHDRAWN:
            withdraw_request(session, row, by=by, at=door.now())

    return _step(request_id, step, _("Withdrawn. Nothing is held for it any more."))


@bp.post("/offers/<int:offer_id>/apply")
def apply(offer_id: int) -> Response:
    """Apply for the offered time; applied for twice is one application."""
    number = _request_of(Offer, offer_id)

    def step(session: Session, by: Person, row: Request) -> None:
        offer = session.get_one(Offer, offer_id)
        if offer.status is not OfferStatus.CHOSEN:
            apply_with_offer(session, offer, by=by, at=door.now(), settings=door.settings())

    return _step(number, step, _("Applied. The time is kept for you until the facility answers."))


@bp.post("/proposals/<int:proposal_id>/accept")
def accept(proposal_id: int) -> Response:
    """Take the time the facility proposes; accepted twice is one visit."""
    number = _request_of(Proposal, proposal_id)

    def step(session: Session, by: Person, row: Request) -> None:
        proposal = session.get_one(Proposal, proposal_id)
        if proposal.status is not ProposalStatus.CONFIRMED:
            confirm_proposal(session, proposal, by=by, at=door.now(), settings=door.settings())

    return _step(number, step, _("Confirmed. A mail with a calendar entry is on its way."))


@bp.post("/proposals/<int:proposal_id>/decline")
def decline(proposal_id: int) -> Response:
    """Another time, please; declined twice is declined."""
    number = _request_of(Proposal, proposal_id)

    def step(session: Session, by: Person, row: Request) -> None:
        proposal = session.get_one(Proposal, proposal_id)
        theirs = proposal.status is ProposalStatus.REFUSED and proposal.decided_by_id == by.id
        if not theirs:
            decline_proposal(session, proposal, by=by, at=door.now())

    return _step(number, step, _("Declined. The facility will look for another time."))


@bp.get("/requests/<int:request_id>/windows")
def show_windows(request_id: int) -> Response | str:
    """The times one can come, to be changed while nothing is applied for."""
    row = my_request(door.reading(), door.me(), request_id)
    if row.status is not RequestStatus.OPEN:
        return redirect(url_for(".show_request", request_id=row.id), 303)
    wanted = _wanted(row)
    coming = [(w.starts_at, w.ends_at) for w in row.windows if w.ends_at > door.now()]
    rows = rows_from(coming, wanted.place.zone) or [wanted.usual_row] * ROWS
    empty = wanted.usual_row
    values = MultiDict({"range_from": empty.starts, "range_to": empty.ends})
    return _windows_form(row, with_rows(values, rows))


@bp.post("/requests/<int:request_id>/windows")
def change(request_id: int) -> Response | tuple[str, int] | str:
    """Look for offers in other times; or the form again, with every broken rule."""
    row = my_request(door.reading(), door.me(), request_id)
    if "step" in request.form:
        return _redrawn(row)
    door.retreat(url_for(".show_request", request_id=request_id))
    try:
        door.act(lambda session, by: _change(session, by, request_id))
    except RequestIncomplete as refused:
        again = my_request(door.reading(), door.me(), request_id)
        return _windows_form(again, request.form, refused), 422
    return _step(request_id, lambda s, by, row: hold_if_none(s, by, row.id))


def _change(session: Session, by: Person, request_id: int) -> None:
    row = my_request(session, by, request_id)
    if row.status is not RequestStatus.OPEN:
        raise NotNow(row.status.value)
    entries = Entries(request.form)
    windows = read_when(entries, _wanted(row), at=door.now())
    change_windows(session, row, windows, more_broken=entries.broken, by=by, at=door.now())


def _redrawn(row: Request) -> tuple[str, int] | str:
    if request.form["step"] == "range":
        spread = spread_range(request.form, _wanted(row), at=door.now())
    else:
        spread = more_rows(request.form, _wanted(row))
    page = _windows_form(row, spread.given, RequestIncomplete(list(spread.broken)))
    return (page, 422) if spread.broken else page


def _windows_form(
    row: Request, given: MultiDict[str, str], refused: RequestIncomplete | None = None
) -> str:
    return render_template(
        "company/windows.html",
        row=row,
        what=row.instrument or row.capability,
        given=given,
        rows=rows_of(given),
        errors=sentences_by_field(refused.facts["broken"]) if refused else {},
    )


def _wanted(row: Request) -> Wanted:
    return Wanted(instrument=row.instrument, capability=row.capability)


def _request_of(kind: type[Offer] | type[Proposal], number: int) -> int:
    """The request an offer or a proposal of the company belongs to. Raises NotFound."""
    if number >= 2**31:
        raise NotFound
    if kind is Offer:
        return visible(door.reading(), door.me(), Offer, number, door.now()).request_id
    return visible(door.reading(), door.me(), Proposal, number, door.now()).request_id


def _step(request_id: int, step: Step, done: str = "") -> Response:
    """Do one step on the company's own request, and show where it stands now."""
    page = url_for(".show_request", request_id=request_id)
    door.retreat(page)
    door.act(lambda session, by: step(session, by, my_request(session, by, request_id)))
    if done:
        flash(done)
    return redirect(page, 303)
