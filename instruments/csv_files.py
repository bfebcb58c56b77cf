"""One CSV file as checked rows: every fault of a cell becomes a Problem, none stops the reading.

Accepts UTF-8 with or without a byte order mark and both kinds of line end.
"""

import csv
import io
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from instruments.cells import CellWrong
from instruments.problems import Fault, Problem


@dataclass(frozen=True, slots=True)
class Column:
    name: str
    read: Callable[[str], Any]  # raises CellWrong


@dataclass(frozen=True, slots=True)
class Row:
    """The values of one line under its column names; columns with a fault are missing."""

    line: int
    values: Mapping[str, Any]

    def __getitem__(self, column: str) -> Any:
        return self.values[column]


@dataclass(slots=True)
class Sheet:
    """What a file held, and what was wrong with it."""

    name: str
    rows: list[Row] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    def blame(self, line: int, column: str, value: str, fault: Fault, **facts: str) -> None:
        self.problems.append(
            Problem(file=self.name, line=line, column=column, value=value, fault=fault, facts=facts)
        )

    def sound_rows(self, *columns: str) -> Iterator[Row]:
        """The rows in which these columns could all be read."""
        return (row for row in self.rows if all(column in row.values for column in columns))


def read_sheet(path: Path, columns: Sequence[Column]) -> Sheet:
    """Every row that can be read, and every problem found; the file itself must exist."""
    sheet = Sheet(path.name)
    raw = path.read_bytes()
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as wrong:
        line = raw.count(b"\n", 0, wrong.start) + 1
        sheet.blame(line, "", "", Fault.WRONG_ENCODING)
        return sheet
    lines = _lines(sheet, text)
    if not lines:
        sheet.blame(0, "", "", Fault.EMPTY_FILE)
    elif not sheet.problems and _header_is_right(sheet, lines[0][1], columns):
        _read_rows(sheet, lines, columns)
    return sheet


def _lines(sheet: Sheet, text: str) -> list[tuple[int, list[str]]]:
    """Line number and cells of every line that is not blank."""
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    lines: list[tuple[int, list[str]]] = []
    starts_at = 1  # a cell may run over several lines: the first one is named
    try:
        for cells in reader:
            if any(cell.strip() for cell in cells):
                lines.append((starts_at, [cell.strip() for cell in cells]))
            starts_at = reader.line_num + 1
    except csv.Error:
        sheet.blame(reader.line_num, "", "", Fault.BROKEN_CSV)
    if "\0" in text:  # csv lets it pass, PostgreSQL does not
        sheet.blame(text.count("\n", 0, text.index("\0")) + 1, "", "", Fault.BROKEN_CSV)
    return lines


def _header_is_right(sheet: Sheet, header: Sequence[str], columns: Sequence[Column]) -> bool:
    known = [column.name for column in columns]
    for name in known:
        if name not in header:
            sheet.blame(1, name, "", Fault.MISSING_COLUMN)
    for place, name in enumerate(header):
        if name not in known:
            sheet.blame(1, name, name, Fault.UNKNOWN_COLUMN)
        elif name in header[:place]:
            sheet.blame(1, name, name, Fault.TWICE, other="1")
    return not sheet.problems


def _read_rows(
    sheet: Sheet, lines: Sequence[tuple[int, list[str]]], columns: Sequence[Column]
) -> None:
    header = lines[0][1]
    readers = {column.name: column.read for column in columns}
    for line, cells in lines[1:]:
        if len(cells) != len(header):
            sheet.blame(line, "", "", Fault.WRONG_CELL_COUNT, columns=str(len(header)))
            continue
        values: dict[str, Any] = {}
        for name, cell in zip(header, cells, strict=True):
            try:
                values[name] = readers[name](cell)
            except CellWrong as wrong:
                sheet.blame(line, name, cell, wrong.fault, **wrong.facts)
        sheet.rows.append(Row(line, values))
