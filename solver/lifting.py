"""A question with some groups of reasons lifted, and one figure for each group."""

from collections.abc import Callable
from dataclasses import replace

from solver.outcome import Fact
from solver.problem import Lag, Person, Problem, Request, Skill, Span, Step, Unit

Groups = tuple[str, ...]


def lifted(one: Problem, groups: Groups) -> Problem:
    """The question of one request as if the groups bound nothing."""
    whole: Span = (0, one.horizon)
    skills = tuple(Skill(kind=kind, valid=whole) for kind in _kinds(one))
    people = tuple(_lift_person(person, groups, whole, skills) for person in one.people)
    if "people" in groups and "skill" in groups:
        people += _spare_people(one, whole, skills)
    units = tuple(_lift_unit(unit, groups, whole) for unit in one.units)
    relaxed = replace(
        one,
        units=units,
        people=people,
        requests=(_lift_request(one.requests[0], groups, whole),),
        lags=tuple(_lift_lag(lag, groups) for lag in one.lags),
    )
    return _without_quota(relaxed) if "quota" in groups else relaxed


def _kinds(one: Problem) -> list[str]:
    """Every kind somebody may have to be qualified for."""
    parts = (
        part
        for step in one.requests[0].steps
        for way in step.alternatives
        for part in way.attendance
    )
    named = {part.skill for part in parts if part.skill}
    return sorted({unit.kind for unit in one.units} | named)


def _spare_people(one: Problem, whole: Span, skills: tuple[Skill, ...]) -> tuple[Person, ...]:
    """Somebody at each site, and nowhere in particular, for every part of a team."""
    steps = one.requests[0].steps
    team = max(len(way.attendance) for step in steps for way in step.alternatives)
    sites = sorted({unit.site for unit in one.units}) or [""]
    return tuple(
        Person(code=f"spare person {n} of {site}", site=site, working=(whole,), skills=skills)
        for site in sites
        for n in range(max(1, team))
    )


def _lift_unit(unit: Unit, groups: Groups, whole: Span) -> Unit:
    if "hours" in groups:
        unit = replace(unit, open=(whole,))
    if "closure" in groups:
        unit = replace(unit, blocked=())
    if "taken" in groups:
        unit = replace(unit, occupied=())
    if "grid" in groups:
        unit = replace(unit, start_every=1, fixed_starts=())
    return unit


def _lift_person(person: Person, groups: Groups, whole: Span, skills: tuple[Skill, ...]) -> Person:
    if "people" in groups:
        limit = max(1, person.on_call_limit)
        person = replace(person, working=(whole,), taken=(), on_call=(), on_call_limit=limit)
    return replace(person, skills=skills) if "skill" in groups else person


def _lift_request(request: Request, groups: Groups, whole: Span) -> Request:
    steps = tuple(_lift_step(step, groups, whole) for step in request.steps)
    party_taken = () if "taken" in groups else request.party_taken
    return replace(request, steps=steps, party_taken=party_taken)


def _lift_step(step: Step, groups: Groups, whole: Span) -> Step:
    if "window" in groups:
        step = replace(step, windows=(whole,))
    if "notice" in groups:
        step = replace(step, not_before=0, not_after=whole[1])
    if "hours" in groups and step.end_binds == "hard":
        step = replace(step, end_binds="free")
    return step


def _lift_lag(lag: Lag, groups: Groups) -> Lag:
    return replace(lag, most=None, travels=False) if "gap" in groups else lag


def _without_quota(one: Problem) -> Problem:
    """Pools, budgets and batches as large as the request needs."""
    draws = [way for step in one.requests[0].steps for way in step.alternatives]
    most = sum(draw.amount for way in draws for draw in (*way.pools, *way.budgets))
    pieces = sum(step.pieces for step in one.requests[0].steps)
    return replace(
        one,
        pools=tuple(replace(pool, capacity=pool.capacity + most, taken=()) for pool in one.pools),
        budgets=tuple(replace(budget, amount=budget.amount + most) for budget in one.budgets),
        units=tuple(
            replace(unit, capacity=max(unit.capacity, pieces)) if pieces > 1 else unit
            for unit in one.units
        ),
    )


def fact(one: Problem, group: str) -> Fact:
    """One figure for a group, summed over units or people so that it names nobody."""
    steps = one.requests[0].steps
    waits = (lag.most for lag in one.lags if lag.most is not None)
    figures: dict[str, tuple[str, Callable[[], int]]] = {
        "hours": ("hours_slots", lambda: _slots(one, *(u.open for u in one.units))),
        "closure": ("closure_slots", lambda: _slots(one, *(u.blocked for u in one.units))),
        "taken": ("taken_slots", lambda: _taken_slots(one)),
        "people": ("people_qualified", lambda: _qualified(one)),
        "skill": ("skill_qualified", lambda: _qualified(one)),
        "window": ("window_slots", lambda: _slots(one, *(step.windows for step in steps))),
        "notice": (
            "notice_slots",
            lambda: sum(max(0, step.not_after - step.not_before) for step in steps),
        ),
        "gap": ("gap_slots", lambda: sum(waits)),
        "quota": ("quota_left", lambda: _left(one)),
        "grid": ("grid_slots", lambda: max((u.start_every for u in one.units), default=1)),
    }
    name, count = figures[group]
    return name, count()


def _slots(one: Problem, *calendars: tuple[Span, ...]) -> int:
    return sum(
        max(0, min(end, one.horizon) - max(start, 0)) for spans in calendars for start, end in spans
    )


def _taken_slots(one: Problem) -> int:
    runs = tuple((run.start, run.end) for unit in one.units for run in unit.occupied)
    return _slots(one, runs, one.requests[0].party_taken)


def _qualified(one: Problem) -> int:
    kinds = set(_kinds(one))
    return sum(any(skill.kind in kinds for skill in person.skills) for person in one.people)


def _left(one: Problem) -> int:
    return sum(pool.capacity for pool in one.pools) + sum(b.amount for b in one.budgets)
