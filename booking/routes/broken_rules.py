"""The sentences of broken rules, to stand beside the fields they belong to."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from flask_babel import LazyString

from booking.language import _, _l
from booking.routes.words import length

Facts = Mapping[str, Any]

_PLAIN: dict[str, LazyString] = {
    "names_what_is_needed": _l("Choose an instrument, or what must be made or measured."),
    "no_such_instrument": _l("No instrument of this facility has that name."),
    "takes_time": _l("Enter how long you need."),
    "at_least_one": _l("Enter at least one."),
    "says_when": _l("Enter at least one day and time when you can come."),
    "ends_after_it_starts": _l("The end must be later than the start."),
    "is_over": _l("This time is already over. Enter a later one."),
    "takes_no_requests": _l("This instrument takes no requests at present."),
    "answers_inquiries_only": _l(
        "This facility is asked by mail or telephone; it cannot be booked here."
    ),
    "not_offered_here": _l("This instrument is not offered in this way. Choose the other one."),
    "says_who": _l("Enter the name of the company."),
    "says_something": _l("Please fill this in."),
    "is_a_number": _l("Enter a whole number."),
    "is_one_of_the_choices": _l("Choose one of the options shown."),
    "is_a_telephone_number": _l("Enter a telephone number, such as 090-0000-0000."),
    "company_operates": _l(
        "For equipment use somebody of the company has to come. To send samples only, choose the "
        "test by staff."
    ),
    "is_a_mail_address": _l("Enter a mail address, such as name@example.jp."),
    "is_taken": _l(
        "Somebody has this address already. Enter another one, or ask the administrator whose it "
        "is."
    ),
    "is_of_no_company": _l(
        "This address belongs to an account that is not of a company. Enter another address."
    ),
    "goes_with_the_role": _l(
        "This role works at a facility: choose one. Coordinators, auditors and administrators "
        "belong to none."
    ),
    "not_ones_own": _l(
        "Your own role, facility and right to sign in are changed by somebody else. Ask another "
        "manager or the administrator."
    ),
    "does_not_guide": _l(
        "Only technicians and managers guide visitors. Change the role of this person first."
    ),
    "is_over_already": _l("This day is over. Enter a later one, or leave it empty for no end."),
    "says_hours": _l(
        "Enter hours such as 8:30-12:00 13:00-17:15, or leave the day empty for a day off."
    ),
    "hours_in_order": _l(
        "Each of the hours must end after it starts, and they must not overlap. Correct them, "
        "such as 8:30-12:00 13:00-17:15."
    ),
    "says_the_day": _l("Enter the day, such as 2026-04-06."),
    "says_from": _l("Enter from when, such as 9:00."),
    "says_to": _l("Enter until when, such as 17:00."),
    "says_first_and_last_day": _l("Enter the first and the last day."),
    "says_from_and_to": _l("Enter from when until when on each day."),
    "last_day_after_first": _l("The last day must not be before the first day."),
    "no_open_day": _l("There is no open day left in this period."),
}

_WITH_FACTS: dict[str, Callable[[Facts], str]] = {
    "too_many": lambda f: _("At most %(most)s times can be entered.", most=f["most"]),
    "too_far_ahead": lambda f: _("Enter days within the next %(days)s days.", days=f["days"]),
    "too_short": lambda f: _(
        "Too short: this instrument is used for at least %(least)s.", least=length(f["least"])
    ),
    "too_long": lambda f: _(
        "Too long: this instrument is used for at most %(most)s.", most=length(f["most"])
    ),
    "too_long_text": lambda f: _("Too long: at most %(most)s characters.", most=f["most"]),
    "password_length": lambda f: _(
        "A password has %(least)s to %(most)s characters.", least=f["least"], most=f["most"]
    ),
    "too_large": lambda f: _("Too large: at most %(most)s.", most=f["most"]),
    "off_grid": lambda f: _("Times go by %(minutes)s minutes.", minutes=f["minutes"]),
}


def broken_sentence(rule: str, facts: Facts) -> str:
    """What a person reads beside the field."""
    if rule in _WITH_FACTS:
        return _WITH_FACTS[rule](facts)
    return str(_PLAIN[rule])


def sentences_by_field(broken: Iterable[tuple[str, str, Facts]]) -> dict[str, list[str]]:
    """Every sentence once, under its field; "no time at all" only where no row has a fault."""
    rules = list(broken)
    row_has_fault = any(name.startswith("window-") or name == "range" for name, _rule, _f in rules)
    found: dict[str, list[str]] = defaultdict(list)
    for name, rule, facts in rules:
        if rule == "says_when" and row_has_fault:
            continue
        sentence = broken_sentence(rule, facts)
        if sentence not in found[name]:
            found[name].append(sentence)
    return dict(found)
