"""Flexible job shop with workers (FJSP-W): an operation needs a machine and a worker throughout.

Format: github.com/jrc-rodec/FJSSP-W-Benchmarking (arXiv 2501.16159). Jobs, machines, workers; then
a line per job: its operations, and for each the number of machines, and for each machine its
number, the number of workers and pairs of worker and duration. All are counted from 1.
"""

from solver.benchmark.readers.flexible_jobs import SITE, a_machine, one_after_the_other
from solver.benchmark.readers.project import Task, longest, request, shortest
from solver.benchmark.readers.words import Words
from solver.problem import Alternative, Attendance, Person, Problem, Skill


def read(text: str) -> Problem:
    """Each job as a request; a machine's workers of one duration are one alternative.

    Raises ValueError naming the line.
    """
    words = Words(text)
    jobs = words.whole("the number of jobs", least=1)
    machines = words.whole("the number of machines", least=1)
    workers = words.whole("the number of workers", least=1)
    words.end_line("the number of workers")
    read_jobs = [_job(words, number, machines, workers) for number in range(1, jobs + 1)]
    words.end(f"the {jobs} jobs")
    horizon = sum(longest(job) for job in read_jobs)
    return shortest(
        [request(f"J{number}", job, horizon) for number, job in enumerate(read_jobs, 1)],
        horizon,
        lags=tuple(lag for job in read_jobs for lag in one_after_the_other(job)),
        units=tuple(a_machine(number, horizon) for number in range(1, machines + 1)),
        people=_people(read_jobs, workers, horizon),
    )


def _job(words: Words, job: int, machines: int, workers: int) -> list[Task]:
    tasks = []
    for number in range(1, words.whole(f"the operations of job {job}", least=1) + 1):
        code, ways = f"J{job}-{number}", []
        for _ in range(words.whole(f"the machines of operation {code}", least=1)):
            machine = words.whole(f"a machine of operation {code}", least=1, most=machines)
            ways += _on_machine(words, code, f"M{machine}", workers)
        tasks.append(Task(code=code, ways=tuple(ways)))
    words.end_line(f"the operations of job {job}")
    return tasks


def _on_machine(words: Words, code: str, machine: str, workers: int) -> list[Alternative]:
    by_duration: dict[int, list[str]] = {}
    for _ in range(words.whole(f"the workers of {code} on {machine}", least=1)):
        worker = words.whole(f"a worker of {code} on {machine}", least=1, most=workers)
        duration = words.rounded(f"a duration of {code} on {machine}")
        if duration < 1:
            raise words.wrong(f"a duration of {code} on {machine} of 1 or more")
        by_duration.setdefault(duration, []).append(f"W{worker}")
    return [
        Alternative(
            unit=machine,
            duration=duration,
            code=f"{machine} in {duration}",
            attendance=(Attendance(mode="exclusive", at="throughout", by=tuple(able)),),
        )
        for duration, able in sorted(by_duration.items())
    ]


def _people(jobs: list[list[Task]], workers: int, horizon: int) -> tuple[Person, ...]:
    """Workers with a qualification for every machine on which some operation names them."""
    able: dict[str, set[str]] = {f"W{number}": set() for number in range(1, workers + 1)}
    for way in (way for job in jobs for task in job for way in task.ways):
        for worker in way.attendance[0].by:
            able[worker].add(way.unit)
    return tuple(
        Person(
            code=worker,
            site=SITE,
            working=((0, horizon),),
            skills=tuple(Skill(kind=kind, valid=(0, horizon)) for kind in sorted(kinds)),
        )
        for worker, kinds in able.items()
    )
