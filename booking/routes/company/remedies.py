"""Why nothing fitted, in words, and which change would help."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from flask_babel import LazyString

from booking.language import _, _l
from booking.queries.requests import RequestPage
from booking.routes.company.rules import apply_when, starts_of, weekly_hours
from booking.routes.words import length, local_day


@dataclass(frozen=True, slots=True)
class Remedy:
    """One rule in the way: what it says, and what would change it."""

    why: str
    change: str
    links: tuple[str, ...]  # windows · others · shorter · leave · search


_OTHER = ("windows", "others", "leave")
_WHY: dict[str, LazyString] = {
    "closure": _l("The instrument is closed in the times you can come (maintenance and the like)."),
    "taken": _l("In the times you can come everything is already taken."),
    "people": _l("No technician who knows the instrument is free in the times you can come."),
    "skill": _l("No technician is qualified for this instrument on those days."),
    "window": _l("The times you can come are too few or too short for this use."),
    "notice": _l("The times you can come are outside the time for applications."),
    "grid": _l("No starting time of the instrument lies in the times you can come."),
    "hours": _l("The use does not fit into the opening hours."),
}
_CHANGE: dict[str, LazyString] = {
    "closure": _l("Other days, or another instrument, would help."),
    "taken": _l("Other days, or another instrument, would help."),
    "people": _l("Other days would help, or let the facility find somebody."),
    "skill": _l("Let the facility find somebody, or look for another instrument."),
    "window": _l("More or longer times would help."),
    "notice": _l("Days inside that time would help."),
    "grid": _l("Times that contain a starting time would help."),
    "hours": _l("A shorter use would help."),
}
_LINKS: dict[str, tuple[str, ...]] = {
    "skill": ("leave", "others"),
    "people": ("windows", "leave", "others"),
    "hours": ("shorter", "leave"),
    "window": ("windows", "shorter", "leave"),
    "notice": ("windows", "leave"),
    "grid": ("windows", "leave"),
}
_ALONE: dict[str, tuple[LazyString, LazyString, tuple[str, ...]]] = {
    "fits_alone": (
        _l("In the meantime a time has become free."),
        _l("Look for offers again."),
        ("search",),
    ),
    "nothing_helps": (
        _l("As things stand this use cannot be planned, whatever the time."),
        _l("Ask the facility, or look for another instrument."),
        ("leave", "others"),
    ),
    "unknown_request": (
        _l("No instrument that can be booked here serves this wish at present."),
        _l("Look for another instrument."),
        ("others",),
    ),
}


def remedies(page: RequestPage) -> list[Remedy]:
    """Every rule in the way of the request; empty when nothing stands in the way."""
    refusal = page.refusal
    if refusal is None:
        return []
    if refusal.why:
        why, change, links = _ALONE[refusal.why]
        return [Remedy(str(why), str(change), links)]
    return [_remedy(page, group) for group in refusal.groups]


def _remedy(page: RequestPage, group: str) -> Remedy:
    if group == "window" and page.windows_closed and page.wish.facility:
        why = _("The facility is closed in the times you can come.")
        hours = _("Opening hours: %(hours)s.", hours=weekly_hours(page.wish.facility))
        return Remedy(f"{why} {hours}", _("Other days would help."), ("windows", "leave"))
    if group == "window" and not page.windows_too_short:
        why = _(
            "Nothing is free in the times you can come: other visits or closed hours lie there."
        )
        return Remedy(why, _("Other days would help."), _LINKS[group])
    why = " ".join([str(_WHY[group]), *_facts(page, group)])
    return Remedy(why, str(_CHANGE[group]), _LINKS.get(group, _OTHER))


def _facts(page: RequestPage, group: str) -> Sequence[str]:
    wish = page.wish
    if group == "window" and page.windows_too_short:
        return [_("The use takes %(length)s.", length=length(wish.minutes))]
    if group == "grid" and wish.instrument:
        return [_("Starting times: %(starts)s.", starts=starts_of(wish.instrument))]
    if group == "hours" and wish.facility:
        return [_("Opening hours: %(hours)s.", hours=weekly_hours(wish.facility))]
    if group == "notice" and wish.facility:
        return [_("Applications: %(when)s.", when=apply_when(wish.facility))]
    if group in {"taken", "closure"} and wish.windows:
        first, last = wish.windows[0][0], wish.windows[-1][1]
        days = (local_day(first, wish.zone), local_day(last, wish.zone))
        return [_("Looked at: %(first)s to %(last)s.", first=days[0], last=days[1])]
    return []
