"""Certain places for one request beside the standing plan, in milliseconds and without CP-SAT."""

from collections.abc import Callable

from solver.construct import Choice, Standing, earliest
from solver.outcome import Placement
from solver.places.plain import is_plain
from solver.problem import Problem
from solver.timeline import everything, from_spans


def suggest(problem: Problem, request_code: str, *, count: int = 3) -> tuple[Placement, ...]:
    """Up to `count` places for the request, best first; empty when it has none.

    First the earliest of all, then the earliest that differ in instrument kind or local day from
    those before; where no such place is left, places at least the run's own length apart.
    They are alternatives of one request: each is certain alone, and they may overlap each other.
    Other requests of the problem are not looked at. Raises ValueError when the code is unknown, or
    the request is more than one plain run: solver.offers answers every request.
    """
    request = problem.requests_by_code.get(request_code)
    if request is None:
        raise ValueError(f"request {request_code}: is not in the problem; give one of its codes")
    if not is_plain(problem, request):
        raise ValueError(f"request {request_code}: is more than one plain run; ask for offers")
    standing = Standing(problem)
    choices = standing.choices(request.step)
    picked: list[tuple[Choice, int]] = []
    _pick(problem, picked, choices, count, _without_kind_and_day)
    if picked:
        for choice, start in picked:
            choices = _without_near(problem, choices, choice, start)
        _pick(problem, picked, choices, count, _without_near)
    return tuple(standing.placement(request.step, choice, start) for choice, start in picked)


_Without = Callable[[Problem, list[Choice], Choice, int], list[Choice]]


def _pick(
    problem: Problem,
    picked: list[tuple[Choice, int]],
    choices: list[Choice],
    count: int,
    without: _Without,
) -> None:
    """Add the earliest choice, take away what is too like it, until there are `count`."""
    while len(picked) < count:
        found = earliest(choices)
        if found is None:
            return
        picked.append(found)
        choices = without(problem, choices, *found)


def _without_kind_and_day(
    problem: Problem, choices: list[Choice], chosen: Choice, start: int
) -> list[Choice]:
    day = from_spans([problem.day_span(problem.day_of(start))], problem.horizon)
    return _kept(problem, choices, chosen.unit.kind, day)


def _without_near(
    problem: Problem, choices: list[Choice], chosen: Choice, start: int
) -> list[Choice]:
    length = chosen.alternative.duration
    near = from_spans([(start - length + 1, start + length)], problem.horizon)
    return _kept(problem, choices, chosen.unit.kind, near)


def _kept(problem: Problem, choices: list[Choice], kind: str, gone: int) -> list[Choice]:
    """The choices, those of the kind without the starts that are gone; empty ones fall away."""
    keep = everything(problem.horizon) & ~gone
    left = []
    for choice in choices:
        starts = choice.starts & keep if choice.unit.kind == kind else choice.starts
        if starts:
            left.append(Choice(alternative=choice.alternative, unit=choice.unit, starts=starts))
    return left
