"""What was measured of a race, and the table of it."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from statistics import median

MOST_COMPLAINTS = 5  # of each race; the first ones say enough

HEADINGS = (
    "race", "kind", "database", "rounds", "requests", "winners a round", "won by", "doubles",
    "5xx", "losers told", "median ms", "p95 ms",
)  # fmt: skip


@dataclass
class Measured:
    """The sum of some rounds of one race."""

    title: str
    kind: str
    database: str
    winners_wanted: int = 0
    winners: list[int] = field(default_factory=list)  # of each round
    won_by: Counter[str] = field(default_factory=Counter)
    doubles: int = 0
    server_errors: int = 0
    losers: int = 0
    losers_told: int = 0
    seconds: list[float] = field(default_factory=list)  # of each answer
    violations: int = 0
    complaints: list[str] = field(default_factory=list)

    def complain(self, number: int, text: str) -> None:
        """Note a violation of the round with that number, counted from 1."""
        self.violations += 1
        if len(self.complaints) < MOST_COMPLAINTS:
            self.complaints.append(f"round {number}: {text}")

    def row(self) -> tuple[str, ...]:
        """As the table shows it."""
        least, most = min(self.winners), max(self.winners)
        return (
            self.title,
            self.kind,
            self.database,
            str(len(self.winners)),
            str(len(self.seconds)),
            str(least) if least == most else f"{least}–{most}, not {self.winners_wanted}",
            ", ".join(f"{wish} {count}" for wish, count in sorted(self.won_by.items())),
            str(self.doubles),
            str(self.server_errors),
            _percent(self.losers_told, self.losers),
            f"{1000 * median(self.seconds):.0f}",
            f"{1000 * _quantile(self.seconds, 0.95):.0f}",
        )


def table(results: Sequence[Measured]) -> str:
    """All results in Markdown, columns aligned."""
    rows = [HEADINGS, *(result.row() for result in results)]
    widths = [max(len(row[n]) for row in rows) for n in range(len(HEADINGS))]
    lines = [
        "| " + " | ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)) + " |"
        for row in rows
    ]
    rule = "|" + "|".join("-" * (width + 2) for width in widths) + "|"
    return "\n".join([lines[0], rule, *lines[1:]])


def _percent(part: int, whole: int) -> str:
    """Rounded down: 100 is said only when it is all of them."""
    return f"{math.floor(100 * part / whole)} %" if whole else "–"


def _quantile(values: Sequence[float], share: float) -> float:
    return sorted(values)[math.ceil(share * len(values)) - 1]
