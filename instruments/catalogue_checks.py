"""What the rows of the files must say together: no code twice, none unknown, nothing overlapping.

Everything the database would refuse is refused here first, with its line and a remedy.
"""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from itertools import combinations
from typing import Any, NamedTuple

from instruments.catalogue_files import (
    AGREEMENTS,
    CAPABILITIES,
    CLOSURE_DAYS,
    FACILITIES,
    INSTRUMENTS,
    OPENING_HOURS,
    ORGANIZATIONS,
    TARIFFS,
    TROUBLES,
)
from instruments.csv_files import Row, Sheet
from instruments.problems import Fault


class TariffLine(NamedTuple):
    """One line of a price list; its versions differ in their start."""

    instrument_code: str | None
    facility_code: str | None
    service: str
    form: str


_KEYS = {
    ORGANIZATIONS: ("code",),
    FACILITIES: ("code",),
    OPENING_HOURS: ("facility_code", "weekday", "opens"),
    CLOSURE_DAYS: ("facility_code", "day"),
    CAPABILITIES: ("code",),
    TROUBLES: ("code",),
    INSTRUMENTS: ("code",),
    TARIFFS: ("instrument_code", "facility_code", "service", "form", "valid_from"),
    AGREEMENTS: ("code",),
}

_REFERENCES = (
    (ORGANIZATIONS, "successor_code", ORGANIZATIONS),
    (FACILITIES, "organization_code", ORGANIZATIONS),
    (OPENING_HOURS, "facility_code", FACILITIES),
    (CLOSURE_DAYS, "facility_code", FACILITIES),
    (TROUBLES, "capabilities", CAPABILITIES),
    (INSTRUMENTS, "facility_code", FACILITIES),
    (INSTRUMENTS, "capabilities", CAPABILITIES),
    (TARIFFS, "instrument_code", INSTRUMENTS),
    (TARIFFS, "facility_code", FACILITIES),
)

_NOT_LESS = (
    (INSTRUMENTS, "min_minutes", "typical_minutes"),
    (INSTRUMENTS, "typical_minutes", "max_minutes"),
)

_LATER = (
    (ORGANIZATIONS, "valid_from", "valid_to"),
    (AGREEMENTS, "valid_from", "valid_to"),
    (TARIFFS, "valid_from", "valid_to"),
    (OPENING_HOURS, "opens", "closes"),
)


@dataclass(frozen=True, slots=True)
class Registered:
    """What the database already holds, as far as the checks need it."""

    codes: Mapping[str, frozenset[str]]  # of each file
    versions: Mapping[TariffLine, Mapping[date, date | None]]  # valid_from -> valid_to


def check(sheets: Mapping[str, Sheet], registered: Registered) -> None:
    """Add a Problem to the sheet of every row that does not fit the others."""
    for name, sheet in sheets.items():
        _no_key_twice(sheet, _KEYS[name])
    for name, column, target in _REFERENCES:
        if name in sheets:
            _known(sheets[name], column, target, sheets.get(target), registered.codes[target])
    _check_orders(sheets)
    if TARIFFS in sheets:
        _tariffs_have_one_owner(sheets[TARIFFS])
        _lower_rate_is_whole(sheets[TARIFFS])
        _versions_do_not_overlap(sheets[TARIFFS], registered)


def _check_orders(sheets: Mapping[str, Sheet]) -> None:
    for name, earlier, later in _NOT_LESS:
        if name in sheets:
            _not_less(sheets[name], earlier, later)
    for name, earlier, later in _LATER:
        if name in sheets:
            _later(sheets[name], earlier, later)


def _no_key_twice(sheet: Sheet, columns: tuple[str, ...]) -> None:
    seen: dict[tuple[Any, ...], int] = {}
    for row in sheet.sound_rows(*columns):
        key = tuple(row[column] for column in columns)
        if key in seen:
            value = " ".join(str(part) for part in key if part is not None)
            sheet.blame(row.line, columns[0], value, Fault.TWICE, other=str(seen[key]))
        seen.setdefault(key, row.line)


