"""After a step at the desk: who of the company is told by mail, or that somebody has to call."""

from __future__ import annotations

from flask import flash

from booking.disclosure import case_view, visible
from booking.language import _
from booking.models import Request
from booking.routes import door
from booking.services.notices import asker_of


def flash_told(request_id: int, said: str) -> None:
    """Show `said`; where nobody of the company has an address, that the desk has to call."""
    session, me = door.reading(), door.me()
    request = visible(session, me, Request, request_id, door.now())
    if any(person.email for person in asker_of(session, request)):
        flash(said)
        return
    view = case_view(session, me, request, door.now())
    number = view.visitor_telephone or request.company.telephone
    flash(
        _(
            "Done. No mail goes to this company: please tell them by telephone. %(who)s %(number)s",
            who=view.visitor,
            number=number,
        ),
        "warning",
    )
