"""The change-over between two new runs of a unit; towards standing runs it is in the domains."""

from itertools import combinations, permutations

from ortools.sat.python import cp_model

from solver.engine.exact.variables import Run, Variables
from solver.problem import Problem, Unit


def constrain(model: cp_model.CpModel, var: Variables, problem: Problem) -> None:
    for code, runs in var.runs_by_unit().items():
        unit = problem.units_by_code[code]
        if not (unit.changeovers or unit.default_changeover):
            continue
        needs = {_need(unit, one, other) for one, other in permutations(runs, 2)}
        if len(needs) == 1 and max(needs) > 0:
            # Equal whichever way: longer intervals say it exactly, without a literal for each pair.
            _pad(model, var, runs, max(needs))
            continue
        for one, other in combinations(runs, 2):
            if _need(unit, one, other) or _need(unit, other, one):
                _order(model, var, unit, one, other)


def _need(unit: Unit, earlier: Run, later: Run) -> int:
    return unit.changeover_slots(earlier.step.setting, later.step.setting)


def _pad(model: cp_model.CpModel, var: Variables, runs: list[Run], slots: int) -> None:
    model.add_no_overlap(
        model.new_optional_fixed_size_interval_var(
            var.start[run.step.code],
            run.alternative.duration + slots,
            run.on,
            f"{run.step.code} and change-over",
        )
        for run in runs
    )


def _order(model: cp_model.CpModel, var: Variables, unit: Unit, one: Run, other: Run) -> None:
    a, b = one.step.code, other.step.code
    first = model.new_bool_var(f"{a} before {b} on {unit.code}")
    var.before[a, b, unit.code] = first
    for earlier, later, literal in ((one, other, first), (other, one, ~first)):
        free = (
            var.start[earlier.step.code]
            + earlier.alternative.duration
            + _need(unit, earlier, later)
        )
        model.add(free <= var.start[later.step.code]).only_enforce_if(one.on, other.on, literal)
