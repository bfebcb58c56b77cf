"""Between two steps that keep their unit nothing else runs on it and nothing closes it."""

from ortools.sat.python import cp_model

from solver.engine.exact.variables import Values, Variables
from solver.problem import Unit


def constrain(var: Variables) -> None:
    for code, step in var.problem.steps_by_code.items():
        if step.keeps_unit:
            for unit in sorted({run.unit for run in var.runs[code] if run.unit}):
                _keep(var, var.problem.units_by_code[unit], step.same_unit_as, code)


def _keep(var: Variables, unit: Unit, first: str, second: str) -> None:
    """The time between them is an interval on the unit, where there is any."""
    model, horizon = var.model, var.problem.horizon
    on = sum(run.on for run in var.runs[second] if run.unit == unit.code)
    since = var.whole(0, 2 * horizon, "kept since", lambda at: min(_ends(var, at, first, second)))
    until = var.whole(0, 2 * horizon, "kept until", lambda at: max(_starts(var, at, first, second)))
    model.add_min_equality(since, [var.end[first], var.end[second]])
    model.add_max_equality(until, [var.start[first], var.start[second]])

    def worked(at: Values) -> int:
        here = any(at[run.on.index] for run in var.runs[second] if run.unit == unit.code)
        return here and at[since.index] < at[until.index]

    kept = var.bool(f"{second} keeps {unit.code}", worked)
    size = var.whole(
        0, horizon, "kept slots", lambda at: worked(at) and at[until.index] - at[since.index]
    )
    model.add(size == until - since).only_enforce_if(kept)
    model.add(size == 0).only_enforce_if(~kept)
    model.add(size >= 1).only_enforce_if(kept)
    model.add(on == 1).only_enforce_if(kept)
    idle = var.bool(f"{second} keeps nothing", lambda at: at[until.index] <= at[since.index])
    model.add(until <= since).only_enforce_if(idle)
    model.add(until > since).only_enforce_if(~idle)
    model.add(on <= kept + idle)
    interval = model.new_optional_interval_var(since, size, until, kept, "kept")
    _alone(var, unit, interval, (first, second))


def _starts(var: Variables, at: Values, *steps: str) -> list[int]:
    return [at[var.start[step].index] for step in steps]


def _ends(var: Variables, at: Values, *steps: str) -> list[int]:
    found = []
    for step in steps:
        most = max((run.length for run in var.runs[step]), default=0)
        found.append(var.end_in(at, step) or at[var.start[step].index] + most)
    return found


def _alone(var: Variables, unit: Unit, kept: cp_model.IntervalVar, steps: tuple[str, str]) -> None:
    others = [use for use in var.uses[unit.code] if use.run.step.code not in steps]
    for use in others:
        var.model.add_no_overlap([kept, use.interval])
    for start, end in (*unit.blocked, *((o.start, o.end) for o in unit.occupied)):
        stands = var.model.new_fixed_size_interval_var(start, end - start, "stands")
        var.model.add_no_overlap([kept, stands])
