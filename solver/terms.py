"""The named terms of a goal: how much a plan has of each, and the least and most any plan can have.

Amounts are whole numbers. The ranges hold for every plan the judge lets stand; they need not be
tight, they are what makes one whole number out of several levels (solver.objective).
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from solver.goal import TermName
from solver.outcome import Placement
from solver.problem import Alternative, Attendance, Problem, Request, Standing, Step, Unit

Plan = Sequence[Placement]
Range = tuple[int, int]  # the least and the most


@dataclass(frozen=True, slots=True)
class Amount:
    """One term: of a plan, and of all plans of a problem."""

    of: Callable[[Problem, Plan], int]
    range: Callable[[Problem], Range]


def _steps(problem: Problem) -> Iterable[Step]:
    return (step for request in problem.requests for step in request.steps)


def _by_request(plan: Plan) -> dict[str, list[Placement]]:
    found: dict[str, list[Placement]] = {}
    for p in plan:
        found.setdefault(p.request, []).append(p)
    return found


def _asked(problem: Problem, placed: Placement) -> Alternative | None:
    return problem.steps_by_code[placed.step].alternative(placed.alternative)


def _accepted_weight(problem: Problem, plan: Plan) -> int:
    """Weights of the requests that have all their steps placed."""
    placed = {p.step for p in plan}
    whole = (r for r in problem.requests if all(step.code in placed for step in r.steps))
    return sum(request.weight for request in whole)


def _earliness(problem: Problem, plan: Plan) -> int:
    """Slots left in the horizon after each start."""
    return sum(problem.horizon - p.start for p in plan)


def _lateness(problem: Problem, plan: Plan) -> int:
    """Weight x slots by which a request's last end lies after its due slot, where it has one."""
    late = 0
    for code, placed in _by_request(plan).items():
        request = problem.requests_by_code[code]
        if request.due is not None:
            late += request.weight * max(0, max(p.end for p in placed) - request.due)
    return late


def _most_late(problem: Problem) -> int:
    due = ((r.weight, r.due) for r in problem.requests if r.due is not None)
    return sum(weight * max(0, problem.horizon - slot) for weight, slot in due)


def _makespan(problem: Problem, plan: Plan) -> int:
    """The end of the last run; 0 where nothing is placed."""
    return max((p.end for p in plan), default=0)


def _cost(problem: Problem, plan: Plan) -> int:
    """What the alternatives taken cost."""
    asked = (_asked(problem, p) for p in plan)
    return sum(alternative.cost for alternative in asked if alternative is not None)


def _cost_range(problem: Problem) -> Range:
    costs = [[0, *(way.cost for way in step.alternatives)] for step in _steps(problem)]
    return sum(min(some) for some in costs), sum(max(some) for some in costs)


def _waiting(problem: Problem, plan: Plan) -> int:
    """Slots by which soft lags exceed their most, and soft ends their tolerance."""
    placed = {p.step: p for p in plan}
    waited = 0
    for lag in problem.lags:
        before, after = placed.get(lag.before), placed.get(lag.after)
        if lag.soft and lag.most is not None and before is not None and after is not None:
            since = before.end if lag.origin == "end" else before.start
            until = after.start if lag.target == "start" else after.end
            waited += max(0, until - since - lag.most)
    return waited + sum(_waits_for_staff(problem, p) for p in plan)


def _waits_for_staff(problem: Problem, placed: Placement) -> int:
    """Slots between a soft end and open hours beyond the tolerance; the horizon where none are."""
    step, unit = problem.steps_by_code[placed.step], problem.units_by_code.get(placed.unit)
    if step.end_binds != "soft" or unit is None:
        return 0
    return max(0, _slots_to_open_hours(problem, unit, placed.end) - step.end_tolerance)


def _slots_to_open_hours(problem: Problem, unit: Unit, end: int) -> int:
    inside = (hours for hours in unit.open if hours[0] < problem.horizon and hours[1] > 0)
    return min((max(0, start - end, end - stop) for start, stop in inside), default=problem.horizon)


def _most_waiting(problem: Problem) -> int:
    soft = (lag.most for lag in problem.lags if lag.soft and lag.most is not None)
    ends = sum(step.end_binds == "soft" for step in _steps(problem))
    return sum(max(0, problem.horizon - most) for most in soft) + ends * problem.horizon


