"""A proposal at the desk: confirm it, or refuse it with a reason."""

from __future__ import annotations

from flask import flash, redirect, request, url_for
from werkzeug.wrappers import Response

from booking.disclosure import visible
from booking.errors import BookingError, ReasonMissing, RequestIncomplete
from booking.forms.desk_forms import read_reason
from booking.language import _
from booking.models import Proposal
from booking.routes import door
from booking.routes.broken_rules import sentences_by_field
from booking.routes.desk.entrance import ID, attempt, bp
from booking.routes.desk.requests import case_page
from booking.services.confirm_proposal import confirm_proposal
from booking.services.refuse_proposal import refuse_proposal


@bp.get(f"/proposals/{ID}")
def show_proposal(number: int) -> str:
    """The proposal, its request, and what else there is on that day."""
    proposal = visible(door.reading(), door.me(), Proposal, number, door.now())
    return case_page(proposal.request, proposal)


@bp.post(f"/proposals/{ID}/confirm")
def confirm(number: int) -> Response:
    """Promise the time: one click."""
    door.retreat(url_for(".show_proposal", number=number))
    reservation = door.act(
        lambda session, by: (
            confirm_proposal(
                session,
                visible(session, by, Proposal, number, door.now()),
                by=by,
                at=door.now(),
                settings=door.settings(),
            ).id
        )
    )
    flash(_("The reservation is confirmed. Whoever asked is told by mail."))
    return redirect(url_for(".show_reservation", number=reservation), 303)


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
    flash(_("Refused. The company reads your reason; the time is free again."))
    return redirect(url_for(".show_proposal", number=number), 303)
