"""What a folder of instances holds, with the best value known for each.

best_known.csv has the columns family, instance, best_known, file (from the folder) and others that
are not read; best_known is a whole number, "infeasible", or nothing. network/reference.csv, where
it stands, adds the family "network" with the value of its reference.
"""

import csv
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from solver.benchmark.readers.registry import READERS, group

INFEASIBLE: Literal["infeasible"] = "infeasible"
Half = Literal["", "odd", "even"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """An instance on disk."""

    family: str
    instance: str
    file: Path
    best: int | Literal["infeasible"] | None  # None: nothing published
    line: int = 0  # in best_known.csv, whose heading is line 1; 0: it stands elsewhere


def instances(folder: Path) -> list[Known]:
    """All instances the folder's tables name and a reader reads. Raises ValueError by line."""
    tables = [folder / "best_known.csv", folder / "network" / "reference.csv"]
    if not any(table.is_file() for table in tables):
        raise ValueError(
            f"{folder}: has neither best_known.csv nor network/reference.csv; "
            "give the folder that holds one"
        )
    found = [
        one
        for table, read in zip(tables, (_from_best_known, _from_reference), strict=True)
        if table.is_file()
        for line, row in _rows(table)
        for one in read(folder, table, line, row)
    ]
    return [one for one in found if group(one.family) in READERS]


def chosen(
    known: Sequence[Known],
    *,
    families: Sequence[str] = (),
    half: Half = "",
    limit: int | None = None,
) -> list[Known]:
    """Those of the families, of one half of best_known.csv, so many of each family.

    A family is named in full or by what stands before its first "_". Instances outside
    best_known.csv are in both halves.
    """
    if limit is not None and limit < 1:
        raise ValueError(f"limit is {limit}; give 1 or more")
    for family in families:
        if not any(_is_of(one, family) for one in known):
            names = ", ".join(sorted({one.family for one in known}))
            raise ValueError(f"family {family!r} is not there; name one of {names}")
    wanted = [one for one in known if not families or any(_is_of(one, f) for f in families)]
    halved = [one for one in wanted if not half or not one.line or _half(one.line) == half]
    count: Counter[str] = Counter()
    kept = []
    for one in halved:
        count[one.family] += 1
        if limit is None or count[one.family] <= limit:
            kept.append(one)
    return kept


def _is_of(one: Known, family: str) -> bool:
    return family in (one.family, group(one.family))


def _half(line: int) -> Half:
    return "odd" if line % 2 else "even"


def _rows(table: Path) -> Iterator[tuple[int, Mapping[str, str]]]:
    with table.open(encoding="utf-8", newline="") as lines:
        reader = csv.DictReader(lines)
        for row in reader:
            yield reader.line_num, row


def _from_best_known(
    folder: Path, table: Path, line: int, row: Mapping[str, str]
) -> Iterator[Known]:
    _needs(table, line, row, ("family", "instance", "best_known", "file"))
    yield Known(
        family=row["family"],
        instance=row["instance"],
        file=folder / row["file"],
        best=_best(table, line, row["best_known"]),
        line=line,
    )


def _from_reference(
    folder: Path, table: Path, line: int, row: Mapping[str, str]
) -> Iterator[Known]:
    _needs(table, line, row, ("instance", "reference_value"))
    yield Known(
        family="network",
        instance=row["instance"],
        file=folder / "network" / f"{row['instance']}.json.gz",
        best=_best(table, line, row["reference_value"]),
    )


def _needs(table: Path, line: int, row: Mapping[str, str], columns: Sequence[str]) -> None:
    for column in columns:
        if row.get(column) is None:
            raise ValueError(f"{table} line {line}: column {column} is missing; give it")


def _best(table: Path, line: int, written: str) -> int | Literal["infeasible"] | None:
    if written == INFEASIBLE or not written:
        return INFEASIBLE if written else None
    if not written.isdecimal():
        raise ValueError(
            f"{table} line {line}: best known is {written!r}; "
            'give a whole number, "infeasible" or nothing'
        )
    return int(written)
