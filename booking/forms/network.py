"""Which week of the network, and which case: read from an address, which cannot break a page."""

from __future__ import annotations

from collections.abc import Mapping

from booking.forms.catalogue import LONGEST_TEXT, MOST_WORDS, clean_code, day_in
from booking.forms.entries import cleaned, whole_number
from booking.queries.network import NetworkWish
from instruments.words import Category

LARGEST_NUMBER = 2**31 - 1  # of a row, in either database


def network_wish(typed: Mapping[str, str]) -> NetworkWish:
    """The week and the filters; what is no day or no category asks for nothing."""
    category = typed.get("category", "")
    return NetworkWish(
        day=day_in(typed, "from") or day_in(typed, "day"),
        chosen=day_in(typed, "day"),
        facility=clean_code(typed.get("facility", "").strip()),
        category=Category(category) if category in set(Category) else None,
        text=" ".join(cleaned(typed.get("text", ""))[:LONGEST_TEXT].split()[:MOST_WORDS]),
        only_free=typed.get("free", "") == "1",
    )


def case_number(text: str) -> int | None:
    """The number of a case as people write it (12, １２, #12); None when it can be none."""
    number = whole_number(text.replace("#", "").replace("＃", ""))
    return number if number is not None and 0 < number <= LARGEST_NUMBER else None
