"""Habits of the house that no type can keep: who commits, who reads the clock, what is told."""

import re

from booking import errors
from booking.routes.errors import STATUS
from tests.house.tree import ROOT, lines


def _found(pattern: str, *rooms: str) -> list[str]:
    looked_for = re.compile(pattern)
    return [where for where, line in lines(*rooms) if looked_for.search(line)]


def test_only_the_door_commits() -> None:
    inside = ("booking/services", "booking/queries", "booking/planning", "booking/forms")

    assert _found(r"\.(?:commit|rollback)\(", *inside, "instruments", "solver") == []


def test_only_doors_and_background_work_read_the_clock() -> None:
    inside = ("services", "queries", "planning", "forms", "models", "feeds", "disclosure.py")
    rooms = (*(f"booking/{room}" for room in inside), "instruments", "solver")

    assert _found(r"\b(?:datetime\.now|utcnow|date\.today)\(", *rooms) == []


def test_every_refusal_has_a_status() -> None:
    refusals = errors.BookingError.__subclasses__()

    assert [error.__name__ for error in refusals if error not in STATUS] == []


def test_every_setting_is_documented() -> None:
    settings = (ROOT / "booking/settings.py").read_text(encoding="utf-8")
    page = (ROOT / "docs/operations.md").read_text(encoding="utf-8")

    read = re.findall(r'environ(?:\.get\(|\[)"(\w+)"', settings)

    assert read
    assert [name for name in read if f"`{name}`" not in page] == []
