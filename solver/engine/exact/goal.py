"""The levels of the goal as linear expressions; the terms as solver.terms defines them."""

from collections.abc import Callable, Sequence

from ortools.sat.python import cp_model

from solver.engine.exact import replanning
from solver.engine.exact.rules.lags_are_kept import gap_of
from solver.engine.exact.variables import Run, Values, Variables
from solver.goal import Level, TermName
from solver.problem import Lag, Step, Unit

Sum = cp_model.LinearExprT
Term = Callable[[Variables], Sum]


def levels_of(var: Variables) -> list[Sum]:
    """Each level of the goal, to be made large."""
    made: dict[TermName, Sum] = {}
    return [_level(var, level, made) for level in var.problem.goal]


def _level(var: Variables, level: Level, made: dict[TermName, Sum]) -> Sum:
    for term in level:
        if term.name not in made:
            made[term.name] = TERMS[term.name](var)
    return sum(term.weight * made[term.name] for term in level)


def _accepted_weight(var: Variables) -> Sum:
    return sum(r.weight * var.accepted[r.code] for r in var.problem.requests)


def _earliness(var: Variables) -> Sum:
    return sum(var.problem.horizon - start for start in var.start.values())


def _finish(var: Variables, step: Step) -> cp_model.LinearExpr:
    """The end of a step; 0 where it is left out."""
    if var.problem.requests_by_code[step.request].mandatory:
        return var.end[step.code]
    horizon, accepted = var.problem.horizon, var.accepted[step.request]
    finish = var.whole(0, horizon, "finish", lambda at: var.end_in(at, step.code))
    var.model.add(finish == var.end[step.code]).only_enforce_if(accepted)
    var.model.add(finish == 0).only_enforce_if(~accepted)
    return finish


def _most(
    var: Variables, some: Sequence[cp_model.LinearExpr], worked: Callable[[Values], int]
) -> Sum:
    """The largest of some whole numbers of which none is below 0."""
    most = var.whole(0, 2 * var.problem.horizon, "most", worked)
    var.model.add_max_equality(most, some)
    return most


def _makespan(var: Variables) -> Sum:
    steps = list(var.problem.steps_by_code.values())
    if not steps:
        return 0
    return _most(
        var,
        [_finish(var, step) for step in steps],
        lambda at: max(var.end_in(at, step.code) for step in steps),
    )


def _lateness(var: Variables) -> Sum:
    late: list[Sum] = []
    for request in var.problem.requests:
        due, steps = request.due, request.steps
        if due is None:
            continue

        def worked(at: Values, due: int = due, steps: tuple[Step, ...] = steps) -> int:
            return max(0, *(var.end_in(at, step.code) - due for step in steps))

        over = [_finish(var, step) - due for step in steps]
        most = 2 * var.problem.horizon + abs(due)
        by = var.whole(0, most, f"{request.code} is late", worked)
        var.model.add_max_equality(by, [0, *over])
        placed = var.accepted[request.code]
        late.append(request.weight * _if(var, by, placed, most) if due < 0 else request.weight * by)
    return sum(late)


def _if(
    var: Variables, number: cp_model.IntVar, literal: cp_model.IntVar, most: int
) -> cp_model.IntVar:
    """The number, which is at most so much, where the literal holds, or else 0."""
    kept = var.whole(0, most, "kept", lambda at: at[literal.index] and at[number.index])
    var.model.add(kept == number).only_enforce_if(literal)
    var.model.add(kept == 0).only_enforce_if(~literal)
    return kept


def _cost(var: Variables) -> Sum:
    return sum(run.option.alternative.cost * run.on for run in var.all_runs())


def _waiting(var: Variables) -> Sum:
    soft = [_waits(var, lag) for lag in var.problem.lags if lag.soft and lag.most is not None]
    ends = [
        _waits_for_staff(var, run)
        for run in var.all_runs()
        if run.step.end_binds == "soft" and run.option.unit is not None
    ]
    return sum([*soft, *ends])


