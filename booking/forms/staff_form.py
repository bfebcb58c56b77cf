"""Accounts, qualifications and working hours, as a facility's manager types them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, time

from werkzeug.datastructures import MultiDict

from booking.errors import RequestIncomplete
from booking.forms.company_form import password_of
from booking.forms.entries import Entries, clock_of, folded, whole_number
from booking.permissions import Role
from booking.services.companies import LONGEST_NAME
from booking.services.staffing import Hours, in_order

_TO = re.compile(r"\s*(?:[-~〜‐‑–—−ー]|から)\s*")  # after folding; ～ is folded to ~
_BETWEEN = re.compile(r"[\s,、;;・&]+")


@dataclass(frozen=True, slots=True)
class Account:
    """An account as typed; `facility` is a code, and the password is not hashed yet."""

    name: str
    reading: str
    email: str
    role: Role
    facility: str
    valid_until: date | None
    active: bool
    password: str


@dataclass(frozen=True, slots=True)
class Qualification:
    """On which instrument, until when, and whether in charge."""

    instrument_id: int
    valid_until: date | None
    is_primary: bool


def read_account(given: MultiDict[str, str], roles: Sequence[Role], *, new: bool) -> Account:
    """The account as it is to be; a new one needs its first password.

    Raises RequestIncomplete with every broken rule.
    """
    entries = Entries(given)
    account = Account(
        name=entries.line("name", most=LONGEST_NAME, needed=True),
        reading=entries.line("reading", most=LONGEST_NAME),
        email=entries.mail("email", needed=True),
        role=_role(entries, roles),
        facility=entries.raw("facility"),
        valid_until=entries.day("valid_until"),
        active=new or entries.flag("active"),
        password=password_of(entries, "password", needed=new),
    )
    if entries.broken:
        raise RequestIncomplete(list(entries.broken))
    return account


def read_skill(given: MultiDict[str, str], *, after: date | None = None) -> Qualification:
    """A qualification; with `after`, one that would be over from the start is refused.

    Raises RequestIncomplete with every broken rule.
    """
    entries = Entries(given)
    instrument_id = whole_number(entries.raw("instrument"))
    if instrument_id is None:
        entries.note("instrument", "is_one_of_the_choices")
    valid_until = entries.day("valid_until")
    if after is not None and valid_until is not None and valid_until < after:
        entries.note("valid_until", "is_over_already")
    is_primary = entries.raw("charge") != "deputy"
    if entries.broken or instrument_id is None:
        raise RequestIncomplete(list(entries.broken))
    return Qualification(instrument_id, valid_until, is_primary)


def read_week(given: MultiDict[str, str]) -> dict[int, list[Hours]]:
    """Every weekday's hours, as `8:30-12:00 13:00-17:15`; an empty day is one off.

    Raises RequestIncomplete with every day that cannot be read.
    """
    entries = Entries(given)
    week = {day: hours_of(entries.raw(f"hours-{day}")) for day in range(7)}
    for day, hours in week.items():
        if hours is None:
            entries.note(f"hours-{day}", "says_hours")
        elif not in_order(sorted(hours)):
            entries.note(f"hours-{day}", "hours_in_order")
    if entries.broken:
        raise RequestIncomplete(list(entries.broken))
    return {day: hours or [] for day, hours in week.items()}


def hours_of(text: str) -> list[Hours] | None:
    """8:30-12:00, 13時〜17時15分 …: the spans in the order typed; None for anything else."""
    said = _TO.sub("-", folded(text))
    spans = [_span(part) for part in _BETWEEN.split(said) if part]
    found = [span for span in spans if span is not None]
    return found if len(found) == len(spans) else None


def _span(text: str) -> Hours | None:
    first, _, last = text.partition("-")
    starts, ends = _clock(first), _clock(last)
    return (starts, ends) if starts is not None and ends is not None else None


def _clock(text: str) -> time | None:
    """9:00, 900, 9時; and 9 alone, which beside another time says the hour."""
    number = whole_number(text)
    return time(number) if number is not None and number < 24 else clock_of(text)


def _role(entries: Entries, roles: Sequence[Role]) -> Role:
    value = entries.raw("role")
    found = next((role for role in roles if role.value == value), None)
    if found is None:
        entries.note("role", "is_one_of_the_choices")
    return found or roles[0]