def _known(
    sheet: Sheet, column: str, target: str, target_sheet: Sheet | None, registered: frozenset[str]
) -> None:
    if target_sheet is not None and target_sheet.problems and not target_sheet.rows:
        return  # the file could not be read at all: blaming every row that needs it helps nobody
    known = set(registered)
    if target_sheet is not None:
        known |= {row["code"] for row in target_sheet.sound_rows("code")}
    for row in sheet.sound_rows(column):
        wanted = row[column] if isinstance(row[column], tuple) else (row[column],)
        for code in wanted:
            if code is not None and code not in known:
                sheet.blame(row.line, column, code, Fault.UNKNOWN_REFERENCE, file=target)


def _not_less(sheet: Sheet, earlier: str, later: str) -> None:
    for row in sheet.sound_rows(earlier, later):
        if row[later] < row[earlier]:
            facts = {"earlier": earlier, "bound": str(row[earlier])}
            sheet.blame(row.line, later, str(row[later]), Fault.NOT_IN_ORDER, **facts)


def _later(sheet: Sheet, earlier: str, later: str) -> None:
    for row in sheet.sound_rows(earlier, later):
        if row[earlier] is None or row[later] is None or row[earlier] < row[later]:
            continue
        facts = {"earlier": earlier, "bound": row[earlier].isoformat()}
        sheet.blame(row.line, later, row[later].isoformat(), Fault.NOT_LATER, **facts)


def _tariffs_have_one_owner(sheet: Sheet) -> None:
    for row in sheet.sound_rows("instrument_code", "facility_code"):
        if (row["instrument_code"] is None) == (row["facility_code"] is None):
            facts = {"this": "instrument_code", "other": "facility_code"}
            value = row["instrument_code"] or ""
            sheet.blame(row.line, "instrument_code", value, Fault.ONE_OF_TWO, **facts)


def _lower_rate_is_whole(sheet: Sheet) -> None:
    for row in sheet.sound_rows("lower_after_hours", "lower_yen"):
        if (row["lower_after_hours"] is None) != (row["lower_yen"] is None):
            facts = {"this": "lower_after_hours", "other": "lower_yen"}
            sheet.blame(row.line, "lower_yen", "", Fault.BOTH_OR_NEITHER, **facts)


def _versions_do_not_overlap(sheet: Sheet, registered: Registered) -> None:
    """Rows of one service add up, so two versions of one line on one day would charge twice."""
    lines: dict[TariffLine, list[Row]] = defaultdict(list)
    for row in sheet.sound_rows(*_KEYS[TARIFFS], "valid_to"):
        lines[tariff_line(row)].append(row)
    for line, rows in lines.items():
        for row, other in combinations(sorted(rows, key=_start), 2):
            distinct = row["valid_from"] != other["valid_from"]  # else already blamed as TWICE
            if distinct and _meet(row["valid_to"], other["valid_from"]):
                value = other["valid_from"].isoformat()
                sheet.blame(other.line, "valid_from", value, Fault.OVERLAPS, other=str(row.line))
        _versions_leave_room_for_kept(sheet, rows, registered.versions.get(line, {}))


def _versions_leave_room_for_kept(
    sheet: Sheet, rows: list[Row], versions: Mapping[date, date | None]
) -> None:
    """A version that is registered but not in the file stays, so the file must not overlap it."""
    kept = {start: end for start, end in versions.items() if start not in {_start(r) for r in rows}}
    for row in rows:
        for start, end in kept.items():
            if _meet(end, row["valid_from"]) and _meet(row["valid_to"], start):
                value = row["valid_from"].isoformat()
                facts = {"other": start.isoformat()}
                sheet.blame(row.line, "valid_from", value, Fault.OVERLAPS_KEPT, **facts)


def tariff_line(row: Row) -> TariffLine:
    return TariffLine(*(row[column] for column in TariffLine._fields))


def _start(row: Row) -> date:
    start: date = row["valid_from"]
    return start


def _meet(end: date | None, start: date) -> bool:
    """Whether something that ends before `end` still holds on `start`."""
    return end is None or start < end
