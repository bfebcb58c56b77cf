"""The best plan of a tiny problem by trying every alternative, person and start.

It knows what the formats of instances can say and no more: pools, budgets, units, exclusive people,
lags with travel, windows that bind the whole run. It looks at nothing of solver.rules.
"""

from collections.abc import Iterator, Sequence
from itertools import product

from solver.outcome import PlacedAttendance, Placement
from solver.problem import Alternative, Attendance, Draw, Lag, Problem, Span, Step

Plan = tuple[Placement, ...]


def best_plan(problem: Problem) -> Plan:
    """A plan of every step that ends as early as possible. Raises ValueError where there is none.

    The goal "lateness" agrees with it where only one request is late, whatever its place.
    """
    best: list[Plan] = []
    steps = [step for request in problem.requests for step in request.steps]
    _extend(problem, steps, (), best)
    if not best:
        raise ValueError("no plan of all steps")
    return best[-1]


def _extend(problem: Problem, steps: Sequence[Step], plan: Plan, best: list[Plan]) -> None:
    if best and _cost(problem, plan) >= _cost(problem, best[-1]):
        return
    if not steps:
        best.append(plan)
        return
    for placed in _places(problem, steps[0]):
        if _fits(problem, plan, placed):
            _extend(problem, steps[1:], (*plan, placed), best)


def _cost(problem: Problem, plan: Plan) -> int:
    """Slots of weighted lateness where the problem has it; the makespan otherwise."""
    if problem.goal[0][0].name == "makespan":
        return max((placed.end for placed in plan), default=0)
    late = 0
    for placed in plan:
        request = problem.requests_by_code[placed.request]
        if placed.step == request.steps[-1].code and request.due is not None:
            late += request.weight * max(0, placed.end - request.due)
    return late


def _places(problem: Problem, step: Step) -> Iterator[Placement]:
    for way in step.alternatives:
        for start in range(
            step.not_before, min(step.not_after, problem.horizon - way.duration + 1)
        ):
            run = (start, start + way.duration)
            if _is_open(problem, step, way, run):
                for team in _teams(problem, way, run):
                    yield Placement(
                        step=step.code,
                        request=step.request,
                        unit=way.unit,
                        alternative=way.code,
                        start=run[0],
                        end=run[1],
                        attendance=team,
                    )


def _is_open(problem: Problem, step: Step, way: Alternative, run: Span) -> bool:
    if step.windows_bind == "free":
        return True
    return _inside(run, step.windows) and _inside(run, problem.units_by_code[way.unit].open)


def _inside(run: Span, spans: Sequence[Span]) -> bool:
    return any(start <= run[0] and run[1] <= end for start, end in spans)


def _teams(problem: Problem, way: Alternative, run: Span) -> Iterator[tuple[PlacedAttendance, ...]]:
    able = [_able(problem, way, part, run) for part in way.attendance]
    for team in product(*able):
        if len({one.person for one in team}) == len(team):
            yield team


def _able(
    problem: Problem, way: Alternative, part: Attendance, run: Span
) -> list[PlacedAttendance]:
    start, end = part.span(*run)
    skill = part.skill or problem.units_by_code[way.unit].kind
    site = problem.units_by_code[way.unit].site if way.unit else ""
    return [
        PlacedAttendance(person=person.code, mode=part.mode, start=start, end=end)
        for person in problem.people
        if any(one.kind == skill for one in person.skills)
        and (not part.by or person.code in part.by)
        and (not site or site in person.sites)
        and _inside((start, end), person.working)
    ]


def _fits(problem: Problem, plan: Plan, placed: Placement) -> bool:
    both = (*plan, placed)
    return (
        all(_apart(problem, one, placed) for one in plan)
        and all(_keeps(problem, lag, both) for lag in problem.lags)
        and _within_stock(problem, both)
    )


def _apart(problem: Problem, one: Placement, other: Placement) -> bool:
    """Neither the unit nor a person of both is needed twice, cleaning included."""
    if one.unit and one.unit == other.unit:
        steps = problem.steps_by_code
        first, then = sorted((one, other), key=lambda placed: placed.start)
        clean = problem.units_by_code[one.unit].changeover_slots(
            steps[first.step].setting, steps[then.step].setting
        )
        if then.start < first.end + clean:
            return False
    return not any(
        mine.person == theirs.person and mine.start < theirs.end and theirs.start < mine.end
        for mine in one.attendance
        for theirs in other.attendance
    )


def _keeps(problem: Problem, lag: Lag, plan: Plan) -> bool:
    by_step = {placed.step: placed for placed in plan}
    if lag.before not in by_step or lag.after not in by_step:
        return True
    before, after = by_step[lag.before], by_step[lag.after]
    from_ = before.end if lag.origin == "end" else before.start
    to = after.start if lag.target == "start" else after.end
    least = lag.least
    if lag.travels:
        sites = [problem.units_by_code[placed.unit].site for placed in (before, after)]
        way = problem.travel_by_sites.get((sites[0], sites[1]))
        least += way.slots if way else 0
    return least <= to - from_ and (lag.most is None or to - from_ <= lag.most)


def _within_stock(problem: Problem, plan: Plan) -> bool:
    drawn = [(placed, _way(problem, placed)) for placed in plan]
    for pool in problem.pools:
        for slot in {placed.start for placed in plan}:
            at_once = [way for placed, way in drawn if placed.start <= slot < placed.end]
            if _sum(pool.code, [draw for way in at_once for draw in way.pools]) > pool.capacity:
                return False
    return all(
        _sum(budget.code, [draw for _, way in drawn for draw in way.budgets]) <= budget.amount
        for budget in problem.budgets
    )


def _sum(code: str, draws: Sequence[Draw]) -> int:
    return sum(draw.amount for draw in draws if draw.of == code)


def _way(problem: Problem, placed: Placement) -> Alternative:
    way = problem.steps_by_code[placed.step].alternative(placed.alternative)
    assert way is not None
    return way
