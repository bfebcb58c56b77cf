"""What the language can say and the engine cannot place yet: refused by name, not answered wrongly.

Whoever teaches the engine one of these takes its line out.
"""

from collections.abc import Iterator

from solver.problem import ACCEPT_THEN_EARLY, Alternative, Problem, Request, Step, Unit


def check_scope(problem: Problem) -> None:
    """Raise ValueError naming the first thing in the problem that `solve` cannot place yet."""
    found = next(_beyond(problem), None)
    if found is not None:
        who, what = found
        raise ValueError(f"{who}: {what}; this version of solve cannot place it yet, leave it out")


def _beyond(problem: Problem) -> Iterator[tuple[str, str]]:
    if problem.goal != ACCEPT_THEN_EARLY:
        yield "problem", "goal is not the usual one"
    if problem.lags:
        yield (
            f"lag {problem.lags[0].before} to {problem.lags[0].after}",
            "steps wait for each other",
        )
    if problem.standing:
        yield f"standing {problem.standing[0].step}", "a step stands already"
    for unit in problem.units:
        yield from _of_unit(unit)
    for person in problem.people:
        if person.more_sites:
            yield f"person {person.code}", "more_sites has other sites"
    for request in problem.requests:
        yield from _of_request(request)


def _of_unit(unit: Unit) -> Iterator[tuple[str, str]]:
    if unit.capacity > 1:
        yield f"unit {unit.code}", f"capacity is {unit.capacity}"


def _of_request(request: Request) -> Iterator[tuple[str, str]]:
    who = f"request {request.code}"
    if len(request.steps) > 1:
        yield who, f"steps has {len(request.steps)}"
    if request.follows:
        yield who, f"follows {request.follows}"
    for step in request.steps:
        for what in _of_step(step):
            yield f"step {step.code}", what


def _of_step(step: Step) -> Iterator[str]:
    if step.windows_bind == "free":
        yield 'windows_bind is "free"'
    if step.pieces > 1:
        yield f"pieces is {step.pieces}"
    if step.may_pause:
        yield "may_pause is set"
    if step.end_binds == "hard":
        yield 'end_binds is "hard"'
    for alternative in step.alternatives:
        for what in _of_alternative(alternative):
            yield f"alternative {alternative.code or 'without a unit'} {what}"


def _of_alternative(alternative: Alternative) -> Iterator[str]:
    if not alternative.unit:
        yield "has no unit"
    elif alternative.code != alternative.unit:
        yield "has a code of its own"
    if alternative.also:
        yield "needs further units"
    if alternative.pools or alternative.budgets:
        yield "draws on a pool or budget"
    if any(part.skill or part.by for part in alternative.attendance):
        yield "names a skill or people"
    if _is_team(alternative):
        yield "needs a team"


def _is_team(alternative: Alternative) -> bool:
    spans = [(part.mode, *part.span(0, alternative.duration)) for part in alternative.attendance]
    return any(
        mode == other and start < until and since < end
        for n, (mode, start, end) in enumerate(spans)
        for other, since, until in spans[:n]
    )
