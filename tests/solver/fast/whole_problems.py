"""Any small problem of the whole language, drawn from a seed.

Everything is scarce on purpose: the horizon is short, calendars have holes, limits are low.
"""

from dataclasses import replace
from itertools import pairwise
from random import Random
from typing import Any

from hypothesis import strategies as st

from solver.goal import TermName
from solver.problem import (
    Alternative,
    Attendance,
    Budget,
    Changeover,
    Draw,
    Lag,
    Level,
    Load,
    Need,
    Occupied,
    Part,
    Person,
    Pool,
    Problem,
    Request,
    Skill,
    Span,
    Standing,
    Step,
    Term,
    Travel,
    Unit,
)

HORIZON = 24
DAYS = (0, 8, 16)
SITES = ("Y", "I")
UNITS = ("A1", "A2", "B1", "B2")
PEOPLE = ("abe", "ito", "ono")
SETTINGS = ("", "ink", "wax")
TERMS: tuple[TermName, ...] = (
    *("accepted_weight", "earliness", "lateness", "makespan", "cost", "waiting"),
    *("visits", "staff_slots", "moves", "people_told", "slots_shifted"),
)


def whole_problems(most: int = 4) -> st.SearchStrategy[Problem]:
    """Problems of up to so many requests."""
    return st.integers(0, 2**40).map(lambda seed: whole_problem(seed, most))


def whole_problem(seed: int, most: int = 4) -> Problem:
    """The problem of a seed; what cannot be meant is drawn again."""
    rng = Random(seed)  # noqa: S311  # no secret
    while True:
        try:
            return _problem(rng, most)
        except ValueError:
            continue


def _sometimes(rng: Random, often: float, *choices: Any) -> Any:
    """The first choice, or one of the others in so many of all cases."""
    return rng.choice(choices[1:]) if rng.random() < often else choices[0]


def _span(rng: Random, longest: int) -> Span:
    start = rng.randrange(-2, HORIZON)
    return start, start + rng.randint(1, longest)


def _spans(rng: Random, most: int, longest: int) -> tuple[Span, ...]:
    return tuple(_span(rng, longest) for _ in range(rng.randint(0, most)))


def _hours(rng: Random) -> tuple[Span, ...]:
    """Open or working time: always, by day, or with holes."""
    by_day = tuple((day + 1, day + 7) for day in DAYS)
    return rng.choice((((0, HORIZON),), ((-3, 40),), by_day, by_day, _spans(rng, 3, 9)))


def _problem(rng: Random, most: int) -> Problem:
    requests = tuple(_request(rng, f"R{n}") for n in range(rng.randint(1, most)))
    problem = Problem(
        slot_minutes=30,
        horizon=HORIZON,
        days=DAYS,
        units=tuple(_unit(rng, code) for code in UNITS),
        people=tuple(_person(rng, code) for code in PEOPLE),
        requests=tuple(_following(rng, n, requests) for n in range(len(requests))),
        lags=tuple(_lags(rng, requests)),
        pools=(
            Pool(
                code="power",
                capacity=rng.randint(1, 3),
                taken=tuple(
                    Load(start=start, end=end, amount=1) for start, end in _spans(rng, 2, 4)
                ),
            ),
        ),
        budgets=(Budget(code="film", amount=rng.randint(0, 4)),),
        travels=(
            Travel(origin="Y", target="I", slots=rng.randint(0, 3), leaves=_spans(rng, 2, 6)),
            Travel(origin="I", target="Y", slots=rng.randint(0, 2)),
        ),
        goal=tuple(_level(rng) for _ in range(rng.randint(1, 3))),
    )
    return replace(problem, standing=_standing(rng, problem))


def _level(rng: Random) -> Level:
    names = rng.sample(TERMS, rng.randint(1, 3))
    return tuple(Term(name=name, weight=rng.choice((-3, -1, 1, 2))) for name in names)


def _unit(rng: Random, code: str) -> Unit:
    capacity = _sometimes(rng, 0.3, 1, 2, 4)
    rows = {
        (rng.choice(SETTINGS), rng.choice(SETTINGS)): rng.randint(0, 3)
        for _ in range(rng.randint(0, 2))
    }
    return Unit(
        code=code,
        site=_sometimes(rng, 0.25, "Y", "I"),
        kind=code[0],
        open=_hours(rng),
        blocked=_spans(rng, 1, 4),
        start_every=_sometimes(rng, 0.2, 1, 2, 3),
        fixed_starts=_sometimes(rng, 0.1, (), (0, 4), (3, 7)),
        occupied=tuple(
            Occupied(
                start=start,
                end=end,
                setting=rng.choice(SETTINGS),
                room=rng.randrange(capacity),
            )
            for start, end in _spans(rng, 1, 5)
        ),
        changeovers=tuple(
            Changeover(before=before, after=after, slots=slots)
            for (before, after), slots in rows.items()
        ),
        default_changeover=rng.choice((0, 0, 1)),
        capacity=capacity,
    )


def _person(rng: Random, code: str) -> Person:
    site = _sometimes(rng, 0.25, "Y", "I")
    kinds = rng.sample(("A", "B", "laser"), rng.randint(1, 3))
    return Person(
        code=code,
        site=site,
        working=_hours(rng),
        taken=_spans(rng, 1, 4),
        on_call=_spans(rng, 1, 6),
        on_call_limit=rng.randint(0, 2),
        skills=tuple(
            Skill(kind=kind, valid=_sometimes(rng, 0.2, (0, HORIZON), _span(rng, 16)))
            for kind in kinds
        ),
        more_sites=_sometimes(rng, 0.3, (), ("I" if site == "Y" else "Y",)),
    )


