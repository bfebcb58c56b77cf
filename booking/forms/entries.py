"""What a browser sent, read one entry at a time; what cannot be read is noted beside its field.

Nothing here raises: a form says every broken rule at once.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field
from datetime import date, time
from enum import StrEnum
from typing import TypeVar

from werkzeug.datastructures import MultiDict

from booking.services.request_use import Broken

Choice = TypeVar("Choice", bound=StrEnum)

_DAY = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?")
_CLOCK = re.compile(r"(\d{1,2})[:時](\d{2})?分?(?::00)?|(\d{1,2})(\d{2})")
# As HTML's own field for addresses takes them, with a dot after the @.
_MAIL = re.compile(r"[a-z0-9.!#$%&'*+/=?^_`{|}~-]+@[a-z0-9-]+(?:\.[a-z0-9-]+)+")
LONGEST_MAIL = 254  # RFC 5321, 4.5.3.1.3: a path of 256 with its two brackets
_TELEPHONE = re.compile(r"\+?[\d ()-]{9,20}")
FIRST_YEAR, LAST_YEAR = 2000, 2200  # what lies outside is a slip of the keyboard


def folded(text: str) -> str:
    """Full-width digits and signs and half-width kana as everybody else writes them (NFKC)."""
    return unicodedata.normalize("NFKC", text).strip()


def cleaned(text: str) -> str:
    """As typed, without what no keyboard types: NUL and other control characters, lone halves."""
    kept = (c for c in text if c in "\n\t" or unicodedata.category(c) not in {"Cc", "Cs"})
    return "".join(kept).strip()


def whole_number(text: str) -> int | None:
    """A whole number of at most nine digits; None for anything else."""
    digits = folded(text).replace(",", "")
    return int(digits) if digits.isascii() and digits.isdigit() and len(digits) <= 9 else None


def day_of(text: str) -> date | None:
    """2026-04-06, 2026/4/6 or 2026年4月6日; None for anything else."""
    found = _DAY.fullmatch(folded(text).replace(" ", ""))
    if found is None:
        return None
    year, month, day = (int(part) for part in found.groups())
    if not FIRST_YEAR <= year <= LAST_YEAR:
        return None
    try:
        return date(year, month, day)
    except ValueError:  # the 31st of February
        return None


def clock_of(text: str) -> time | None:
    """9:00, 0900, 900 or 9時30分; None for anything else."""
    found = _CLOCK.fullmatch(folded(text).replace(" ", ""))
    if found is None:
        return None
    hour, minute = found[1] or found[3], found[2] or found[4] or "0"
    if int(hour) > 23 or int(minute) > 59:
        return None
    return time(int(hour), int(minute))


def telephone_of(text: str) -> str | None:
    """A telephone number as people write one; None when it cannot be one."""
    number = folded(text).replace("‐", "-").replace("−", "-").replace("ー", "-")
    return number if number and _TELEPHONE.fullmatch(number) else None


def mail_of(text: str) -> str | None:
    """A mail address, in small letters; None when it cannot be one."""
    address = folded(text).lower()
    return address if _MAIL.fullmatch(address) and len(address) <= LONGEST_MAIL else None


@dataclass
class Entries:
    """One form being read: what was sent, and the rules broken so far."""

    given: MultiDict[str, str]
    broken: list[Broken] = field(default_factory=list)

    def note(self, name: str, rule: str, **facts: object) -> None:
        """Note a broken rule beside the field."""
        self.broken.append((name, rule, facts))

    def raw(self, name: str) -> str:
        """The entry, trimmed; empty when it is missing."""
        return cleaned(self.given.get(name, ""))

    def text(self, name: str, *, most: int, needed: bool = False) -> str:
        """A text of at most so many characters; what is too long is noted and cut."""
        value = self.raw(name)
        if needed and not value:
            self.note(name, "says_something")
        if len(value) > most:
            self.note(name, "too_long_text", most=most)
        return value[:most]

    def number(self, name: str, *, otherwise: int, most: int) -> int:
        """A whole number up to `most`; an empty entry is `otherwise`."""
        value = self.raw(name)
        if not value:
            return otherwise
        number = whole_number(value)
        if number is None:
            self.note(name, "is_a_number")
            return otherwise
        if number > most:
            self.note(name, "too_large", most=most)
            return most
        return number

    def flag(self, name: str) -> bool:
        """Whether a box is ticked, or a yes chosen."""
        return self.raw(name) in {"1", "on", "yes", "true"}

    def choice(self, name: str, kinds: type[Choice], *, otherwise: Choice) -> Choice:
        """One of a closed list; what is none of it is noted."""
        value = self.raw(name)
        if value in {kind.value for kind in kinds}:
            return kinds(value)
        if value:
            self.note(name, "is_one_of_the_choices")
        return otherwise

    def line(self, name: str, *, most: int, needed: bool = False) -> str:
        """A text of one line: whatever breaks it becomes a space."""
        return " ".join(self.text(name, most=most, needed=needed).split())

    def mail(self, name: str, *, needed: bool = False) -> str:
        """A mail address; what cannot be one is noted."""
        value = self.raw(name)
        if not value:
            if needed:
                self.note(name, "says_something")
            return ""
        address = mail_of(value)
        if address is None:
            self.note(name, "is_a_mail_address")
        return address or ""

    def day(self, name: str) -> date | None:
        """A day; None for an empty entry, and for what is none, which is noted."""
        value = self.raw(name)
        day = day_of(value)
        if value and day is None:
            self.note(name, "says_the_day")
        return day

    def telephone(self, name: str, *, needed: bool = False) -> str:
        """A telephone number; what cannot be one is noted."""
        value = self.raw(name)
        if not value:
            if needed:
                self.note(name, "says_something")
            return ""
        number = telephone_of(value)
        if number is None:
            self.note(name, "is_a_telephone_number")
        return number or ""
