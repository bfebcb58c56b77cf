"""What the desk calls things: states, kinds, history lines, in the words of its people."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from babel.dates import format_date
from flask_babel import LazyString, get_locale

from booking.language import _, _l
from booking.models.kinds import AttendanceMode, ClaimKind, ClosureKind
from booking.queries.desk_claims import Kept
from booking.queries.desk_story import StoryLine
from booking.routes.words import local, local_moment, local_span, local_time, yen
from booking.services.companies import without_legal_form

CLOSURES: dict[ClosureKind, LazyString] = {
    ClosureKind.MAINTENANCE: _l("Maintenance"),
    ClosureKind.CALIBRATION: _l("Calibration"),
    ClosureKind.OWN_USE: _l("Own use"),
    ClosureKind.TRAINING: _l("Training, guided tour"),
    ClosureKind.HOLIDAY: _l("Closed day"),
}
MODES: dict[AttendanceMode, LazyString] = {
    AttendanceMode.EXCLUSIVE: _l("with the visitor"),
    AttendanceMode.ON_CALL: _l("on call"),
}
KINDS: dict[ClaimKind, LazyString] = {
    ClaimKind.HOLD: _l("Tentative booking"),
    ClaimKind.RESERVATION: _l("Reservation"),
    ClaimKind.OWN_USE: _l("Own use"),
    ClaimKind.CLOSURE: _l("Closure"),
    ClaimKind.OUTAGE: _l("Out of order"),
}
STATES: dict[str, LazyString] = {
    "open": _l("The company is choosing"),
    "waiting": _l("Waits for a time"),
    "proposed": _l("Proposal waits for an answer"),
    "confirmed": _l("Reservation confirmed"),
    "refused": _l("Refused"),
    "withdrawn": _l("Withdrawn"),
    "cancelled": _l("Cancelled"),
    "replaced": _l("Changed to another time"),
    "standing": _l("Reservation confirmed"),
    "queued": _l("Waits to begin"),
    "running": _l("Under way"),
    "done": _l("Finished"),
    "failed": _l("Stopped by a fault"),
}
REASONS: tuple[LazyString, ...] = (
    _l("The instrument is under maintenance in that period."),
    _l("No technician in charge is available in that period."),
    _l("The content of the request cannot be done with this instrument."),
    _l("Another instrument or facility suits this better; we will be in touch."),
)
CANCEL_REASONS: tuple[LazyString, ...] = (
    _l("At the request of the company (by telephone)."),
    _l("The instrument is out of order."),
    _l("The technician in charge is absent."),
    _l("Weather or traffic."),
)
STORY: dict[str, LazyString] = {
    "request_use": _l("The request was received."),
    "change_windows": _l("The times when the company can come were changed."),
    "leave_to_facility": _l("The time was left to the facility."),
    "propose": _l("A time was proposed."),
    "confirm_proposal": _l("The reservation was confirmed."),
    "refuse_proposal": _l("The request was refused."),
    "refuse_request": _l("The request was refused."),
    "decline_proposal": _l("The company declined the proposed time."),
    "withdraw_request": _l("The request was withdrawn."),
    "cancel_reservation": _l("The visit was cancelled."),
    "hand_over_visit": _l("Another technician took the visit over."),
    "open_case": _l("Somebody outside the case opened it, with a reason."),
    "remind": _l("A reminder was sent."),
}


def short_day(day: date) -> str:
    """11月24日(火) / Tue 24 Nov: where the year is plain."""
    pattern = "M月d日(E)" if str(get_locale()) == "ja" else "EEE d MMM"
    return format_date(day, pattern, locale=get_locale())


def clock_span(kept: Kept, zone: str) -> str:
    """9:00–13:00 under its day's heading; with the days where it lasts longer than one."""
    starts, ends = local(kept.starts_at, zone), local(kept.ends_at, zone)
    if starts.date() != ends.date():
        return local_span(kept.starts_at, kept.ends_at, zone)
    return f"{local_time(kept.starts_at, zone)}–{local_time(kept.ends_at, zone)}"


def closure_word(kind: ClosureKind) -> str:
    """Why a unit is closed."""
    return str(CLOSURES[kind])


def mode_word(mode: AttendanceMode) -> str:
    """How a technician is there."""
    return str(MODES[mode])


def state_word(state: str) -> str:
    """Where a case or a piece of work stands."""
    return str(STATES.get(state, state))


def kept_word(kept: Kept) -> str:
    """What keeps the time: whose reservation, or why it is closed."""
    if kept.closure_kind is not None:
        return closure_word(kept.closure_kind)
    kind = str(KINDS[kept.kind])
    if kept.held_until is not None:
        kind = _("Offer being chosen")
    if not kept.company:
        return kind
    return _("%(name)s (%(what)s)", name=kept.company, what=kind)


def story_sentence(line: StoryLine, zone: str) -> str:
    """One line of history in plain words."""
    after, before = line.after, line.before
    match line.what:
        case "hold_offers":
            return _("%(count)s times were offered to the company.", count=after.get("offers", 0))
        case "propose" if "starts_at" in after:
            return _("A time was proposed: %(when)s.", when=_moment(after, zone))
        case "confirm_proposal":
            price = yen(after.get("yen"))
            return _("The reservation was confirmed (%(price)s).", price=price)
        case "move_reservation":
            return _(
                "The visit was moved from %(before)s to %(after)s, as agreed with the company.",
                before=_moment(before, zone),
                after=_moment(after, zone),
            )
        case _:
            return str(STORY.get(line.what, _("Something else was recorded.")))


def _moment(facts: dict[str, Any], zone: str) -> str:
    return local_moment(datetime.fromisoformat(str(facts["starts_at"])), zone)


def story_who(line: StoryLine) -> str:
    """Who did it: a colleague by name, the company, or nobody."""
    if line.by_itself:
        return _("automatic")
    return line.who or _("the company")


FILTERS = (
    clock_span,
    short_day,
    closure_word,
    mode_word,
    state_word,
    kept_word,
    story_sentence,
    story_who,
    without_legal_form,
)