def _attendance(rng: Random, duration: int, unit: str) -> tuple[Attendance, ...]:
    parts = []
    for _ in range(_sometimes(rng, 0.6, 0, 1, 1, 2)):
        at: Part = rng.choice(("start", "end", "throughout"))
        parts.append(
            Attendance(
                mode=rng.choice(("exclusive", "exclusive", "on_call")),
                at=at,
                slots=0 if at == "throughout" else rng.randint(1, duration),
                skill=_sometimes(rng, 0.3 if unit else 1, "", "A", "laser"),
                by=_sometimes(rng, 0.2, (), ("abe",), ("ito", "ono")),
            )
        )
    return tuple(parts)


def _alternative(rng: Random, code: str, unit: str) -> Alternative:
    duration = rng.randint(1, 5)
    boxes = tuple(rng.sample(UNITS, 2))
    return Alternative(
        code=code,
        unit=unit,
        duration=duration,
        attendance=_attendance(rng, duration, unit),
        also=_sometimes(rng, 0.15, (), (Need(any_of=boxes, count=rng.randint(1, 2)),)),
        pools=_sometimes(rng, 0.2, (), (Draw(of="power", amount=rng.randint(1, 2)),)),
        budgets=_sometimes(rng, 0.2, (), (Draw(of="film", amount=rng.randint(1, 2)),)),
        cost=rng.randint(0, 3),
    )


def _step(rng: Random, request: str, number: int) -> Step:
    units = rng.sample((*UNITS, ""), rng.randint(1, 3))
    pauses = "" not in units and rng.random() < 0.15
    first = f"{request}-1"
    same = first if number > 1 and rng.random() < 0.3 else ""
    not_before = _sometimes(rng, 0.3, 0, 2, 6)
    return Step(
        code=f"{request}-{number}",
        request=request,
        alternatives=tuple(_alternative(rng, f"way {n}", unit) for n, unit in enumerate(units)),
        windows=rng.choice((((0, HORIZON),), ((0, HORIZON),), _windows(rng))),
        windows_bind=_sometimes(rng, 0.5, "free", "start", "whole"),
        not_before=not_before,
        not_after=_sometimes(rng, 0.3, HORIZON, not_before + 9),
        setting=rng.choice(SETTINGS),
        party=_sometimes(rng, 0.2, "", "Sato"),
        pieces=rng.randint(1, 2),
        same_unit_as=same,
        keeps_unit=bool(same) and rng.random() < 0.5,
        may_pause=pauses,
        end_binds=_sometimes(rng, 0.3, "free", "hard", "soft"),
        end_tolerance=rng.randint(0, 2),
    )


def _windows(rng: Random) -> tuple[Span, ...]:
    return tuple((start, start + rng.randint(1, 9)) for start in rng.sample(range(20), 2))


def _request(rng: Random, code: str) -> Request:
    count = _sometimes(rng, 0.5, 1, 2, 3)
    return Request(
        code=code,
        steps=tuple(_step(rng, code, number) for number in range(1, count + 1)),
        weight=rng.randint(1, 4),
        mandatory=rng.random() < 0.2,
        party_taken=_spans(rng, 1, 3),
        due=_sometimes(rng, 0.5, None, 6, 14),
    )


def _following(rng: Random, number: int, requests: tuple[Request, ...]) -> Request:
    if number and rng.random() < 0.2:
        return replace(requests[number], follows=requests[number - 1].code)
    return requests[number]


def _lags(rng: Random, requests: tuple[Request, ...]) -> list[Lag]:
    """Mostly between the steps of a request, now and then from one request to the next."""
    pairs = [
        (one.code, other.code) for request in requests for one, other in pairwise(request.steps)
    ]
    pairs += [
        (one.steps[-1].code, other.steps[0].code)
        for one, other in pairwise(requests)
        if rng.random() < 0.2
    ]
    return [_lag(rng, *pair) for pair in pairs if rng.random() < 0.8]


def _lag(rng: Random, before: str, after: str) -> Lag:
    least = rng.choice((0, 0, 0, 1, 2, -2))
    return Lag(
        before=before,
        after=after,
        least=least,
        most=_sometimes(rng, 0.5, None, max(0, least), least + 2, least + 6),
        origin=_sometimes(rng, 0.2, "end", "start"),
        target=_sometimes(rng, 0.2, "start", "end"),
        travels=rng.random() < 0.3,
        soft=rng.random() < 0.2,
    )


def _standing(rng: Random, problem: Problem) -> tuple[Standing, ...]:
    """Some steps stand, well or badly; few are locked, and those of one step only."""
    found = []
    for request in problem.requests:
        for step in request.steps:
            if rng.random() < 0.2:
                way = rng.choice(step.alternatives)
                start = rng.randrange(HORIZON - way.duration)
                people = rng.sample(PEOPLE, min(len(way.attendance), 3))
                also = [code for need in way.also for code in need.any_of[: need.count]]
                found.append(
                    Standing(
                        step=step.code,
                        alternative=way.code,
                        start=start,
                        end=start + way.duration,
                        people=tuple(people),
                        also=tuple(also),
                        locked=rng.random() < 0.3,
                    )
                )
    return tuple(found)
