"""The facilities and the organizations of the network."""

from __future__ import annotations

from flask import render_template

from booking.forms.catalogue import clean_code
from booking.queries.catalogue import places_by_prefecture
from booking.queries.catalogue_places import facility_page, organizations_by_prefecture
from booking.routes import door
from booking.routes.public.blueprint import bp


@bp.get("/facilities")
def facilities() -> str:
    """Every facility taking part, by prefecture."""
    return render_template("public/facilities.html", places=places_by_prefecture(door.reading()))


@bp.get("/facilities/<code>")
def facility(code: str) -> str:
    """One facility: where, when, by which rules, with which instruments."""
    page = facility_page(door.reading(), clean_code(code), at=door.now())
    return render_template("public/facility.html", page=page)


@bp.get("/organizations")
def organizations() -> str:
    """Who takes part, with role and fields."""
    groups = organizations_by_prefecture(door.reading())
    return render_template("public/organizations.html", groups=groups)