def _waits(var: Variables, lag: Lag) -> Sum:
    most, gap = lag.most or 0, gap_of(var, lag)
    both = [var.is_accepted(lag.before), var.is_accepted(lag.after)]

    def worked(at: Values) -> int:
        if not all(at[literal.index] for literal in both):
            return 0
        sides = []
        for step, side in ((lag.before, lag.origin), (lag.after, lag.target)):
            start = at[var.start[step].index]
            sides.append(var.end_in(at, step) if side == "end" else start)
        return max(0, sides[1] - sides[0] - most)

    wait = var.whole(0, 2 * var.problem.horizon + abs(most), "waits", worked)
    over = var.bool("waits too long", lambda at: worked(at) > 0)
    var.model.add(wait == gap - most).only_enforce_if(over, *both)
    var.model.add(wait == 0).only_enforce_if(~over)
    var.model.add(gap <= most).only_enforce_if(~over, *both)
    for literal in both:
        var.model.add_implication(over, literal)
    return wait


def _waits_for_staff(var: Variables, run: Run) -> Sum:
    """Slots between a soft end and open hours, beyond the tolerance, if the run is made."""
    unit, horizon = run.option.unit, var.problem.horizon
    if unit is None:
        return 0
    slack = run.step.end_tolerance
    waits = [
        max(0, _to_open_hours(unit, horizon, start + run.length) - slack)
        for start in range(horizon + 1)
    ]

    def worked(at: Values) -> int:
        return at[run.on.index] and waits[at[run.start.index]]

    wait = var.whole(0, horizon, f"{run.step.code} waits for staff", worked)
    if not any(waits):
        return 0
    if_so = var.whole(0, max(waits), "would wait", lambda at: waits[at[run.start.index]])
    var.model.add_element(run.start, waits, if_so)
    var.model.add(wait == if_so).only_enforce_if(run.on)
    var.model.add(wait == 0).only_enforce_if(~run.on)
    return wait


def _to_open_hours(unit: Unit, horizon: int, end: int) -> int:
    inside = [hours for hours in unit.open if hours[0] < horizon and hours[1] > 0]
    return min((max(0, start - end, end - stop) for start, stop in inside), default=horizon)


def _staff_slots(var: Variables) -> Sum:
    return sum(
        (end - start) * run.on for run in var.all_runs() for start, end in run.option.part_spans()
    )


def _visits(var: Variables) -> Sum:
    """A literal for every day on which somebody of a request comes."""
    found: list[Sum] = []
    for request in var.problem.requests:
        runs = [
            run
            for step in request.steps
            if step.windows_bind != "free"
            for run in var.runs[step.code]
        ]
        by_day: dict[int, list[cp_model.IntVar]] = {}
        for run in runs:
            for day, starts in _days(var, run).items():
                by_day.setdefault(day, []).append(_starts_there(var, run, starts))
        found.extend(_any(var, some) for some in by_day.values())
    return sum(found)


def _days(var: Variables, run: Run) -> dict[int, int]:
    """By day: the starts with which the company comes on that day, as bits."""
    problem, found = var.problem, dict[int, int]()
    slots = run.length if run.step.windows_bind == "whole" else 1
    starts = run.option.starts
    while starts:
        start = (starts & -starts).bit_length() - 1
        starts &= starts - 1
        for day in range(problem.day_of(start), problem.day_of(start + slots - 1) + 1):
            found[day] = found.get(day, 0) | 1 << start
    return found


def _starts_there(var: Variables, run: Run, starts: int) -> cp_model.IntVar:
    """Whether the run is made and starts at one of these slots."""
    return var.starts_among(run.start, run.on, starts, run.option.starts)


def _any(var: Variables, some: list[cp_model.IntVar]) -> cp_model.IntVar:
    if len(some) == 1:
        return some[0]
    any_of = var.bool("comes", lambda at: any(at[literal.index] for literal in some))
    var.model.add_max_equality(any_of, some)
    return any_of


TERMS: dict[TermName, Term] = {
    "accepted_weight": _accepted_weight,
    "earliness": _earliness,
    "lateness": _lateness,
    "makespan": _makespan,
    "cost": _cost,
    "waiting": _waiting,
    "visits": _visits,
    "staff_slots": _staff_slots,
    "moves": replanning.moves,
    "people_told": replanning.people_told,
    "slots_shifted": replanning.slots_shifted,
}
