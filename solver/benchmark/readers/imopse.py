"""MSRCPSP in the text of iMOPSE (.def): each task is done by one person of a skill and level.

Format: imopse.ii.pwr.edu.pl; github.com/imopse/iMOPSE. Resources with salary and skills at levels;
tasks with duration, one skill at a level, and predecessors. Identifiers may be missing. Salaries
and the text around are not read: the goal is the makespan.
"""

from collections.abc import Iterator

from solver.benchmark.readers.project import Task, longest, order, request, shortest
from solver.problem import Alternative, Attendance, Person, Problem, Skill

Row = tuple[int, list[str]]  # line number and its words


def read(text: str) -> Problem:
    """The project as one request; who has a skill at a level has it at the lower ones too.

    Raises ValueError naming the line.
    """
    lines = text.splitlines()
    able = dict(_person(row) for row in _rows(lines, "ResourceID"))
    rows = list(_rows(lines, "TaskID"))
    tasks = [_task(row) for row in rows]
    horizon = max(longest(tasks), 1)
    people = tuple(
        Person(
            code=code,
            site="office",
            working=((0, horizon),),
            skills=tuple(Skill(kind=kind, valid=(0, horizon)) for kind in kinds),
        )
        for code, kinds in able.items()
    )
    lags = order(tasks, _pairs(rows, {task.code for task in tasks}))
    return shortest([request("project", tasks, horizon)], horizon, lags=lags, people=people)


def _rows(lines: list[str], heading: str) -> Iterator[Row]:
    """The rows below a heading, up to the next line of ====."""
    headings = [at for at, line in enumerate(lines) if line.strip().startswith(heading)]
    if not headings:
        raise ValueError(f"line {len(lines)}: the file ends here; expected a heading {heading!r}")
    for number, line in enumerate(lines[headings[0] + 1 :], start=headings[0] + 2):
        words = line.split()
        if words and set(words[0]) == {"="}:
            return
        if words:
            yield number, words


def _person(row: Row) -> tuple[str, list[str]]:
    """A person's code and kinds: "Q1.2" is skill Q1 at level 2."""
    number, words = row
    if len(words) < 2 or len(words) % 2 or not words[0].isdecimal():
        raise ValueError(
            f"line {number}: found {' '.join(words)!r}; expected a resource: id, salary, skills"
        )
    kinds = []
    for skill, level in zip(words[2::2], words[3::2], strict=True):
        top = _number(number, level, f"the level of {skill}")
        kinds += [f"{skill.rstrip(':')}.{lower}" for lower in range(top + 1)]
    return f"R{words[0]}", kinds


def _task(row: Row) -> Task:
    number, words = row
    if len(words) < 4 or not words[2].endswith(":"):
        raise ValueError(
            f"line {number}: found {' '.join(words)!r}; "
            "expected a task: id, duration, one skill at a level, predecessors"
        )
    code = f"T{_number(number, words[0], 'the id of a task')}"
    duration = _number(number, words[1], f"the duration of {code}")
    level = _number(number, words[3], f"the level for {code}")
    part = Attendance(mode="exclusive", at="throughout", skill=f"{words[2].rstrip(':')}.{level}")
    ways = (Alternative(duration=duration, code="only", attendance=(part,)),) if duration else ()
    return Task(code=code, ways=ways)


def _pairs(rows: list[Row], known: set[str]) -> Iterator[tuple[str, str]]:
    for number, words in rows:
        for word in words[4:]:
            before = f"T{_number(number, word, f'a predecessor of task {words[0]}')}"
            if before not in known:
                raise ValueError(f"line {number}: found {word!r}; expected the id of a task")
            yield before, f"T{int(words[0])}"


def _number(line: int, word: str, expected: str) -> int:
    if not word.isdecimal():
        raise ValueError(f"line {line}: found {word!r}; expected {expected}, a whole number")
    return int(word)
