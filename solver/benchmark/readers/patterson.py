"""RCPSP in the Patterson format: j30 to j120 of PSPLIB and RG300.

Format: github.com/PyJobShop/PSPLIB (parse_patterson); projectmanagement.ugent.be, "Patterson
format". The numbers run on over line ends: tasks and resources; capacities; then for each task its
duration, demands, number of successors and successors, counted from 1.
"""

from solver.benchmark.readers.project import Task, draws, longest, order, request, shortest
from solver.benchmark.readers.words import Words
from solver.problem import Alternative, Pool, Problem


def read(text: str) -> Problem:
    """The project as one request; resources are pools. Raises ValueError naming the line."""
    words = Words(text)
    count = words.whole("the number of tasks", least=1)
    pools = _pools(words, words.whole("the number of resources"))
    tasks, pairs = [], []
    for number in range(1, count + 1):
        tasks.append(_task(words, number, pools))
        for _ in range(words.whole(f"the number of successors of task {number}")):
            after = words.whole(f"a successor of task {number}", least=1, most=count)
            pairs.append((f"J{number}", f"J{after}"))
    words.end(f"the {count} tasks")
    horizon = max(longest(tasks), 1)
    return shortest(
        [request("project", tasks, horizon)], horizon, lags=order(tasks, pairs), pools=tuple(pools)
    )


def _pools(words: Words, count: int) -> list[Pool]:
    return [
        Pool(code=f"R{number}", capacity=words.whole(f"the capacity of resource {number}"))
        for number in range(1, count + 1)
    ]


def _task(words: Words, number: int, pools: list[Pool]) -> Task:
    duration = words.whole(f"the duration of task {number}")
    demands = words.wholes(len(pools), f"a demand of task {number}")
    if not duration:
        return Task(code=f"J{number}", ways=())
    taken = draws([pool.code for pool in pools], demands)
    return Task(code=f"J{number}", ways=(Alternative(duration=duration, code="only", pools=taken),))
