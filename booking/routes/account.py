"""Signing in and out: what the sign-in library does not do itself.

The library's own pages are kept; here are the demo's accounts, the page that asks before signing
out, and the rule that signing in leads only to pages of this house.
"""

from __future__ import annotations

from urllib.parse import urlsplit

from flask import Blueprint, redirect, render_template, request, url_for
from flask.blueprints import BlueprintSetupState
from werkzeug.wrappers import Response

from booking.routes import door
from booking.routes.role_words import action_name, role_name
from booking.services.demo.accounts import DEMO_PASSWORD, demo_accounts

bp = Blueprint("account", __name__)
bp.add_app_template_filter(role_name)
bp.add_app_template_filter(action_name)

_LONGEST_ADDRESS = 2000  # characters; browsers send longer ones, nobody's page here has one


@bp.get("/sign-out")
def ask_to_sign_out() -> str:
    """Whoever types the address is asked first: only the button signs out."""
    return render_template("security/sign_out.html")


@bp.record_once
def _tell_the_sign_in_page(state: BlueprintSetupState) -> None:
    state.app.extensions["security"].login_context_processor(_demo)


def _demo() -> dict[str, object]:
    """In demo mode, everyone who can be tried out, and the one chosen by `?as=` filled in."""
    if not door.settings().demo:
        return {"demo_accounts": (), "chosen": None}
    accounts = demo_accounts(door.settings().seed_folder)
    wanted = request.args.get("as", "")
    return {
        "demo_accounts": accounts,
        "demo_password": DEMO_PASSWORD,
        "chosen": next((account for account in accounts if account.email == wanted), None),
    }


@bp.before_app_request
def _stay_in_this_house() -> Response | None:
    """Forget a `next` that leads elsewhere, before the library reads it."""
    if request.endpoint != "security.login":
        return None
    addresses = (request.args.get("next"), request.form.get("next"))
    if all(is_own_path(address) for address in addresses if address):
        return None
    return redirect(url_for("security.login"), 303)


def is_own_path(address: str) -> bool:
    """Whether the address is a path of this server and cannot be read as anything else."""
    if not address.startswith("/") or len(address) > _LONGEST_ADDRESS:
        return False
    # Browsers take \\ for / and drop control characters: //elsewhere in disguise.
    if not address.isprintable() or "\\" in address or address.startswith("//"):
        return False
    parts = urlsplit(address)
    return not parts.scheme and not parts.netloc
