"""The only place that knows which refusal has which HTTP status and which sentence."""

from __future__ import annotations

from typing import Any

from flask import Flask, g, render_template
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException

from booking import errors
from booking.language import _, _l
from booking.models import Person
from booking.permissions import STAFF_OF_A_FACILITY
from booking.queries.desk_people import names_of
from booking.routes import door
from booking.routes.words import local_moment, rule_sentence

STATUS: dict[type[errors.BookingError], int] = {
    errors.NotFound: 404,
    errors.NotAllowed: 403,
    errors.RequestIncomplete: 422,
    errors.AlreadyDecided: 409,
    errors.HoldExpired: 409,
    errors.Taken: 409,
    errors.RuleBroken: 409,
    errors.NothingFits: 409,
    errors.TooManyHolds: 409,
    errors.ReasonMissing: 422,
    errors.ClosureOverReservation: 409,
    errors.NotNow: 409,
}

STATES = {
    "open": _l("being chosen"),
    "waiting": _l("waiting"),
    "proposed": _l("waiting for an answer"),
    "confirmed": _l("Reservation confirmed"),
    "refused": _l("refused"),
    "withdrawn": _l("withdrawn"),
    "cancelled": _l("cancelled"),
    "replaced": _l("replaced by another time"),
    "chosen": _l("applied for"),
    "begun": _l("already begun"),
    "over": _l("over"),
    "merged": _l("merged already"),
    "reopened": _l("reopened"),
    "taken_back": _l("taken back"),
    "unattended": _l("without a technician"),
}


def sentence(error: errors.BookingError) -> str:
    """What a person reads: what happened, and what to do next."""
    facts: dict[str, Any] = error.facts
    match error:
        case errors.NotFound():
            return _("There is no such page, or it is not for you.")
        case errors.NotAllowed():
            return _("Your role does not include this step.")
        case errors.RequestIncomplete():
            return _("Some entries need a correction. Nothing you typed is lost.")
        case errors.AlreadyDecided():
            return _already_decided(facts)
        case errors.HoldExpired():
            return _(
                "This offer was held until %(when)s. Look for offers again: the time may still be "
                "free.",
                when=local_moment(facts["held_until"]),
            )
        case errors.Taken():
            return _(
                "The time from %(start)s to %(end)s has just been taken. Other times are shown.",
                start=local_moment(facts["starts_at"]),
                end=local_moment(facts["ends_at"]),
            )
        case errors.RuleBroken():
            rules = "; ".join(rule_sentence(rule) for rule in facts["rules"])
            return _("This time is not possible any more: %(rules)s", rules=rules)
        case _:
            return _more(error, facts)


def _already_decided(facts: dict[str, Any]) -> str:
    state = str(STATES.get(facts["status"], facts["status"]))
    if facts["at"] is None:
        return _("Somebody was faster: it is %(state)s.", state=state)
    when = local_moment(facts["at"])
    me = door.person()
    if me is not None and me.id == facts["by_id"]:
        return _("You answered this already at %(when)s (%(state)s).", when=when, state=state)
    colleague = _colleague(me, facts["by_id"])
    if colleague:
        return _(
            "%(who)s was faster: it was answered at %(when)s (%(state)s).",
            who=colleague,
            when=when,
            state=state,
        )
    return _(
        "Somebody was faster: it was answered at %(when)s (%(state)s).", when=when, state=state
    )


def _colleague(me: Person | None, number: int | None) -> str:
    """The name of whoever it was, among staff of one facility; empty for everybody else."""
    if me is None or me.role not in STAFF_OF_A_FACILITY or me.facility_id is None:
        return ""
    return names_of(door.reading(), me.facility_id, [number]).get(number or 0, "")


def _more(error: errors.BookingError, facts: dict[str, Any]) -> str:
    match error:
        case errors.NothingFits():
            return _("No time fits this wish. See the reasons and change one of them.")
        case errors.TooManyHolds():
            return _(
                "Your company holds %(limit)s tentative bookings that are not answered yet. "
                "Withdraw one, or wait for an answer.",
                limit=facts["limit"],
            )
        case errors.ReasonMissing():
            return _("Please write a short reason.")
        case errors.ClosureOverReservation():
            return _(
                "Between %(start)s and %(end)s lie %(count)s reservations or tentative bookings. "
                "Move them first, or choose another time.",
                start=local_moment(facts["starts_at"]),
                end=local_moment(facts["ends_at"]),
                count=facts["count"],
            )
        case errors.NotNow():
            state = str(STATES.get(facts["status"], facts["status"]))
            return _("This step is not possible now: it is %(state)s.", state=state)
        case _:
            raise AssertionError(f"{error.code} has no sentence")


def register(app: Flask) -> None:
    """Refusals, unknown pages and broken forms all become a page with a sentence."""
    app.register_error_handler(errors.BookingError, _refused)
    app.register_error_handler(CSRFError, _stale)
    app.register_error_handler(HTTPException, _http)


def _refused(error: errors.BookingError) -> tuple[str, int]:
    return _page(STATUS[type(error)], sentence(error))


def _stale(_error: CSRFError) -> tuple[str, int]:
    return _page(400, _("This form is too old. Open the page again and send it once more."))


def _http(error: HTTPException) -> tuple[str, int]:
    code = error.code or 500
    sentences = {
        404: _("There is no such page, or it is not for you."),
        405: _("This address takes no such request. Please use the buttons of the page."),
        413: _("What was sent is too large (2 MB at most)."),
        415: _("This address takes the form of the page only."),
    }
    return _page(code, sentences.get(code, _("The request could not be read. Please try again.")))


def _page(status: int, text: str) -> tuple[str, int]:
    # What is not there, or not for these eyes, looks the same whatever was asked for.
    retreat = None if status == 404 else g.get("retreat")
    return render_template("refused.html", status=status, sentence=text, retreat=retreat), status
