"""Large plans improved in parts: by threads, by processes, and when a worker is lost."""

import multiprocessing
import os
import signal
import threading
import time
from concurrent.futures import Executor, ProcessPoolExecutor, ThreadPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import replace

import pytest

from solver.engine.fast.improve import first_plan
from solver.engine.parts import can_be_parted, improve_in_parts
from solver.engine.solve import Limits, solve
from solver.judge import judge
from solver.objective import levels
from solver.outcome import Placement, Schedule
from solver.problem import (
    SHORTEST,
    Alternative,
    Attendance,
    Lag,
    Person,
    Problem,
    Request,
    Skill,
    Step,
    Unit,
)

SITES = ("Y", "I", "M", "F")
DAY = 40


def _network(count: int) -> Problem:
    """Too many requests for the units of four sites; every ninth is a job over two of them."""
    units = tuple(
        Unit(code=f"{site}{n}", site=site, kind="SEM", open=((0, DAY),), default_changeover=1)
        for site in SITES
        for n in (1, 2)
    )
    guides = tuple(
        Person(
            code=f"guide {site}",
            site=site,
            working=((0, DAY),),
            skills=(Skill(kind="SEM", valid=(0, DAY)),),
        )
        for site in SITES
    )
    requests = tuple(_request(n) for n in range(count))
    lags = tuple(
        Lag(before=f"R{n}-1", after=f"R{n}-2", least=1) for n in range(count) if n % 9 == 0
    )
    return Problem(
        slot_minutes=15,
        horizon=DAY,
        days=(0,),
        units=units,
        people=guides,
        requests=requests,
        lags=lags,
    )


def _request(n: int) -> Request:
    sites = [SITES[n % 4], SITES[(n + 1) % 4]][: 1 + (n % 9 == 0)]
    return Request(
        code=f"R{n}",
        weight=1 + n % 7,
        steps=tuple(_step(n, number, site) for number, site in enumerate(sites, 1)),
    )


def _step(n: int, number: int, site: str) -> Step:
    guided = (Attendance(mode="exclusive", at="start", slots=1),) if n % 2 else ()
    ways = tuple(
        Alternative(unit=f"{site}{unit}", duration=2 + (n + unit) % 5, attendance=guided)
        for unit in (1, 2)
    )
    return Step(
        code=f"R{n}-{number}",
        request=f"R{n}",
        alternatives=ways,
        setting="ab"[n % 2],
        not_after=DAY,
    )


def _processes() -> ProcessPoolExecutor:
    """Two fresh processes, as on another machine."""
    return ProcessPoolExecutor(2, mp_context=multiprocessing.get_context("spawn"))


def _improved(problem: Problem, executor: Executor, seconds: float) -> tuple[Placement, ...]:
    told: list[tuple[int, ...]] = []
    plan = improve_in_parts(
        problem,
        first_plan(problem),
        executor,
        count=2,
        seconds=seconds,
        seed=1,
        tell=lambda _, levels: told.append(levels),
        cancelled=lambda: False,
    )
    assert told == sorted(told)
    assert told[-1] == levels(problem, plan)
    return plan


def test_parts_in_threads_give_a_better_plan_that_breaks_no_rule() -> None:
    problem = _network(160)

    with ThreadPoolExecutor(2) as threads:
        plan = _improved(problem, threads, seconds=2.0)

    assert judge(problem, plan) == ()
    assert levels(problem, plan) > levels(problem, first_plan(problem))


def test_a_worker_that_is_killed_costs_no_plan() -> None:
    problem = _network(160)
    with _processes() as processes:
        victim = processes.submit(os.getpid).result()
        killer = threading.Timer(0.5, os.kill, (victim, signal.SIGKILL))
        killer.start()
        answer = solve(problem, Limits(seconds=6.0, workers=2), executor=processes)
        killer.join()
        with pytest.raises(BrokenProcessPool):
            processes.submit(os.getpid)  # it was lost while it was needed

    assert isinstance(answer, Schedule)
    assert judge(problem, answer.placements) == ()
    assert levels(problem, answer.placements) > levels(problem, first_plan(problem))


def test_cancelled_it_ends_within_a_second_with_the_plan_so_far() -> None:
    asked = threading.Event()
    threading.Timer(0.5, asked.set).start()
    began = time.perf_counter()

    with ThreadPoolExecutor(2) as threads:
        answer = solve(
            _network(160),
            Limits(seconds=60.0, workers=2),
            executor=threads,
            cancelled=asked.is_set,
        )

    assert time.perf_counter() - began < 1.5
    assert isinstance(answer, Schedule)


@pytest.mark.parametrize(
    ("problem", "parted"),
    [
        (_network(4), True),
        (replace(_network(4), goal=SHORTEST), False),
        (
            replace(_network(4), people=(replace(_network(4).people[0], more_sites=SITES[1:]),)),
            False,
        ),
    ],
)
def test_what_hangs_together_is_not_parted(problem: Problem, parted: bool) -> None:
    assert can_be_parted(problem) == parted
