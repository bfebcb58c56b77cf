"""The terms of the goal that compare a plan with the one in force."""

from ortools.sat.python import cp_model

from solver.engine.exact.variables import Values, Variables
from solver.problem import Standing

Sum = cp_model.LinearExprT


def moves(var: Variables) -> Sum:
    """Standing steps that start at another slot or on another kind of unit, or are left out."""
    return len(var.problem.standing) - sum(_stays(var, stood) for stood in var.problem.standing)


def _stays(var: Variables, stood: Standing) -> cp_model.IntVar:
    kind = _kind(var, _unit(var, stood))
    there = [
        var.starts_among(run.start, run.on, 1 << max(0, stood.start), run.option.starts)
        for run in var.runs[stood.step]
        if _kind(var, run.unit) == kind and stood.start >= 0
    ]
    stays = var.bool(f"{stood.step} stays", lambda at: any(at[here.index] for here in there))
    var.model.add(sum(there) == stays)
    return stays


def _unit(var: Variables, stood: Standing) -> str:
    found = var.problem.steps_by_code[stood.step].alternative(stood.alternative)
    return found.unit if found is not None else ""


def _kind(var: Variables, code: str) -> str:
    unit = var.problem.units_by_code.get(code)
    return unit.kind if unit is not None else ""


def people_told(var: Variables) -> Sum:
    """People who are on a standing step now and were not, or were and are not any more."""
    told: list[Sum] = []
    for stood in var.problem.standing:
        attends: dict[str, list[cp_model.IntVar]] = {}
        for run in var.runs[stood.step]:
            for able in run.who:
                for person, does in able.items():
                    attends.setdefault(person, []).append(does)
        for person in sorted({*attends, *stood.people}):
            is_there = _any(var, attends.get(person, []))
            told.append(1 - is_there if person in stood.people else is_there)
    return sum(told)


def _any(var: Variables, some: list[cp_model.IntVar]) -> Sum:
    if not some:
        return 0
    if len(some) == 1:
        return some[0]
    any_of = var.bool("attends", lambda at: any(at[literal.index] for literal in some))
    var.model.add_max_equality(any_of, some)
    return any_of


def slots_shifted(var: Variables) -> Sum:
    """Slots between the old and the new start of standing steps; the horizon where left out."""
    return sum(_shift(var, stood) for stood in var.problem.standing)


def _shift(var: Variables, stood: Standing) -> cp_model.IntVar:
    start, placed = var.start[stood.step], var.is_accepted(stood.step)
    horizon, most = var.problem.horizon, var.problem.horizon + abs(stood.start)

    def off(at: Values) -> int:
        return abs(at[start.index] - stood.start)

    distance = var.whole(0, most, f"{stood.step} is off", off)
    var.model.add_abs_equality(distance, start - stood.start)
    shift = var.whole(
        0, most, f"{stood.step} shifts", lambda at: off(at) if at[placed.index] else horizon
    )
    var.model.add(shift == distance).only_enforce_if(placed)
    var.model.add(shift == horizon).only_enforce_if(~placed)
    return shift
