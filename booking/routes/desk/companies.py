"""The register of firms: who is meant, one firm entered twice, people who want to act for one."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from booking.errors import NotFound
from booking.forms.entries import cleaned, whole_number
from booking.language import _
from booking.models import Company, Membership, Person
from booking.permissions import Action
from booking.queries.desk_companies import (
    applicants,
    company_line,
    found_companies,
    membership_of_desk,
    similar_pairs,
)
from booking.queries.desk_people import my_facility
from booking.queries.desk_telephone import meant_companies
from booking.routes import door
from booking.routes.desk.entrance import ID, bp
from booking.services.approve_membership import approve_membership
from booking.services.companies import merge_companies

LONGEST_SEARCH = 200


@bp.get("/companies")
def companies() -> str:
    """Search, pairs that look like one firm, and who waits to be approved."""
    session, me = door.reading(), door.me()
    text = cleaned(request.args.get("q", ""))[:LONGEST_SEARCH]
    return render_template(
        "desk/companies.html",
        text=text,
        found=found_companies(session, me, text) if text else [],
        pairs=similar_pairs(session, me),
        applicants=applicants(session, me) if door.allowed(Action.APPROVE_MEMBER) else [],
        zone=my_facility(session, me).zone,
    )


@bp.get("/companies/similar")
def similar() -> str:
    """A fragment for the telephone form: firms that sound like what is typed."""
    door.needs(Action.REQUEST_BY_TELEPHONE)
    text = cleaned(request.args.get("q", ""))[:LONGEST_SEARCH]
    found = meant_companies(door.reading(), text) if len(text) > 1 else []
    return render_template("desk/_similar.html", found=found, typed=text)


@bp.get("/companies/merge")
def compare() -> str:
    """Two entries side by side, and what merging them does."""
    door.needs(Action.MERGE_COMPANIES)
    session, me = door.reading(), door.me()
    kept, double = _number("kept"), _number("double")
    if kept == double:
        raise NotFound
    return render_template(
        "desk/merge.html",
        kept=company_line(session, me, kept),
        double=company_line(session, me, double),
    )


def _number(name: str) -> int:
    """An id from the address or the form. Raises NotFound for anything else."""
    number = whole_number(cleaned(request.values.get(name, "")))
    if number is None:
        raise NotFound
    return number


@bp.post("/companies/merge")
def merge() -> Response:
    """Make one firm of two entries; this cannot be undone."""
    kept, double = _number("kept"), _number("double")
    door.retreat(url_for(".companies"))
    door.act(lambda session, by: _merge(session, by, kept, double))
    flash(_("Merged. Requests and members of both are under one name now."))
    return redirect(url_for(".companies"), 303)


def _merge(session: Session, by: Person, kept_id: int, double_id: int) -> None:
    kept, double = session.get(Company, kept_id), session.get(Company, double_id)
    if kept is None or double is None:
        raise NotFound
    merge_companies(session, kept, double, by=by, at=door.now())


@bp.post(f"/companies/members/{ID}/approve")
def approve_member(number: int) -> Response:
    """Say that the person acts for the firm; approved twice is approved."""
    door.needs(Action.APPROVE_MEMBER)
    door.act(lambda session, by: _approve(session, by, number))
    flash(_("Approved. This person can now apply in the company's name."))
    return redirect(url_for(".companies"), 303)


def _approve(session: Session, by: Person, number: int) -> Membership:
    membership = membership_of_desk(session, by, number)
    return approve_membership(session, membership.id, by=by, at=door.now())
