"""RCPSP/max in the text of ProGen/max (.sch): lags between starts, at least and at most.

Format: www.wiwi.tu-clausthal.de (Project Duration Problem RCPSP/max); the files of the UBO and J
sets. Tasks and resources; a line per task, with the source 0 and the sink n + 1: modes, number of
successors, successors, lags in brackets (a lag below 0 is a maximal one, the other way round); then
a line per task with mode, duration and demands; then the capacities.
"""

from dataclasses import dataclass

from solver.benchmark.readers.project import Arc, Task, draws, request, shortest, without_milestones
from solver.benchmark.readers.words import Words
from solver.problem import Alternative, Draw, Lag, Pool, Problem


@dataclass(frozen=True, slots=True)
class _File:
    arcs: list[tuple[int, int, int]]  # the second starts so many slots after the first, at least
    durations: list[int]
    demands: list[list[int]]
    capacities: list[int]


def read(text: str) -> Problem:
    """The project as one request; resources are pools. Raises ValueError naming the line."""
    file = _file(Words(text))
    sink = len(file.durations) - 1
    pools = tuple(Pool(code=f"R{k}", capacity=c) for k, c in enumerate(file.capacities, start=1))
    codes = [pool.code for pool in pools]
    tasks = [_task(file, number, draws(codes, file.demands[number])) for number in range(1, sink)]
    arcs = [(f"J{a}", f"J{b}", lag) for a, b, lag in file.arcs if 0 not in (a, b)]
    end = Task(code=f"J{sink}", ways=())
    horizon = _horizon(file)
    lags = _lags(without_milestones([*tasks, end], arcs))
    return shortest([request("project", tasks, horizon)], horizon, lags=lags, pools=pools)


def _file(words: Words) -> _File:
    count = words.whole("the number of tasks", least=1)
    resources = words.whole("the number of renewable resources")
    for kind in ("non-renewable", "doubly constrained"):
        words.whole(f"the number of {kind} resources, which are not read", most=0)
    arcs, durations, demands = [], [], []
    for number in range(count + 2):
        arcs += _arcs(words, number, count + 1)
    for number in range(count + 2):
        words.whole(f"task {number}", least=number, most=number)
        words.whole(f"mode 1 of task {number}", least=1, most=1)
        durations.append(words.whole(f"the duration of task {number}"))
        demands.append(words.wholes(resources, f"a demand of task {number}"))
    capacities = words.wholes(resources, "the capacity of a resource")
    words.end("the capacities")
    for before, after, lag in arcs:
        if after == count + 1 and lag > durations[before]:
            raise ValueError(
                f"task {before}: its lag to the end is {lag}, more than its duration "
                f"{durations[before]}; expected the project to end with its last task"
            )
    return _File(arcs, durations, demands, capacities)


def _arcs(words: Words, number: int, last: int) -> list[tuple[int, int, int]]:
    words.whole(f"task {number}", least=number, most=number)
    words.whole(f"one mode of task {number}", least=1, most=1)
    count = words.whole(f"the number of successors of task {number}")
    after = [words.whole(f"a successor of task {number}", most=last) for _ in range(count)]
    return [(number, other, _lag(words, number)) for other in after]


def _lag(words: Words, number: int) -> int:
    word = words.word(f"a lag of task {number}")
    try:
        return int(word.removeprefix("[").removesuffix("]"))
    except ValueError:
        raise words.wrong(f"a lag of task {number} in brackets, as [3]") from None


def _task(file: _File, number: int, taken: tuple[Draw, ...]) -> Task:
    """A task; lags from and to the source, which starts at 0, bound its start."""
    duration = file.durations[number]
    return Task(
        code=f"J{number}",
        ways=(Alternative(duration=duration, code="only", pools=taken),) if duration else (),
        not_before=max((lag for a, b, lag in file.arcs if (a, b) == (0, number)), default=0),
        not_after=min((1 - lag for a, b, lag in file.arcs if (a, b) == (number, 0)), default=None),
    )


def _horizon(file: _File) -> int:
    """Long enough for a shortest plan, if there is one.

    Some shortest plan has no task that could start earlier: each start but the first follows
    directly upon an end or a lag of another task, so that each task adds at most its duration or
    its longest lag.
    """
    longest = list(file.durations)
    for before, _, lag in file.arcs:
        longest[before] = max(longest[before], lag)
    return max(sum(longest), 1)


def _lags(arcs: list[Arc]) -> tuple[Lag, ...]:
    """Lags between starts; a wait and the maximal lag that goes with it are one row."""
    least = {(before, after): slots for before, after, slots in arcs}
    lags = []
    for (before, after), slots in least.items():
        back = least.get((after, before))
        if back is not None and slots < 0 <= back <= -slots:
            continue  # the maximal lag of the wait the other way round, which says it
        most = -back if back is not None and back < 0 <= slots <= -back else None
        lags.append(
            Lag(
                before=before,
                after=after,
                least=slots,
                most=most,
                origin="start",
                target="start",
            )
        )
    return tuple(lags)
