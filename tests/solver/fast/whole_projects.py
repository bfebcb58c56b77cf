"""Draws small projects: steps that draw from pools, with ways, budgets, notice and waits of every
kind, and units and people that are always there. None has a calendar that closes."""

from dataclasses import replace
from random import Random

from solver.problem import (
    SHORTEST,
    Alternative,
    Attendance,
    Budget,
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

UNITS, PEOPLE, POOLS, BUDGETS = ("A1", "A2", "B1"), ("abe", "ito", "ono"), "pqrstu", ("film", "gas")


def whole_project(seed: int) -> Problem:
    """The project of a seed: one or two requests, both of which must be placed."""
    rng = Random(seed)  # noqa: S311  # no secret
    teams = rng.random() < 0.5
    requests = tuple(_request(rng, code, teams=teams) for code in ("R", "Q")[: rng.randint(1, 2)])
    steps = [step for request in requests for step in request.steps]
    least = sum(max(way.duration for way in step.alternatives) for step in steps)
    horizon = rng.choice((least + 40, least + 40, 3 + least // 2))
    always = ((-1, horizon + 1),)
    return Problem(
        slot_minutes=60,
        horizon=horizon,
        days=(0,),
        units=tuple(Unit(code=code, site="Y", kind=code[0], open=always) for code in UNITS),
        people=tuple(
            Person(
                code=code,
                site="Y",
                working=always,
                skills=(Skill(kind=kind, valid=always[0]), Skill(kind="laser", valid=always[0])),
            )
            for code, kind in zip(PEOPLE, "ABB", strict=True)
        ),
        requests=tuple(_until(request, horizon) for request in requests),
        lags=tuple(_lags(rng, [step.code for step in steps])),
        pools=tuple(Pool(code=code, capacity=rng.randint(2, 5)) for code in POOLS),
        budgets=tuple(Budget(code=code, amount=rng.randint(1, 8)) for code in BUDGETS),
        goal=SHORTEST,
    )


def _until(request: Request, horizon: int) -> Request:
    steps = tuple(replace(step, not_after=horizon) for step in request.steps)
    return replace(request, steps=steps)


def _request(rng: Random, code: str, *, teams: bool) -> Request:
    steps = tuple(
        Step(
            code=f"{code}{n}",
            request=code,
            alternatives=tuple(
                _way(rng, f"way {m}", teams=teams) for m in range(rng.randint(1, 3))
            ),
            not_before=rng.choice((0, 0, 0, 2, 5)),
            not_after=1000,
        )
        for n in range(rng.randint(1, 8))
    )
    return Request(code=code, steps=steps, mandatory=True)


def _way(rng: Random, code: str, *, teams: bool) -> Alternative:
    unit = rng.choice(("", "", *UNITS))
    skill = rng.choice(("laser", unit[:1] if unit in ("A1", "B1") else "laser"))
    part = Attendance(mode="exclusive", at="throughout", skill=skill)
    other = Attendance(mode="exclusive", at="throughout", skill="laser")
    return Alternative(
        code=code,
        unit=unit,
        duration=rng.randint(1, 5),
        attendance=rng.choice(((), (), (part,), (part, other) if teams else (part,))),
        pools=tuple(
            Draw(of=pool, amount=rng.randint(1, 2)) for pool in rng.sample(POOLS, rng.randint(0, 3))
        ),
        budgets=tuple(
            Draw(of=budget, amount=rng.randint(1, 2)) for budget in BUDGETS if rng.random() < 0.3
        ),
    )


def _lags(rng: Random, steps: list[str]) -> list[Lag]:
    return [
        Lag(
            before=before,
            after=after,
            least=rng.choice((0, 0, 0, 2, -2)),
            origin=rng.choice(("end", "end", "start")),
            target=rng.choice(("start", "start", "end")),
        )
        for n, before in enumerate(steps)
        for after in steps[n + 1 :]
        if rng.random() < 0.2
    ]