def _visits(problem: Problem, plan: Plan) -> int:
    """Local days on which somebody of a request comes, summed over the requests.

    Where the company only brings the work it comes on the day of the start, where it is there
    throughout on every day of the run.
    """
    days = set()
    for p in plan:
        bind = problem.steps_by_code[p.step].windows_bind
        if bind != "free":
            last = p.end - 1 if bind == "whole" else p.start
            first, final = problem.day_of(p.start), problem.day_of(last)
            days |= {(p.request, day) for day in range(first, final + 1)}
    return len(days)


def _most_visits(problem: Problem) -> int:
    days = problem.day_of(problem.horizon - 1) - problem.day_of(0) + 1
    return days * sum(_comes(request) for request in problem.requests)


def _comes(request: Request) -> bool:
    return any(step.windows_bind != "free" for step in request.steps)


def _staff_slots(problem: Problem, plan: Plan) -> int:
    """Slots of all attended parts."""
    return sum(part.end - part.start for p in plan for part in p.attendance)


def _most_staff_slots(problem: Problem) -> int:
    return sum(
        max(sum(_length(part, way, step, problem) for part in way.attendance) for way in ways)
        for step in _steps(problem)
        for ways in [step.alternatives]
    )


def _length(part: Attendance, way: Alternative, step: Step, problem: Problem) -> int:
    return part.slots or (problem.horizon if step.may_pause else way.duration)


def _stood(problem: Problem, plan: Plan) -> list[tuple[Standing, Placement | None]]:
    """Every standing step beside its place in the plan, if it has one."""
    placed = {p.step: p for p in plan}
    return [(stood, placed.get(stood.step)) for stood in problem.standing]


def _moves(problem: Problem, plan: Plan) -> int:
    """Standing steps that start at another slot, run on another kind of unit, or are dropped."""
    return sum(_is_moved(problem, stood, now) for stood, now in _stood(problem, plan))


def _is_moved(problem: Problem, stood: Standing, now: Placement | None) -> bool:
    if now is None or now.start != stood.start:
        return True
    before = problem.steps_by_code[stood.step].alternative(stood.alternative)
    return before is not None and _kind(problem, before.unit) != _kind(problem, now.unit)


def _kind(problem: Problem, unit: str) -> str:
    found = problem.units_by_code.get(unit)
    return found.kind if found is not None else ""


def _people_told(problem: Problem, plan: Plan) -> int:
    """People who are on a standing step now and were not, or were and are not any more."""
    told = 0
    for stood, now in _stood(problem, plan):
        attends = {part.person for part in now.attendance} if now is not None else set()
        told += len(attends ^ set(stood.people))
    return told


def _most_told(problem: Problem) -> int:
    told = 0
    for stood in problem.standing:
        ways = problem.steps_by_code[stood.step].alternatives
        told += len(set(stood.people)) + max(len(way.attendance) for way in ways)
    return told


def _slots_shifted(problem: Problem, plan: Plan) -> int:
    """Slots between the old and the new start of standing steps; a dropped one: the horizon."""
    return sum(
        abs(now.start - stood.start) if now is not None else problem.horizon
        for stood, now in _stood(problem, plan)
    )


def _most_shifted(problem: Problem) -> int:
    starts = (stood.start for stood in problem.standing)
    return sum(max(problem.horizon, start, problem.horizon - start) for start in starts)


AMOUNTS: dict[TermName, Amount] = {
    "accepted_weight": Amount(_accepted_weight, lambda p: (0, sum(r.weight for r in p.requests))),
    "earliness": Amount(_earliness, lambda p: (0, p.horizon * len(p.steps_by_code))),
    "lateness": Amount(_lateness, lambda p: (0, _most_late(p))),
    "makespan": Amount(_makespan, lambda p: (0, p.horizon)),
    "cost": Amount(_cost, _cost_range),
    "waiting": Amount(_waiting, lambda p: (0, _most_waiting(p))),
    "visits": Amount(_visits, lambda p: (0, _most_visits(p))),
    "staff_slots": Amount(_staff_slots, lambda p: (0, _most_staff_slots(p))),
    "moves": Amount(_moves, lambda p: (0, len(p.standing))),
    "people_told": Amount(_people_told, lambda p: (0, _most_told(p))),
    "slots_shifted": Amount(_slots_shifted, lambda p: (0, _most_shifted(p))),
}
