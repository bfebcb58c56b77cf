"""What one cell of a catalogue file may hold.

Each function takes the text without outer spaces and returns the value, or raises CellWrong.
"""

import re
from collections.abc import Callable
from datetime import date, time
from enum import StrEnum
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from instruments.problems import Fault

_CODE = re.compile(r"[A-Za-z0-9_-]{1,40}")
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_TIME = re.compile(r"([01][0-9]|2[0-3]):[0-5][0-9]")
_WHOLE_NUMBER = re.compile(r"-?[0-9]{1,9}")


class CellWrong(Exception):
    """A cell does not say what its column needs; becomes a Problem with its place."""

    def __init__(self, fault: Fault, **facts: str) -> None:
        self.fault = fault
        self.facts = facts
        super().__init__(fault)


def text(cell: str) -> str:
    return cell


def some_text(cell: str) -> str:
    if not cell:
        raise CellWrong(Fault.EMPTY_CELL)
    return cell


def code(cell: str) -> str:
    if not _CODE.fullmatch(some_text(cell)):
        raise CellWrong(Fault.WRONG_CODE)
    return cell


def code_or_none(cell: str) -> str | None:
    return code(cell) if cell else None


def codes(cell: str) -> tuple[str, ...]:
    """Codes separated by ";", each once, in the order written."""
    return tuple(dict.fromkeys(code(part.strip()) for part in cell.split(";") if part.strip()))


def number(least: int, most: int | None = None) -> Callable[[str], int]:
    def read(cell: str) -> int:
        if not _WHOLE_NUMBER.fullmatch(some_text(cell)):
            raise CellWrong(Fault.NOT_A_NUMBER)
        if int(cell) < least:
            raise CellWrong(Fault.TOO_SMALL, least=str(least))
        if most is not None and int(cell) > most:
            raise CellWrong(Fault.TOO_LARGE, most=str(most))
        return int(cell)

    return read


def number_or_none(least: int) -> Callable[[str], int | None]:
    read = number(least)
    return lambda cell: read(cell) if cell else None


def grid_minutes(cell: str) -> int:
    minutes = number(1)(cell)
    if 1440 % minutes:
        raise CellWrong(Fault.DOES_NOT_DIVIDE_DAY)
    return minutes


def yes_or_no(cell: str) -> bool:
    choices = {"true": True, "false": False}
    if cell.lower() not in choices:
        raise CellWrong(Fault.NOT_YES_OR_NO)
    return choices[cell.lower()]


def day(cell: str) -> date:
    if not _DATE.fullmatch(some_text(cell)):
        raise CellWrong(Fault.NOT_A_DATE)
    try:
        return date.fromisoformat(cell)
    except ValueError as wrong:
        raise CellWrong(Fault.NOT_A_DATE) from wrong


def day_or_none(cell: str) -> date | None:
    return day(cell) if cell else None


def time_of_day(cell: str) -> time:
    if not _TIME.fullmatch(some_text(cell)):
        raise CellWrong(Fault.NOT_A_TIME)
    return time.fromisoformat(cell)


def times_of_day(cell: str) -> str:
    """ "09:00,13:00", in order; kept as text because that is what the column holds."""
    times = [time_of_day(part.strip()) for part in cell.split(",") if part.strip()]
    return ",".join(f"{moment:%H:%M}" for moment in sorted(times))


def zone(cell: str) -> str:
    try:
        ZoneInfo(some_text(cell))
    except (ZoneInfoNotFoundError, ValueError, OSError) as wrong:
        raise CellWrong(Fault.WRONG_ZONE) from wrong
    return cell


def prefecture(cell: str) -> str:
    if not re.fullmatch(r"[0-9]{2}", some_text(cell)) or not 1 <= int(cell) <= 47:
        raise CellWrong(Fault.WRONG_PREFECTURE)
    return cell


def prefectures(cell: str) -> tuple[str, ...]:
    parts = [part.strip() for part in cell.split(";") if part.strip()]
    return tuple(sorted({prefecture(part) for part in parts}))


def member_of(kind: type[StrEnum]) -> Callable[[str], StrEnum]:
    def read(cell: str) -> StrEnum:
        try:
            return kind(cell)
        except ValueError as wrong:
            choices = ", ".join(member.value for member in kind)
            raise CellWrong(Fault.NOT_IN_LIST, choices=choices) from wrong

    return read


def members_of(kind: type[StrEnum]) -> Callable[[str], str]:
    """Several of a list, separated by ";"; kept as text because that is what the column holds."""
    read_one = member_of(kind)

    def read(cell: str) -> str:
        parts = [part.strip() for part in cell.split(";") if part.strip()]
        return ";".join(dict.fromkeys(read_one(part).value for part in parts))

    return read
