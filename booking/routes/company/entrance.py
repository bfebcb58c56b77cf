"""The company's door: who comes in, and for which company."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, request, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from booking.disclosure import visible
from booking.errors import NotFound
from booking.models import Company, Person, Request, Reservation
from booking.permissions import Role
from booking.queries.members import pending_of
from booking.routes import door
from booking.routes.deadline_words import local_deadline
from booking.routes.price_words import FILTERS
from booking.services.companies import company_of

bp = Blueprint("company", __name__, url_prefix="/company")
bp.before_request(door.only(Role.COMPANY))
for show in (*FILTERS, local_deadline):
    bp.add_app_template_filter(show)


@bp.before_request
def members_only() -> Response | str | None:
    """Without an approved membership there is one page: who can approve it."""
    try:
        company_of(door.reading(), door.me())
    except NotFound:
        if request.endpoint != "company.home":
            return redirect(url_for("company.home"), 303)
        waiting = pending_of(door.reading(), door.me())
        return render_template("company/not_yet.html", waiting=waiting)
    return None


def my_company() -> Company:
    """The company of whoever is signed in, in the reading session."""
    return company_of(door.reading(), door.me())


def my_request(session: Session, by: Person, request_id: int) -> Request:
    """The request, if it is the company's. Raises NotFound."""
    return visible(session, by, Request, _in_range(request_id), door.now())


def my_visit(session: Session, by: Person, reservation_id: int) -> Reservation:
    """The visit, if it is the company's. Raises NotFound."""
    return visible(session, by, Reservation, _in_range(reservation_id), door.now())


def _in_range(number: int) -> int:
    """The number, unless no table can hold it: an address may be any row of digits."""
    if number >= 2**31:
        raise NotFound
    return number
