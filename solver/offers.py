"""Whole plans for one request that differ, beside what stands: in milliseconds, without CP-SAT."""

from collections.abc import Iterator

from solver.places.chain import Options
from solver.places.job import Job, Plan
from solver.places.plain import is_plain
from solver.places.tastes import cheapest, on_days_already_come
from solver.problem import Problem, Request
from solver.suggest import suggest
from solver.terms import AMOUNTS
from solver.timeline import from_spans


def offers(problem: Problem, request_code: str, *, count: int = 3) -> tuple[Plan, ...]:
    """Up to `count` plans for the whole request; empty when it has no place.

    Of a request of one step the places that solver.suggest gives. Of several steps the first ends
    earliest of those found, then come, where they are better so: one that costs less, and one with
    fewer days on which the company comes. Each is certain alone. Other requests of the problem are
    not looked at. Raises ValueError when the code is unknown.
    """
    request = problem.requests_by_code.get(request_code)
    if request is None:
        raise ValueError(f"request {request_code}: is not in the problem; give one of its codes")
    if len(request.steps) == 1:
        return tuple((place,) for place in suggest(problem, request_code, count=count))
    found: list[Plan] = []
    for plan in _candidates(problem, request):
        if len(found) < count and plan not in found:
            found.append(plan)
    return tuple(found)


def place_for(problem: Problem, request: Request) -> Plan | None:
    """The earliest place of the whole request; None where it has none."""
    if is_plain(problem, request):
        place = suggest(problem, request.code, count=1)
        return place or None
    return Job(problem, request).place_early()


def _candidates(problem: Problem, request: Request) -> Iterator[Plan]:
    job = Job(problem, request)
    early = job.place_early()
    if early is None:
        return
    yield early
    if any(len({option.alternative.cost for option in some}) > 1 for some in job.options.values()):
        cheap = job.place(cheapest(problem))
        if cheap is not None and _amount(problem, "cost", cheap) < _amount(problem, "cost", early):
            yield cheap
    coming = [step.code for step in request.steps if step.windows_bind != "free"]
    visits = _amount(problem, "visits", early)
    if len(coming) > 1 and visits > 1:
        together = _on_one_day(problem, job, coming) or job.place(on_days_already_come(problem))
        if together is not None and _amount(problem, "visits", together) < visits:
            yield together


def _amount(problem: Problem, term: str, plan: Plan) -> int:
    return next(some for name, some in AMOUNTS.items() if name == term).of(problem, plan)


def _on_one_day(problem: Problem, job: Job, coming: list[str]) -> Plan | None:
    """All that the company comes for on one day, the first on which that can be."""
    for day in range(len(problem.days)):
        there = from_spans([problem.day_span(day)], problem.horizon)
        options: Options = {
            step: [o.at(o.starts & there) for o in some if o.starts & there]
            if step in coming
            else some
            for step, some in job.options.items()
        }
        found = job.place_early(options)
        if found is not None:
            return found
    return None
