"""Refusals of what does not fit into one problem: sizes, windows, standing steps, circles."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from graphlib import CycleError, TopologicalSorter
from typing import TYPE_CHECKING, Any

from solver.checks import check_known

if TYPE_CHECKING:
    from solver.problem import Problem, Standing
    from solver.work import Alternative, Lag, Step

# Ten times the steps of 10,000 requests in two weeks, the largest network that was measured.
MOST_STEPS = 200_000
# A calendar is one bit a slot: a thousand calendars of this length are a gigabyte. 19 years of
# minutes.
MOST_SLOTS = 10_000_000


def check_size(horizon: int, steps: int) -> None:
    """Raise ValueError for a question no engine of ours is made for."""
    if horizon > MOST_SLOTS:
        raise ValueError(
            f"problem: horizon is {horizon} slots; give {MOST_SLOTS} or fewer, or longer slots"
        )
    if steps > MOST_STEPS:
        raise ValueError(
            f"problem: requests have {steps} steps; give {MOST_STEPS} or fewer, "
            "or ask by facility or month"
        )


def check_ahead(data: dict[str, Any]) -> None:
    """The same of data not yet read: reading a million steps alone takes a minute."""
    horizon, requests = data.get("horizon"), data.get("requests")
    some = requests if isinstance(requests, list) else []
    steps = (request.get("steps") for request in some if isinstance(request, dict))
    count = sum(len(each) for each in steps if isinstance(each, list))
    check_size(horizon if isinstance(horizon, int) else 0, count)


def check_windows(step: Step, horizon: int) -> None:
    """Raise ValueError for a window of which no slot can be used."""
    for start, end in step.windows:
        if start >= horizon or end <= 0:
            raise ValueError(
                f"step {step.code}: windows has the span ({start}, {end}) outside the horizon "
                f"0..{horizon}; give windows that meet it, or none"
            )


def check_standing(problem: Problem) -> None:
    """Raise ValueError where a standing step names what is not there."""
    for one in problem.standing:
        who = f"standing {one.step}"
        check_known(who, "step", [one.step], problem.steps_by_code)
        check_known(who, "people", one.people, problem.people_by_code)
        check_known(who, "also", one.also, problem.units_by_code)
        if problem.steps_by_code[one.step].alternative(one.alternative) is None:
            raise ValueError(
                f"{who}: alternative {one.alternative!r} is none of the step's; "
                "give the code of one"
            )


def check_locked(problem: Problem) -> None:
    """Raise ValueError for a locked step that cannot stand where it does, whatever else is done."""
    for one in problem.standing:
        step = problem.steps_by_code[one.step]
        alternative = step.alternative(one.alternative)
        if one.locked and alternative is not None:
            _check_span(problem, one, step, alternative)
            _check_complete(one, alternative)
            _check_free(problem, one, alternative)


def _check_span(problem: Problem, one: Standing, step: Step, alternative: Alternative) -> None:
    if one.start < 0 or one.end > problem.horizon:
        raise ValueError(
            f"standing {one.step}: locked over {one.start}..{one.end}, outside the horizon "
            f"0..{problem.horizon}; give a longer one, or leave the step out"
        )
    if not step.may_pause and one.end - one.start != alternative.duration:
        raise ValueError(
            f"standing {one.step}: locked for {one.end - one.start} slots, its alternative takes "
            f"{alternative.duration}; give end {one.start + alternative.duration}"
        )


def _check_complete(one: Standing, alternative: Alternative) -> None:
    needed = sum(need.count for need in alternative.also)
    for name, given, asked in (
        ("people", len(one.people), len(alternative.attendance)),
        ("also", len(one.also), needed),
    ):
        if given != asked:
            raise ValueError(
                f"standing {one.step}: locked with {given} in {name}, its alternative has {asked}; "
                "give each, in the alternative's order"
            )


def _check_free(problem: Problem, one: Standing, alternative: Alternative) -> None:
    for code in (alternative.unit, *one.also):
        unit = problem.units_by_code.get(code)
        for start, end in unit.blocked if unit is not None else ():
            if one.start < end and start < one.end:
                raise ValueError(
                    f"standing {one.step}: locked over {one.start}..{one.end}, but {code} is "
                    f"blocked over {start}..{end}; unlock it, or take one of them out"
                )


def check_no_circles(problem: Problem) -> None:
    """Raise ValueError where steps or requests wait for each other in a circle."""
    waits = ((lag.before, lag.after) for lag in problem.lags if _orders(lag))
    _check_no_circle("lags", waits)
    _check_no_circle("follows", _follows(problem))


def _follows(problem: Problem) -> Iterator[tuple[str, str]]:
    return ((r.follows, r.code) for r in problem.requests if r.follows)


def _orders(lag: Lag) -> bool:
    """Whether the later step can only start after the earlier one ended."""
    return (lag.origin, lag.target) == ("end", "start") and lag.least >= 0


def _check_no_circle(name: str, pairs: Iterable[tuple[str, str]]) -> None:
    order: TopologicalSorter[str] = TopologicalSorter()
    for earlier, later in pairs:
        order.add(later, earlier)
    try:
        order.prepare()
    except CycleError as circle:
        way = " after ".join(reversed(circle.args[1]))
        raise ValueError(f"problem: {name} form a circle: {way}; drop one of them") from circle
