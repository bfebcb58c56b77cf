"""Who acts for the company, and who may begin to."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from booking.language import _
from booking.queries.members import members_of
from booking.routes import door
from booking.routes.company.entrance import bp, my_company
from booking.services.approve_membership import approve_membership


@bp.get("/members")
def show_members() -> str:
    """Everybody of the company; those who wait for approval first."""
    company = my_company()
    members = members_of(door.reading(), company)
    return render_template("company/members.html", company=company, members=members)


@bp.post("/members/<int:membership_id>/approve")
def approve_member(membership_id: int) -> Response:
    """Let a colleague ask for time in the company's name; approved twice is approved."""
    door.act(
        lambda session, by: approve_membership(
            session, min(membership_id, 2**31 - 1), by=by, at=door.now()
        )
    )
    flash(_("Approved. Your colleague can now apply in the company's name."))
    return redirect(url_for(".show_members"), 303)
