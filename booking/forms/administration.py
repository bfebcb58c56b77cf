"""Which people, and which entries of the history: read from an address."""

from __future__ import annotations

from collections.abc import Mapping

from booking.forms.catalogue import LONGEST_TEXT, clean_code
from booking.forms.entries import cleaned, whole_number
from booking.forms.network import LARGEST_NUMBER
from booking.permissions import Role
from booking.queries.history import HistoryWish
from booking.queries.people import PeopleWish


def people_wish(typed: Mapping[str, str]) -> PeopleWish:
    """The filters of the list of people."""
    role = typed.get("role", "")
    return PeopleWish(
        text=cleaned(typed.get("text", ""))[:LONGEST_TEXT],
        number=_number(typed, "text"),
        role=Role(role) if role in set(Role) else None,
        facility=clean_code(typed.get("facility", "").strip()),
        may_sign_in=_yes_or_no(typed.get("active", "")),
        page=_number(typed, "page") or 1,
    )


def history_wish(typed: Mapping[str, str]) -> HistoryWish:
    """The filters of the history."""
    return HistoryWish(
        what=clean_code(typed.get("what", "").strip()),
        about=clean_code(typed.get("about", "").strip()),
        about_id=_number(typed, "id"),
        by_id=_number(typed, "person"),
        before=_number(typed, "before"),
    )


def _yes_or_no(text: str) -> bool | None:
    return {"yes": True, "no": False}.get(text)


def _number(typed: Mapping[str, str], name: str) -> int | None:
    number = whole_number(typed.get(name, ""))
    return number if number is not None and 0 < number <= LARGEST_NUMBER else None
