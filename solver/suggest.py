"""Certain places for one request beside the standing plan, in milliseconds and without CP-SAT."""

from collections.abc import Callable

from solver.construct import Choice, Standing, earliest
from solver.outcome import Placement
from solver.places.job import Job, earliest_start
from solver.places.options import Option
from solver.places.plain import is_plain
from solver.problem import Problem, Request
from solver.timeline import everything, from_spans


def suggest(problem: Problem, request_code: str, *, count: int = 3) -> tuple[Placement, ...]:
    """Up to `count` places for the request, best first; empty when it has none.

    First the earliest of all, then the earliest that differ in instrument kind or local day from
    those before; where no such place is left, places at least the run's own length apart.
    They are alternatives of one request: each is certain alone, and they may overlap each other.
    Other requests of the problem are not looked at. Raises ValueError when the code is unknown, or
    the request has several steps: solver.offers answers every request.
    """
    request = problem.requests_by_code.get(request_code)
    if request is None:
        raise ValueError(f"request {request_code}: is not in the problem; give one of its codes")
    if len(request.steps) > 1:
        raise ValueError(f"request {request_code}: has several steps; ask for offers")
    if not is_plain(problem, request):
        return _of_one_step(problem, request, count)
    standing = Standing(problem)
    choices = standing.choices(request.step)
    picked: list[tuple[Choice, int]] = []
    _pick(problem, picked, choices, count, _without_kind_and_day)
    if picked:
        for choice, start in picked:
            choices = _without_near(problem, choices, choice, start)
        _pick(problem, picked, choices, count, _without_near)
    return tuple(standing.placement(request.step, choice, start) for choice, start in picked)


def _of_one_step(problem: Problem, request: Request, count: int) -> tuple[Placement, ...]:
    """The same for a run that needs more than its unit and people of the site."""
    job = Job(problem, request)
    found: list[Placement] = []
    options = job.options[request.step.code]
    for without in (_without_like, _without_overlap):
        left = options
        for placement in found:
            left = without(problem, left, placement)
        while len(found) < count:
            plan = job.place(earliest_start, {request.step.code: left})
            if plan is None:
                break
            found += plan
            left = without(problem, left, plan[0])
    return tuple(found)


def _without_like(problem: Problem, options: list[Option], placed: Placement) -> list[Option]:
    """The options without the starts on that day on that kind of unit."""
    day = from_spans([problem.day_span(problem.day_of(placed.start))], problem.horizon)
    return _options_without(problem, options, placed, day)


def _without_overlap(problem: Problem, options: list[Option], placed: Placement) -> list[Option]:
    """The options without the starts nearer than the run's own length on that kind of unit."""
    length = placed.end - placed.start
    near = from_spans([(placed.start - length + 1, placed.end)], problem.horizon)
    return _options_without(problem, options, placed, near)


def _options_without(
    problem: Problem, options: list[Option], placed: Placement, gone: int
) -> list[Option]:
    kind = problem.units_by_code[placed.unit].kind if placed.unit else ""
    left = []
    for option in options:
        same = (option.unit.kind if option.unit is not None else "") == kind
        starts = option.starts & ~gone if same else option.starts
        if starts:
            left.append(option.at(starts))
    return left


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
