"""The history of a case in plain words."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from flask_babel import LazyString

from booking.language import _, _l
from booking.queries.happened import Actor, Happened

WHAT: dict[str, LazyString] = {
    "request_use": _l("The request was saved."),
    "hold_offers": _l("Offers were looked for and held."),
    "change_windows": _l("The times to come were changed."),
    "leave_to_facility": _l("The time was left to the facility."),
    "propose": _l("A time was kept and put up for an answer."),
    "confirm_proposal": _l("The visit was confirmed."),
    "refuse_proposal": _l("The facility could not accept it."),
    "refuse_request": _l("The facility could not accept it."),
    "remind": _l("A reminder was sent."),
    "decline_proposal": _l("The proposed time was declined."),
    "withdraw_request": _l("The request was withdrawn."),
    "cancel_reservation": _l("The visit was cancelled."),
    "move_reservation": _l("The visit was put at another time, as agreed."),
    "hand_over_visit": _l("Another technician of the facility takes care of your visit."),
    "open_case": _l("A member of staff of another place opened this case, with a recorded reason."),
}
ACTORS: dict[Actor, LazyString] = {
    Actor.COMPANY: _l("your company"),
    Actor.FACILITY: _l("facility"),
    Actor.PRODUCT: _l("automatically"),
}


@dataclass(frozen=True, slots=True)
class HistoryLine:
    """One line: when, what, who, and what was said."""

    at: datetime
    what: str
    who: str
    words: str  # said when it happened


def history_lines(entries: Iterable[Happened]) -> list[HistoryLine]:
    """The lines, oldest first; what has no words of its own is a change by the facility."""
    return [HistoryLine(e.at, _what(e), e.name or str(ACTORS[e.actor]), e.words) for e in entries]


def _what(entry: Happened) -> str:
    if entry.what == "hold_offers" and not entry.after.get("offers"):
        return _("Offers were looked for; nothing fitted.")
    return str(WHAT.get(entry.what, _("Something about the visit was changed.")))
