"""MSPSP as data of MiniZinc (.dzn): a task needs several people, each for one of its skills.

Format: github.com/youngkd/MSPSP-InstLib (Young, Feydy and Schutt 2017). Read are nActs, dur,
nSkills, sreq (people per task and skill), nResources, mastery (person by skill), pred and succ;
the rest of a file follows from these.
"""

import re
from collections.abc import Callable
from typing import TypeVar

from solver.benchmark.readers.project import Task, longest, order, request, shortest
from solver.problem import Alternative, Attendance, Person, Problem, Skill

T = TypeVar("T")


def read(text: str) -> Problem:
    """The project as one request, a task's team as attended parts. Raises ValueError by line."""
    data = _Data(text)
    skills = data.one("nSkills")
    tasks = _tasks(data, skills)
    horizon = max(longest(tasks), 1)
    people = tuple(
        Person(
            code=f"R{number}",
            site="office",
            working=((0, horizon),),
            skills=tuple(
                Skill(kind=f"S{skill}", valid=(0, horizon))
                for skill, has in enumerate(row, start=1)
                if has
            ),
        )
        for number, row in enumerate(
            data.table("mastery", data.one("nResources"), skills, _truth), start=1
        )
    )
    lags = order(tasks, _pairs(data, len(tasks)))
    return shortest([request("project", tasks, horizon)], horizon, lags=lags, people=people)


def _tasks(data: "_Data", skills: int) -> list[Task]:
    count = data.one("nActs")
    durations = data.row("dur", count)
    needs = data.table("sreq", count, skills, int)
    return [
        Task(code=f"T{number}", ways=_ways(durations[number - 1], needs[number - 1]))
        for number in range(1, count + 1)
    ]


def _ways(duration: int, need: list[int]) -> tuple[Alternative, ...]:
    team = tuple(
        Attendance(mode="exclusive", at="throughout", skill=f"S{skill}")
        for skill, people in enumerate(need, start=1)
        for _ in range(people)
    )
    return (Alternative(duration=duration, code="only", attendance=team),) if duration else ()


def _pairs(data: "_Data", count: int) -> list[tuple[str, str]]:
    before = data.row("pred")
    after = data.row("succ", len(before))
    for name, row in (("pred", before), ("succ", after)):
        for number in row:
            if not 1 <= number <= count:
                raise data.wrong(name, f"has task {number}; expected tasks from 1 to {count}")
    return [(f"T{first}", f"T{then}") for first, then in zip(before, after, strict=True)]


def _truth(word: str) -> bool:
    return {"true": True, "false": False}[word]


class _Data:
    """The assignments of a .dzn file by name."""

    def __init__(self, text: str) -> None:
        self._text = re.sub("%[^\n]*", "", text)

    def one(self, name: str) -> int:
        """A single number."""
        return self.row(name, 1)[0]

    def row(self, name: str, count: int | None = None) -> list[int]:
        """A list of numbers."""
        words = self._value(name).strip("[] \n").replace(",", " ").split()
        if count is not None and len(words) != count:
            raise self.wrong(name, f"has {len(words)} values; expected {count}")
        return self._numbers(name, words, int)

    def table(self, name: str, rows: int, columns: int, kind: Callable[[str], T]) -> list[list[T]]:
        """A list of rows, each with so many columns."""
        cells = [
            part.replace(",", " ").split() for part in self._value(name).strip("[] \n").split("|")
        ]
        filled = [row for row in cells if row]
        if [len(row) for row in filled] != [columns] * rows:
            raise self.wrong(
                name, f"is not a table of {rows} rows with {columns} values; expected one"
            )
        return [self._numbers(name, row, kind) for row in filled]

    def wrong(self, name: str, what: str) -> ValueError:
        """What to raise about an assignment."""
        found = re.search(rf"^\s*{name}\s*=", self._text, re.MULTILINE)
        line = self._text.count("\n", 0, found.end()) + 1 if found else self._text.count("\n") + 1
        return ValueError(f"line {line}: {name} {what}")

    def _value(self, name: str) -> str:
        found = re.search(rf"^\s*{name}\s*=([^;]*);", self._text, re.MULTILINE)
        if found is None:
            raise self.wrong(name, f"is missing; expected a line {name} = ...;")
        return found.group(1)

    def _numbers(self, name: str, words: list[str], kind: Callable[[str], T]) -> list[T]:
        try:
            return [kind(word) for word in words]
        except (KeyError, ValueError):
            raise self.wrong(name, f"has {' '.join(words)!r}; expected plain values") from None
