"""One request by itself beside what stands, and a plan turned into what stands."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from solver.outcome import Placement
from solver.problem import Load, Occupied, Person, Pool, Problem, Request, Span, Step, Unit


def alone(problem: Problem, request: Request) -> Problem:
    """The same question with this request only, its units and the people of their sites."""
    units = [problem.units_by_code[code] for code in _units_of(request.steps)]
    steps = {step.code for step in request.steps}
    named = {code for step in request.steps for code in _named(step)}
    sites = {unit.site for unit in units}
    anywhere = any(not way.unit for step in request.steps for way in step.alternatives)
    stood = tuple(one for one in problem.standing if one.step in steps)
    named |= {code for one in stood for code in one.people}
    return replace(
        problem,
        units=tuple(units),
        people=tuple(
            person
            for person in problem.people
            if anywhere or person.code in named or not sites.isdisjoint(person.sites)
        ),
        requests=(replace(request, follows=""),),
        lags=tuple(lag for lag in problem.lags if lag.before in steps and lag.after in steps),
        standing=stood,
    )


def _units_of(steps: Iterable[Step]) -> list[str]:
    found: dict[str, None] = {}
    for step in steps:
        for way in step.alternatives:
            further = (code for need in way.also for code in need.any_of)
            found.update(dict.fromkeys(code for code in (way.unit, *further) if code))
    return list(found)


def _named(step: Step) -> Iterable[str]:
    return (code for way in step.alternatives for part in way.attendance for code in part.by)


def beside(problem: Problem, plan: Sequence[Placement]) -> Problem:
    """The question about the requests a plan leaves out, with the plan as what stands."""
    placed = {p.request for p in plan}
    steps = {p.step for p in plan}
    left = tuple(request for request in problem.requests if request.code not in placed)
    away = _presence(problem, plan)
    return replace(
        problem,
        units=tuple(_with_runs(problem, unit, plan) for unit in problem.units),
        people=tuple(_with_work(person, plan) for person in problem.people),
        pools=tuple(_with_draws(problem, pool, plan) for pool in problem.pools),
        budgets=tuple(
            replace(budget, amount=budget.amount - _spent(problem, budget.code, plan))
            for budget in problem.budgets
        ),
        requests=tuple(_away(request, away) for request in left),
        lags=tuple(
            lag for lag in problem.lags if lag.before not in steps and lag.after not in steps
        ),
        standing=tuple(one for one in problem.standing if one.step not in steps),
    )


def _with_runs(problem: Problem, unit: Unit, plan: Sequence[Placement]) -> Unit:
    """The unit with the plan's runs; pieces of one loading leave room together."""
    runs: dict[tuple[int, int, str], int] = {}
    for p in plan:
        step = problem.steps_by_code[p.step]
        if unit.code in (p.unit, *p.also):
            pieces = step.pieces if unit.code == p.unit else unit.capacity
            key = p.start, p.end, step.setting
            runs[key] = runs.get(key, 0) + pieces
    joined = {(run.start, run.end, run.setting): run for run in unit.occupied}
    occupied = [run for key, run in joined.items() if key not in runs]
    for (start, end, setting), pieces in runs.items():
        stands = joined.get((start, end, setting))
        before = unit.capacity - stands.room if stands is not None else 0
        room = max(0, min(unit.capacity - before - pieces, unit.capacity - 1))
        occupied.append(Occupied(start=start, end=end, setting=setting, room=room))
    return replace(unit, occupied=tuple(occupied)) if runs else unit


def _with_work(person: Person, plan: Sequence[Placement]) -> Person:
    spans: dict[str, list[Span]] = {"exclusive": [], "on_call": []}
    for p in plan:
        for part in p.attendance:
            if part.person == person.code:
                spans[part.mode].append((part.start, part.end))
    return replace(
        person,
        taken=(*person.taken, *spans["exclusive"]),
        on_call=(*person.on_call, *spans["on_call"]),
    )


def _with_draws(problem: Problem, pool: Pool, plan: Sequence[Placement]) -> Pool:
    loads = [
        Load(start=p.start, end=p.end, amount=draw.amount)
        for p in plan
        for way in [problem.steps_by_code[p.step].alternative(p.alternative)]
        for draw in (way.pools if way is not None else ())
        if draw.of == pool.code
    ]
    return replace(pool, taken=(*pool.taken, *loads))


def _spent(problem: Problem, budget: str, plan: Sequence[Placement]) -> int:
    ways = (problem.steps_by_code[p.step].alternative(p.alternative) for p in plan)
    draws = (draw for way in ways if way is not None for draw in way.budgets)
    return sum(draw.amount for draw in draws if draw.of == budget)


def _presence(problem: Problem, plan: Sequence[Placement]) -> dict[str, list[Span]]:
    """When each party is at a run of the plan."""
    found: dict[str, list[Span]] = {}
    for p in plan:
        step = problem.steps_by_code[p.step]
        spans = {
            "whole": [(p.start, p.end)],
            "start": [(part.start, part.end) for part in p.attendance],
            "free": list[Span](),
        }[step.windows_bind]
        if step.party:
            found.setdefault(step.party, []).extend(spans)
    return found


def _away(request: Request, away: dict[str, list[Span]]) -> Request:
    parties = {step.party for step in request.steps}
    spans = [span for party in sorted(parties) for span in away.get(party, ())]
    return replace(request, party_taken=(*request.party_taken, *spans)) if spans else request
