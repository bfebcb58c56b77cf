"""Flexible job shop in the standard text (FJS): Brandimarte, Fattahi, Hurink and others.

Format: github.com/ScheduleOpt/benchmarks (flexible-jobshop). Jobs, machines and perhaps the mean
number of machines of an operation; then a line per job: its operations, and for each of them the
number of machines and pairs of machine (from 1) and duration.
"""

from itertools import pairwise

from solver.benchmark.readers.project import Task, longest, order, request, shortest
from solver.benchmark.readers.words import Words
from solver.problem import Alternative, Lag, Problem, Unit

SITE = "shop"


def read(text: str) -> Problem:
    """Each job as a request, machines as units always open. Raises ValueError naming the line."""
    words = Words(text)
    jobs = words.whole("the number of jobs", least=1)
    machines = words.whole("the number of machines", least=1)
    words.rest_of_line()
    read_jobs = [_job(words, number, machines) for number in range(1, jobs + 1)]
    words.end(f"the {jobs} jobs")
    horizon = sum(longest(job) for job in read_jobs)
    return shortest(
        [request(f"J{number}", job, horizon) for number, job in enumerate(read_jobs, 1)],
        horizon,
        lags=tuple(lag for job in read_jobs for lag in one_after_the_other(job)),
        units=tuple(a_machine(number, horizon) for number in range(1, machines + 1)),
    )


def one_after_the_other(job: list[Task]) -> tuple[Lag, ...]:
    """The operations in the order of the file."""
    codes = [task.code for task in job]
    return order(job, pairwise(codes))


def a_machine(number: int, horizon: int) -> Unit:
    """A machine that is always open."""
    return Unit(code=f"M{number}", site=SITE, kind=f"M{number}", open=((0, horizon),))


def _job(words: Words, job: int, machines: int) -> list[Task]:
    tasks = [
        Task(code=f"J{job}-{number}", ways=_ways(words, f"J{job}-{number}", machines))
        for number in range(1, words.whole(f"the operations of job {job}", least=1) + 1)
    ]
    words.end_line(f"the operations of job {job}")
    return tasks


def _ways(words: Words, code: str, machines: int) -> tuple[Alternative, ...]:
    return tuple(
        Alternative(
            unit=f"M{words.whole(f'a machine of operation {code}', least=1, most=machines)}",
            duration=words.whole(f"a duration of operation {code}", least=1),
        )
        for _ in range(words.whole(f"the machines of operation {code}", least=1))
    )
