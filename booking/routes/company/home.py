"""The company's first page."""

from __future__ import annotations

from flask import render_template

from booking.queries.company_home import company_home
from booking.routes import door
from booking.routes.company.entrance import bp, my_company


@bp.get("/")
def home() -> str:
    """The company's requests and visits: what needs an answer first."""
    company = my_company()
    page = company_home(door.reading(), company, at=door.now())
    return render_template("company/home.html", page=page, company=company)
