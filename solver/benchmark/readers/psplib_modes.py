"""MMRCPSP in the multi-mode text of PSPLIB (.mm), as MMLIB50 and MMLIB100 use it.

Format: www.om-db.wi.tum.de/psplib (files of ProGen); projectmanagement.ugent.be for MMLIB. The
sections have headings; each mode has a duration, demands of renewable (R) and of non-renewable (N)
resources.
"""

from dataclasses import dataclass

from solver.benchmark.readers.project import Task, draws, longest, order, request, shortest
from solver.benchmark.readers.words import Words
from solver.problem import Alternative, Budget, Pool, Problem


@dataclass(frozen=True, slots=True)
class _Sizes:
    tasks: int
    pools: tuple[str, ...]
    budgets: tuple[str, ...]


def read(text: str) -> Problem:
    """The project as one request; R are pools, N budgets. Raises ValueError naming the line."""
    words = Words(text)
    sizes = _sizes(words)
    modes, pairs = _order(words, sizes.tasks)
    words.go_to("REQUESTS/DURATIONS", lines_below=3)
    tasks = [_task(words, number, modes[number - 1], sizes) for number in range(1, sizes.tasks + 1)]
    words.go_to("RESOURCE AVAILABILITIES", "RESOURCEAVAILABILITIES", lines_below=2)
    horizon = max(longest(tasks), 1)
    return shortest(
        [request("project", tasks, horizon)],
        horizon,
        lags=order(tasks, pairs),
        pools=tuple(
            Pool(code=c, capacity=words.whole(f"what there is of {c}")) for c in sizes.pools
        ),
        budgets=tuple(
            Budget(code=c, amount=words.whole(f"what there is of {c}")) for c in sizes.budgets
        ),
    )


def _sizes(words: Words) -> _Sizes:
    tasks = _behind_colon(words, "jobs")
    pools, budgets = _behind_colon(words, "- renewable"), _behind_colon(words, "- nonrenewable")
    return _Sizes(
        tasks,
        tuple(f"R{number}" for number in range(1, pools + 1)),
        tuple(f"N{number}" for number in range(1, budgets + 1)),
    )


def _behind_colon(words: Words, marker: str) -> int:
    words.go_to(marker)
    while not words.word(f"a colon behind {marker!r}").endswith(":"):
        pass
    return words.whole(f"the number behind {marker!r}")


def _order(words: Words, count: int) -> tuple[list[int], list[tuple[str, str]]]:
    """How many modes each task has, and which task waits for which."""
    words.go_to("PRECEDENCE RELATIONS", lines_below=2)
    modes, pairs = [], []
    for number in range(1, count + 1):
        words.whole(f"job number {number}", least=number, most=number)
        modes.append(words.whole(f"the number of modes of job {number}", least=1))
        for _ in range(words.whole(f"the number of successors of job {number}")):
            after = words.whole(f"a successor of job {number}", least=1, most=count)
            pairs.append((f"J{number}", f"J{after}"))
    return modes, pairs


def _task(words: Words, number: int, modes: int, sizes: _Sizes) -> Task:
    words.whole(f"job number {number}", least=number, most=number)
    ways = [_mode(words, number, mode, sizes) for mode in range(1, modes + 1)]
    run = [way for way in ways if way is not None]
    if run and len(run) < len(ways):
        raise words.wrong(f"modes of job {number} that all take time, or none that does")
    return Task(code=f"J{number}", ways=tuple(run))


def _mode(words: Words, number: int, mode: int, sizes: _Sizes) -> Alternative | None:
    """The mode, or None where it takes no time."""
    words.whole(f"mode {mode} of job {number}", least=mode, most=mode)
    duration = words.whole(f"the duration of job {number} in mode {mode}")
    demand = f"a demand of job {number} in mode {mode}"
    pools, budgets = (
        words.wholes(len(sizes.pools), demand),
        words.wholes(len(sizes.budgets), demand),
    )
    if any(budgets) and not duration:
        raise words.wrong(f"job {number} to take time in mode {mode}, since it takes of a budget")
    if not duration:
        return None
    return Alternative(
        duration=duration,
        code=f"mode {mode}",
        pools=draws(sizes.pools, pools),
        budgets=draws(sizes.budgets, budgets),
    )
