"""The names of the prefectures by JIS X 0401 code; data, in prefectures.csv beside this."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache
from pathlib import Path

_FILE = Path(__file__).with_name("prefectures.csv")


@dataclass(frozen=True, slots=True)
class Prefecture:
    """One prefecture; for a code that is not in the table the code stands for the name."""

    jis: str
    name_ja: str
    name_en: str


def prefecture(jis: str) -> Prefecture:
    """The prefecture of that two-digit code."""
    return _all().get(jis) or Prefecture(jis, jis, jis)


def prefectures() -> tuple[Prefecture, ...]:
    """All of them, from north to south as their codes go."""
    return tuple(_all().values())


@cache
def _all() -> dict[str, Prefecture]:
    with _FILE.open(encoding="utf-8", newline="") as file:
        return {row["jis"]: Prefecture(**row) for row in csv.DictReader(file)}
