"""A firm's record and who acts for it, as the desk types them."""

from __future__ import annotations

from dataclasses import dataclass

from werkzeug.datastructures import MultiDict

from booking.accounts import SHORTEST_PASSWORD
from booking.errors import RequestIncomplete
from booking.forms.entries import Entries
from booking.queries.prefectures import prefectures
from booking.services.companies import LONGEST_NAME
from booking.services.correct_company import CompanyFacts

LONGEST_PASSWORD = 200


@dataclass(frozen=True, slots=True)
class Newcomer:
    """Somebody who is to act for a firm; name and password are of a new account only."""

    name: str
    email: str
    password: str


def read_record(given: MultiDict[str, str]) -> CompanyFacts:
    """The record as it is to be. Raises RequestIncomplete with every broken rule."""
    entries = Entries(given)
    facts = CompanyFacts(
        name=entries.line("name", most=LONGEST_NAME),
        reading=entries.line("reading", most=LONGEST_NAME),
        prefecture_jis=entries.raw("prefecture"),
        city=entries.line("city", most=LONGEST_NAME),
        telephone=entries.telephone("telephone"),
        email=entries.mail("email"),
    )
    if not facts.name:
        entries.note("name", "says_who")
    known = {prefecture.jis for prefecture in prefectures()}
    if facts.prefecture_jis and facts.prefecture_jis not in known:
        entries.note("prefecture", "is_one_of_the_choices")
    if entries.broken:
        raise RequestIncomplete(list(entries.broken))
    return facts


def read_newcomer(given: MultiDict[str, str]) -> Newcomer:
    """Who is to act for the firm. Raises RequestIncomplete with every broken rule."""
    entries = Entries(given)
    newcomer = Newcomer(
        name=entries.line("member_name", most=LONGEST_NAME),
        email=entries.mail("member_email", needed=True),
        password=password_of(entries, "member_password"),
    )
    if entries.broken:
        raise RequestIncomplete(list(entries.broken))
    return newcomer


def password_of(entries: Entries, name: str, *, needed: bool = False) -> str:
    """The password exactly as typed; one that is too short or far too long is noted."""
    typed = entries.given.get(name, "")
    if needed and not typed:
        entries.note(name, "says_something")
    elif typed and not SHORTEST_PASSWORD <= len(typed) <= LONGEST_PASSWORD:
        entries.note(name, "password_length", least=SHORTEST_PASSWORD, most=LONGEST_PASSWORD)
    return typed
