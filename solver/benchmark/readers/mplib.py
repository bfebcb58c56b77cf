"""RCMPSP in the format of MPLIB: several projects that share resources.

Format: projectmanagement.ugent.be (MPLIB); github.com/PyJobShop/PSPLIB (parse_mplib). Projects;
resources; capacities; then for each project its tasks and release, which resources it uses, and
for each task: duration, demands, number of successors, successors as project:task, counted from 1.
"""

from solver.benchmark.readers.project import Task, draws, longest, order, request, shortest
from solver.benchmark.readers.words import Words
from solver.problem import Alternative, Lag, Pool, Problem

Project = tuple[list[Task], tuple[Lag, ...]]


def read(text: str) -> Problem:
    """Each project as a request; resources are pools. Raises ValueError naming the line."""
    words = Words(text)
    projects = words.whole("the number of projects", least=1)
    resources = words.whole("the number of resources")
    pools = tuple(
        Pool(code=f"R{number}", capacity=words.whole(f"the capacity of resource {number}"))
        for number in range(1, resources + 1)
    )
    read_projects = [_project(words, number, pools) for number in range(1, projects + 1)]
    words.end(f"the {projects} projects")
    tasks = [task for some, _ in read_projects for task in some]
    horizon = max(longest(tasks) + max(task.not_before for task in tasks), 1)
    requests = [
        request(f"P{number}", some, horizon) for number, (some, _) in enumerate(read_projects, 1)
    ]
    lags = tuple(lag for _, some in read_projects for lag in some)
    return shortest(requests, horizon, lags=lags, pools=pools)


def _project(words: Words, project: int, pools: tuple[Pool, ...]) -> Project:
    count = words.whole(f"the number of tasks of project {project}", least=1)
    release = words.whole(f"the release of project {project}")
    for pool in pools:
        words.whole(f"whether project {project} uses {pool.code}", most=1)
    tasks: list[Task] = []
    pairs: list[tuple[str, str]] = []
    for number in range(1, count + 1):
        task = _task(words, f"P{project}-J{number}", release, pools)
        tasks.append(task)
        successors = words.whole(f"the number of successors of {task.code}")
        pairs += [(task.code, _successor(words, project, count)) for _ in range(successors)]
        words.end_line(f"the successors of {task.code}")
    return tasks, order(tasks, pairs)


def _task(words: Words, code: str, release: int, pools: tuple[Pool, ...]) -> Task:
    duration = words.whole(f"the duration of {code}")
    demands = words.wholes(len(pools), f"a demand of {code}")
    if not duration:
        return Task(code=code, ways=(), not_before=release)
    taken = draws([pool.code for pool in pools], demands)
    ways = (Alternative(duration=duration, code="only", pools=taken),)
    return Task(code=code, ways=ways, not_before=release)


def _successor(words: Words, project: int, count: int) -> str:
    """The successor's code, from "project:task"."""
    own, colon, task = words.word("a successor as project:task").partition(":")
    known = colon and own == str(project) and task.isdecimal() and 1 <= int(task) <= count
    if not known:
        raise words.wrong(f"a successor as {project}:task with a task from 1 to {count}")
    return f"P{project}-J{int(task)}"
