"""The network's door: what is free at every institute, never who is in; a case, for a reason."""

from __future__ import annotations

from datetime import date

from babel.dates import format_date
from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import LazyString, get_locale
from werkzeug.wrappers import Response

from booking.disclosure import knows, visible
from booking.forms.entries import Entries
from booking.forms.network import LARGEST_NUMBER, case_number, network_wish
from booking.language import _, _l
from booking.models import Request
from booking.permissions import STAFF_OF_A_FACILITY, Action, Role
from booking.queries.cases import case_page, entered_cases, open_cases
from booking.queries.network import CellState, NetworkWish, network_week
from booking.routes import door
from booking.routes.broken_rules import sentences_by_field
from booking.routes.errors import STATES
from booking.services.open_case import OPEN_FOR, open_case

bp = Blueprint("network", __name__, url_prefix="/network")
bp.before_request(
    door.only(Role.PARTNER, Role.COORDINATOR, Role.ADMIN, Role.AUDITOR, *STAFF_OF_A_FACILITY)
)

CELL_WORDS: dict[CellState, LazyString] = {
    CellState.FREE: _l("free"),
    CellState.ASK: _l("ask"),
    CellState.NOT_FREE: _l("not free"),
    CellState.CLOSED: _l("closed"),
    CellState.OVER: _l("over"),
}
CELL_MARKS = {CellState.FREE: "○", CellState.OVER: "–"}
LONGEST_REASON = 300  # characters
_ONE_CASE = f"/cases/<int(min=1, max={LARGEST_NUMBER}):number>"


@bp.app_template_filter()
def short_day(day: date) -> str:
    """11/24(火) / Tue 24 Nov, where the year stands beside it."""
    pattern = "M/d(E)" if str(get_locale()) == "ja" else "EEE d MMM"
    return format_date(day, pattern, locale=get_locale())


@bp.app_template_filter()
def state_name(status: str) -> str:
    """Where a request, a proposal or a reservation stands."""
    return str(STATES.get("confirmed" if status == "standing" else status, status))


@bp.get("/week")
def week() -> str:
    """Free and busy of every shared instrument in one week: the same page for everyone."""
    door.needs(Action.SEE_NETWORK)
    wish = network_wish(request.args)
    return render_template(
        "network/week.html",
        week=network_week(door.reading(), wish, at=door.now()),
        wish=wish,
        filters=_filters(wish),
        # looked up once: a week has thousands of half-days
        signs={state: f"{CELL_MARKS.get(state, '')} {word}" for state, word in CELL_WORDS.items()},
    )


def _filters(wish: NetworkWish) -> dict[str, str]:
    """The fields of the address that say something, for links that change the week or the day."""
    fields = {
        "facility": wish.facility,
        "category": wish.category or "",
        "text": wish.text,
        "free": "1" if wish.only_free else "",
    }
    return {name: str(value) for name, value in fields.items() if value}


@bp.get("/cases")
def cases() -> tuple[str, int] | Response:
    """The cases one entered or has opened, and the way to open another."""
    door.needs(Action.OPEN_CASE)
    typed = request.args.get("number", "")
    number = case_number(typed)
    if number is not None:
        return redirect(url_for(".case", number=number))
    session, me, at = door.reading(), door.me(), door.now()
    page = render_template(
        "network/cases.html",
        entered=entered_cases(session, me, at=at),
        opened=open_cases(session, me, at=at),
        typed=typed[:20],
        wrong=_("Enter the number of a request.") if typed else "",
    )
    return page, 422 if typed else 200


@bp.get(_ONE_CASE)
def case(number: int) -> str:
    """A case to be read, while it is open; else the form, for known and unknown numbers alike."""
    door.needs(Action.OPEN_CASE)
    session, me, at = door.reading(), door.me(), door.now()
    row = session.get(Request, number)
    if row is None or not knows(session, me, row, at):
        return _ask_for_a_reason(number)
    mine = visible(session, me, Request, number, at)
    return render_template("network/case.html", page=case_page(session, me, mine, at=at))


@bp.post(_ONE_CASE)
def open_one(number: int) -> tuple[str, int] | Response:
    """Open the case for the day; the history keeps that it was."""
    door.needs(Action.OPEN_CASE)
    entries = Entries(request.form)
    reason = entries.text("reason", most=LONGEST_REASON, needed=True)
    if entries.broken:
        sentences = sentences_by_field(entries.broken)["reason"]
        return _ask_for_a_reason(number, entries.raw("reason"), sentences), 422
    door.act(lambda session, by: open_case(session, number, reason=reason, by=by, at=door.now()))
    flash(_("The case is open for you until the end of the day's work. The history says so."))
    return redirect(url_for(".case", number=number), 303)


def _ask_for_a_reason(number: int, reason: str = "", wrong: list[str] | None = None) -> str:
    return render_template(
        "network/open_case.html",
        number=number,
        reason=reason,
        wrong=wrong or [],
        longest=LONGEST_REASON,
        hours=int(OPEN_FOR.total_seconds() // 3600),
    )
