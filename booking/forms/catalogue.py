"""What somebody looks for, as it stands in a page's address; nothing in it can break a page."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import TypeVar

from booking.queries.catalogue import Choices
from instruments.catalogue import Wish
from instruments.models import Capability
from instruments.search import search_words
from instruments.words import Category, OperatedBy

LONGEST_TEXT = 100  # characters; what follows is cut off
MOST_WORDS = 8
_LONGEST_CODE = 60
_LAST_PAGE = 9999

Kind = TypeVar("Kind", bound=StrEnum)


@dataclass(frozen=True, slots=True)
class SearchForm:
    """A wish, the page of its results, and what of the address could not be used."""

    wish: Wish
    available_only: bool
    page: int
    dropped: tuple[str, ...]  # names of fields

    @property
    def is_empty(self) -> bool:
        """Whether nothing narrows the list."""
        return self.wish == Wish() and not self.available_only


def search_form(
    typed: Mapping[str, str], choices: Choices, capability: Capability | None
) -> SearchForm:
    """Read the address. What is not among the choices is dropped and named, not searched for."""
    known: dict[str, Collection[str]] = {
        "trouble": {row.code for row in choices.troubles},
        "capability": {capability.code} if capability else (),
        "prefecture": {row.jis for row in choices.prefectures},
        "facility": {row.code for row in choices.facilities},
        "category": set(Category),
        "operated_by": {OperatedBy.COMPANY, OperatedBy.STAFF},
    }
    chosen = {name: code_in(typed, name) for name in known}
    dropped = tuple(name for name, code in chosen.items() if code and code not in known[name])
    sound = {name: "" if name in dropped else code for name, code in chosen.items()}
    wish = Wish(
        text=_text(typed.get("text", "")),
        trouble=sound["trouble"],
        capability=sound["capability"],
        prefecture=sound["prefecture"],
        facility=sound["facility"],
        category=_one_of(Category, sound["category"]),
        operated_by=_one_of(OperatedBy, sound["operated_by"]),
    )
    return SearchForm(
        wish=wish,
        available_only=typed.get("available", "") == "1",
        page=_page(typed.get("page", "")),
        dropped=dropped,
    )


def code_in(typed: Mapping[str, str], name: str) -> str:
    """The code in that field; what cannot be a code at all becomes one that is never known."""
    return clean_code(typed.get(name, "").strip())


def clean_code(text: str) -> str:
    """The text when it may be looked up as a code, else a mark that no code equals."""
    sound = len(text) <= _LONGEST_CODE and text.isascii() and (text.isprintable() or not text)
    return text if sound else "?"


def day_in(typed: Mapping[str, str], name: str) -> date | None:
    """The day in that field as YYYY-MM-DD; None when there is none or it is no day."""
    text = typed.get(name, "")
    try:
        return date.fromisoformat(text) if len(text) == len("2026-04-06") else None
    except ValueError:
        return None


def _text(typed: str) -> str:
    """At most so many characters and words, without what nobody types on purpose."""
    shown = "".join(char if char.isprintable() else " " for char in typed[:LONGEST_TEXT])
    if len(search_words(shown)) <= MOST_WORDS:
        return " ".join(shown.split())
    return " ".join(shown.split()[:MOST_WORDS])


def _one_of(kind: type[Kind], value: str) -> Kind | None:
    return kind(value) if value else None


def _page(typed: str) -> int:
    number = int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 5 else 1
    return min(max(1, number), _LAST_PAGE)
