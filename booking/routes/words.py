"""How moments, amounts, lengths and rules read on a page; filters and names for templates."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from babel.dates import format_date, format_time
from babel.numbers import format_decimal
from flask import Flask, request
from flask_babel import get_locale

from booking.language import _, _l, ngettext
from booking.permissions import Action
from booking.routes import door

ZONE = "Asia/Tokyo"

RULES = {
    "units_carry_one_run_at_a_time": _l("the instrument is already taken"),
    "notice_is_kept": _l("the start is over, or too soon, or too far ahead"),
    "attended_parts_lie_in_open_hours": _l("the staff's part lies outside opening hours"),
    "changeover_is_kept": _l("the change-over time before or after it is missing"),
    "closures_are_kept": _l("the instrument is closed then"),
    "companies_come_in_open_hours": _l("the visit lies outside opening hours"),
    "every_part_has_a_person": _l("nobody is there for the staff's part"),
    "lengths_are_as_asked": _l("the length is not the one asked for"),
    "on_call_stays_within_the_limit": _l("the technician is on call for too many visitors"),
    "one_person_is_not_on_two_instruments": _l("the visitor is at another instrument then"),
    "people_are_qualified": _l("the technician is not in charge of this instrument"),
    "people_do_one_thing_at_a_time": _l("the technician is with another visitor then"),
    "people_stay_at_their_site": _l("the technician works at another site"),
    "people_work_when_they_work": _l("the technician is not at work then"),
    "runs_lie_in_the_companys_windows": _l("the company cannot come then"),
    "runs_lie_in_the_horizon": _l("the time is over, or too far ahead"),
    "runs_start_on_the_grid": _l("the instrument does not start at this time of day"),
    "steps_run_on_a_unit_that_will_do": _l("this unit does not serve the request"),
    "instrument": _l("the instrument takes no requests now"),
    "hours": _l("opening hours of the facility"),
    "closure": _l("a closure of the instrument"),
    "taken": _l("times already taken"),
    "people": _l("working time of the technicians"),
    "skill": _l("a technician qualified on that day"),
    "window": _l("the times you can come"),
    "notice": _l("notice and how far ahead one may book"),
    "grid": _l("fixed starting times of the instrument"),
}


def rule_sentence(rule: str) -> str:
    """A rule's name as people say it."""
    return str(RULES.get(rule, _("a rule of the facility")))


def local(moment: datetime, zone: str = ZONE) -> datetime:
    """The moment on the facility's clock."""
    return moment.astimezone(ZoneInfo(zone))


def local_day(moment: datetime | date, zone: str = ZONE) -> str:
    """2026年11月24日(火) / Tue 24 Nov 2026."""
    day = local(moment, zone).date() if isinstance(moment, datetime) else moment
    pattern = "y年M月d日(E)" if str(get_locale()) == "ja" else "EEE d MMM y"
    return format_date(day, pattern, locale=get_locale())


def local_time(moment: datetime, zone: str = ZONE) -> str:
    """9:00."""
    return format_time(local(moment, zone).time(), "H:mm", locale=get_locale())


def local_moment(moment: datetime, zone: str = ZONE) -> str:
    """Day and time."""
    return f"{local_day(moment, zone)} {local_time(moment, zone)}"


def local_span(starts_at: datetime, ends_at: datetime, zone: str = ZONE) -> str:
    """From when to when, the day named twice only when it changes; from midnight on whole days."""
    first, last = local(starts_at, zone), local(ends_at, zone)
    if first.time() == last.time() == time.min:
        return _whole_days(first.date(), last.date() - timedelta(days=1))
    if first.date() == last.date():
        return f"{local_moment(starts_at, zone)}–{local_time(ends_at, zone)}"
    return f"{local_moment(starts_at, zone)} – {local_moment(ends_at, zone)}"


def _whole_days(first: date, last: date) -> str:
    days = local_day(first) if first == last else f"{local_day(first)} – {local_day(last)}"
    return _("%(days)s, all day", days=days)


def yen(amount: int | None) -> str:
    """12,345円 / ¥12,345; without a tariff: not settled."""
    if amount is None:
        return _("not settled")
    return _("¥%(amount)s", amount=format_decimal(amount, locale=get_locale()))


def length(minutes: int) -> str:
    """1時間30分 / 1 h 30 min; from two days on in days and hours."""
    days, rest = divmod(minutes, 1440)
    hours, least = divmod(rest, 60)
    if days < 2:
        hours, days = hours + 24 * days, 0
    parts = [
        ngettext("%(num)s day", "%(num)s days", days) if days else "",
        ngettext("%(num)s hour", "%(num)s hours", hours) if hours else "",
        _("%(num)s min", num=least) if least else "",
    ]
    return " ".join(part for part in parts if part)


def named(row: Any) -> str:
    """The row's name in the page's language; the Japanese one where there is no other."""
    english = getattr(row, "name_en", "")
    return str(english if str(get_locale()) == "en" and english else row.name_ja)


def in_language(row: Any, field: str) -> str:
    """`field`_ja or `field`_en of a row by the page's language; Japanese at least."""
    english = getattr(row, f"{field}_en", "")
    chosen = english if str(get_locale()) == "en" and english else getattr(row, f"{field}_ja", "")
    return str(chosen or "")


def register(app: Flask) -> None:
    """Give templates their filters and what every page shows."""
    for show in (local_day, local_time, local_moment, local_span, yen, length, named, in_language):
        app.jinja_env.filters[show.__name__] = show
    app.jinja_env.filters["rule_sentence"] = rule_sentence

    @app.context_processor
    def _every_page() -> dict[str, object]:
        return {
            "me": door.person(),
            "may": lambda name: door.allowed(Action(name)),
            "language": str(get_locale()),
            "here": request.full_path.rstrip("?") if request else "/",
        }
