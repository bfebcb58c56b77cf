"""A proposal at the desk: confirm it, or refuse it with a reason."""

from __future__ import annotations

from flask import redirect, request, url_for
from werkzeug.wrappers import Response

from booking.disclosure import visible
from booking.errors import BookingError, ReasonMissing, RequestIncomplete
from booking.forms.desk_forms import read_agreed_by, read_reason
from booking.language import _
from booking.models import Proposal
from booking.routes import door
from booking.routes.broken_rules import sentences_by_field
from booking.routes.desk.entrance import ID, attempt, bp
from booking.routes.desk.requests import case_page
from booking.routes.desk.telling import flash_told
from booking.services.confirm_proposal import confirm_proposal
from booking.services.refuse_proposal import refuse_proposal


@bp.get(f"/proposals/{ID}")
def show_proposal(number: int) -> str:
    """The proposal, its request, and what else there is on that day."""
    proposal = visible(door.reading(), door.me(), Proposal, number, door.now())
    return case_page(proposal.request, proposal)


@bp.post(f"/proposals/{ID}/confirm")
def confirm(number: int) -> Response | tuple[str, int]:
    """Promise the time: one click; where the company was asked, with the name of who agreed."""
    proposal = visible(door.reading(), door.me(), Proposal, number, door.now())
    door.retreat(url_for(".show_proposal", number=number))
    try:
        agreed_by = read_agreed_by(request.form)
    except RequestIncomplete as refused:
        errors = sentences_by_field(refused.facts["broken"])
        return case_page(proposal.request, proposal, given=request.form, errors=errors), 422
    done = attempt(
        lambda session, by: (
            confirm_proposal(
                session,
                visible(session, by, Proposal, number, door.now()),
                agreed_by=agreed_by,
                by=by,
                at=door.now(),
                settings=door.settings(),
            ).id
        ),
        ReasonMissing,
    )
    if isinstance(done, BookingError):
        proposal = visible(door.reading(), door.me(), Proposal, number, door.now())
        errors = {"agreed_by": [_("Please enter who of the company agreed.")]}
        return case_page(proposal.request, proposal, given=request.form, errors=errors), 422
    said = _("The reservation is confirmed. Whoever asked is told by mail.")
    flash_told(proposal.request_id, said)
    return redirect(url_for(".show_reservation", number=done), 303)


@bp.post(f"/proposals/{ID}/refuse")
def refuse(number: int) -> Response | tuple[str, int]:
    """Refuse with a reason the company reads."""
    proposal = visible(door.reading(), door.me(), Proposal, number, door.now())
    door.retreat(url_for(".show_proposal", number=number))
    try:
        reason = read_reason(request.form)
    except RequestIncomplete as refused:
        errors = sentences_by_field(refused.facts["broken"])
        return case_page(proposal.request, proposal, given=request.form, errors=errors), 422
    done = attempt(
        lambda session, by: refuse_proposal(
            session,
            visible(session, by, Proposal, number, door.now()),
            reason=reason,
            by=by,
            at=door.now(),
        ),
        ReasonMissing,
    )
    if isinstance(done, BookingError):
        proposal = visible(door.reading(), door.me(), Proposal, number, door.now())
        errors = {"reason": [_("Please write a short reason.")]}
        return case_page(proposal.request, proposal, given=request.form, errors=errors), 422
    said = _("Refused. The company reads your reason; the time is free again.")
    flash_told(proposal.request_id, said)
    return redirect(url_for(".show_proposal", number=number), 303)
