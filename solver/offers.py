"""Whole plans for one request that differ, beside what stands: in milliseconds, without CP-SAT."""

from collections.abc import Iterator

from solver.outcome import Placement
from solver.places.job import Job, Plan, cheapest, earliest
from solver.places.options import Option
from solver.places.plain import is_plain
from solver.problem import Problem, Request
from solver.suggest import suggest
from solver.terms import AMOUNTS


def offers(problem: Problem, request_code: str, *, count: int = 3) -> tuple[Plan, ...]:
    """Up to `count` plans for the whole request; empty when it has no place.

    The first ends earliest of those found, then come, where they differ: one of the cheapest ways
    to run each step, and one with fewer days on which the company comes. Each is certain alone.
    Other requests of the problem are not looked at. Raises ValueError when the code is unknown.
    """
    request = problem.requests_by_code.get(request_code)
    if request is None:
        raise ValueError(f"request {request_code}: is not in the problem; give one of its codes")
    if is_plain(problem, request):
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
    return Job(problem, request).place(earliest)


def _candidates(problem: Problem, request: Request) -> Iterator[Plan]:
    job = Job(problem, request)
    early = job.place(earliest)
    if early is None:
        return
    yield early
    cheap = job.place(earliest, cheapest(job.options))
    if cheap is not None and _has_less(problem, "cost", cheap, early):
        yield cheap
    together = job.place(lambda option, start, plan: _day_cost(problem, option, start, plan))
    if together is not None and _has_less(problem, "visits", together, early):
        yield together


def _has_less(problem: Problem, term: str, plan: Plan, than: Plan) -> bool:
    amount = next(some for name, some in AMOUNTS.items() if name == term)
    return amount.of(problem, plan) < amount.of(problem, than)


def _day_cost(problem: Problem, option: Option, start: int, plan: tuple[Placement, ...]) -> int:
    """The end, and a horizon more where the company would have to come on another day."""
    end = start + option.length
    if option.step.windows_bind == "free":
        return end
    days = {
        problem.day_of(p.start)
        for p in plan
        if problem.steps_by_code[p.step].windows_bind != "free"
    }
    is_new = bool(days) and problem.day_of(start) not in days
    return end + is_new * problem.horizon
