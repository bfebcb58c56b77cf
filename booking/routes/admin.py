"""The administrator's and the auditor's door: people, roles, agreements, catalogue, history."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from booking.forms.administration import history_wish, people_wish
from booking.forms.catalogue import clean_code
from booking.language import _
from booking.permissions import ALLOWED, Action, Role
from booking.queries.history import history_page
from booking.queries.holdings import agreements as agreement_lines
from booking.queries.holdings import holdings
from booking.queries.people import people_page
from booking.routes import door
from booking.routes.history_words import (
    about_name,
    fact_name,
    fact_value,
    field_name,
    what_name,
)
from booking.routes.words import named
from booking.services.switch_agreement import switch_agreement

bp = Blueprint("admin", __name__, url_prefix="/admin")
bp.before_request(door.only(Role.ADMIN, Role.AUDITOR))
for show in (what_name, about_name, fact_name, fact_value, field_name):
    bp.add_app_template_filter(show)


@bp.get("/people")
def people() -> str:
    """Who may sign in, with which role, where, and until when."""
    door.needs(Action.SEE_PEOPLE)
    wish = people_wish(request.args)
    return render_template(
        "admin/people.html",
        page=people_page(door.reading(), wish, at=door.now()),
        wish=wish,
        roles=_roles_with_accounts(),
        filters=_filters("text", "role", "facility", "active"),
    )


@bp.get("/roles")
def roles() -> str:
    """Who may do what: the one table that every door asks."""
    return render_template(
        "admin/roles.html", roles=tuple(Role), actions=tuple(Action), allowed=ALLOWED
    )


@bp.get("/agreements")
def agreements() -> str:
    """Every agreement and its variants: where it comes from, and which one is active."""
    door.needs(Action.SWITCH_AGREEMENT)
    return render_template("admin/agreements.html", lines=agreement_lines(door.reading()))


@bp.post("/agreements/<code>")
def switch(code: str) -> Response:
    """Switch one on or off; the variant that says otherwise is switched off with it."""
    door.needs(Action.SWITCH_AGREEMENT)
    active = request.form.get("active") == "yes"
    changed = door.act(
        lambda session, by: switch_agreement(
            session, clean_code(code), active=active, by=by, at=door.now()
        )
    )
    if not changed:
        flash(_("Nothing was changed: it stands like this already."), "warning")
    for row in changed:
        said = _("Active now: %(name)s") if row.active else _("Not active any more: %(name)s")
        flash(said % {"name": named(row)})
    return redirect(url_for(".agreements"), 303)


@bp.get("/catalogue")
def catalogue() -> str:
    """How much of each facility is in the catalogue, and how more comes in."""
    door.needs(Action.IMPORT)
    return render_template("admin/catalogue.html", holdings=holdings(door.reading()))


@bp.get("/history")
def history() -> str:
    """What happened, newest first: by ids."""
    door.needs(Action.READ_HISTORY)
    wish = history_wish(request.args)
    return render_template(
        "admin/history.html",
        page=history_page(door.reading(), door.me(), wish),
        wish=wish,
        filters=_filters("what", "about", "id", "person"),
    )


def _roles_with_accounts() -> tuple[Role, ...]:
    return tuple(role for role in Role if role is not Role.PUBLIC)


def _filters(*names: str) -> dict[str, str]:
    """The fields of the address that say something, for the links to other pages of the list."""
    return {name: request.args[name] for name in names if request.args.get(name)}
