"""Draws shops: steps of jobs in a row, each on one of some machines, perhaps with somebody."""

from collections.abc import Callable
from dataclasses import replace
from itertools import pairwise
from random import Random

from solver.problem import (
    SHORTEST,
    Alternative,
    Attendance,
    Draw,
    Lag,
    Person,
    Pool,
    Problem,
    Request,
    Skill,
    Step,
    Unit,
)

HORIZON = 1000
ALWAYS = ((0, HORIZON),)


def whole_shop(
    seed: int, *, jobs: int, steps: int, machines: int, ways: int = 1, people: int = 0
) -> Problem:
    """The shop of a seed: each job has a step for each machine, or as many as there are steps."""
    rng = Random(seed)  # noqa: S311  # no secret
    units = [f"M{n}" for n in range(machines)]
    requests, lags = [], []
    for job in range(jobs):
        route = rng.sample(units, steps)
        some = tuple(_step(rng, job, n, route, units, ways, people) for n in range(steps))
        requests.append(Request(code=f"J{job}", steps=some, mandatory=True))
        lags += [
            Lag(before=one.code, after=other.code, least=rng.choice((0, 0, 0, 2)))
            for one, other in pairwise(some)
        ]
    return Problem(
        slot_minutes=60,
        horizon=HORIZON,
        days=(0,),
        units=tuple(Unit(code=code, site="Y", kind=code, open=ALWAYS) for code in units),
        people=tuple(
            Person(
                code=f"P{n}",
                site="Y",
                working=ALWAYS,
                skills=tuple(Skill(kind=code, valid=ALWAYS[0]) for code in units),
            )
            for n in range(people)
        ),
        requests=tuple(requests),
        lags=tuple(lags),
        goal=SHORTEST,
    )


def with_each_step(problem: Problem, change: Callable[[Step], Step]) -> Problem:
    """The problem with every step changed."""
    requests = tuple(
        replace(request, steps=tuple(map(change, request.steps))) for request in problem.requests
    )
    return replace(problem, requests=requests)


def drawing(problem: Problem, amount: int) -> Problem:
    """Every step draws so much of a pool of three, whichever way it runs."""
    draws = (Draw(of="gas", amount=amount),)

    def draw(step: Step) -> Step:
        ways = tuple(replace(way, pools=draws) for way in step.alternatives)
        return replace(step, alternatives=ways)

    return with_each_step(replace(problem, pools=(Pool(code="gas", capacity=3),)), draw)


def _step(
    rng: Random, job: int, number: int, route: list[str], units: list[str], ways: int, people: int
) -> Step:
    others = [code for code in units if code != route[number]]
    on = [route[number], *rng.sample(others, rng.randint(0, ways - 1))]
    attendance = (Attendance(mode="exclusive", at="throughout"),) if people else ()
    return Step(
        code=f"J{job}-{number}",
        request=f"J{job}",
        alternatives=tuple(
            Alternative(unit=code, duration=rng.randint(1, 20), attendance=attendance)
            for code in on
        ),
        not_before=rng.choice((0, 0, 0, 7)),
        not_after=HORIZON,
    )
