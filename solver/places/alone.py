"""One request by itself beside what stands."""

from collections.abc import Iterable
from dataclasses import replace

from solver.problem import Problem, Request, Step


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
