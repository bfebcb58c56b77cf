"""One solved instance: a line of JSON that is read again where a run goes on."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from solver.benchmark.worth import Sense
from solver.written import read, write

Status = Literal[
    "optimal",
    "feasible",
    "proven_impossible",
    "out_of_time",
    "cancelled",
    "unsupported",  # the solver said that it cannot do this kind of problem
    "unreadable",  # the file is not as its format says
    "broken",  # the solver's own check refused its plan
]
AGAIN: tuple[Status, ...] = ("unsupported", "unreadable", "broken")  # tried again when resumed


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """What came out for one instance; objective and bound in the family's own measure."""

    family: str
    instance: str
    objective: int | None = None
    bound: int | None = None
    best_known: int | str | None = None  # "infeasible" where that is proven
    status: Status
    seconds: float
    judged: bool | None = None  # whether no rule is broken; None where there is no plan
    broken: tuple[str, ...] = ()  # the rules that are
    why: str = ""  # unsupported, unreadable, broken: what was said
    sense: Sense = "makespan"
    seed: int = 1
    workers: int = 1
    limit_seconds: float = 0.0
    # With --against: what the other found, when, and when ours was as good.
    other_objective: int | None = None
    other_bound: int | None = None
    other_status: str = ""
    other_seconds_to_best: float | None = None
    other_judged: bool | None = None
    seconds_to_other: float | None = None

    @property
    def key(self) -> tuple[str, str, int, int, float]:
        """What was asked: two results with one key answer the same question."""
        return self.family, self.instance, self.seed, self.workers, self.limit_seconds


def to_line(result: Result) -> str:
    """The result as one line of JSON."""
    return json.dumps(write(result), ensure_ascii=False)


def results_in(file: Path) -> dict[tuple[str, str, int, int, float], Result]:
    """The results of earlier runs by what was asked; the latest counts.

    A run that was killed while writing leaves half a line: it is cut off. Raises ValueError naming
    the line that is no result.
    """
    if not file.is_file():
        return {}
    written = file.read_text(encoding="utf-8")
    whole = written[: written.rfind("\n") + 1]
    if whole != written:
        file.write_text(whole, encoding="utf-8")
    return {result.key: result for result in _results(file, whole.splitlines())}


def _results(file: Path, lines: list[str]) -> Iterable[Result]:
    for number, line in enumerate(lines, start=1):
        try:
            yield read(Result, json.loads(line), "result")
        except ValueError as wrong:
            raise ValueError(f"{file} line {number}: {wrong}") from wrong
