"""Which requests are plain: one run on one unit by itself, as most bookings are.

For those solver.construct has all places at once; others are placed step by step (places.job).
"""

from itertools import combinations

from solver.problem import Alternative, Problem, Request, Step


def is_plain(problem: Problem, request: Request) -> bool:
    """Whether the request is for one run that needs its unit, people of the site and no more."""
    step = request.steps[0]
    return (
        len(request.steps) == 1
        and step.windows_bind != "free"
        and step.end_binds != "hard"
        and not step.may_pause
        and step.pieces == 1
        and step.code not in problem.standing_by_step
        and all(_is_plain_way(problem, step, way) for way in step.alternatives)
    )


def _is_plain_way(problem: Problem, step: Step, way: Alternative) -> bool:
    unit = problem.units_by_code.get(way.unit)
    if unit is None or way.code != way.unit or way.also or way.pools or way.budgets:
        return False
    roams = way.attendance and any(person.more_sites for person in problem.people)
    named = any(part.skill or part.by for part in way.attendance)
    return unit.capacity == 1 and not (roams or named or _is_team(way))


def _is_team(way: Alternative) -> bool:
    spans = [(part.mode, *part.span(0, way.duration)) for part in way.attendance]
    return any(
        one[0] == other[0] and one[1] < other[2] and other[1] < one[2]
        for one, other in combinations(spans, 2)
    )
