"""The runs of a unit do not overlap; standing ones are in the domains."""

from ortools.sat.python import cp_model

from solver.engine.exact.variables import Variables
from solver.problem import Problem


def constrain(model: cp_model.CpModel, var: Variables, problem: Problem) -> None:
    for unit, runs in var.runs_by_unit().items():
        model.add_no_overlap(
            model.new_optional_fixed_size_interval_var(
                var.start[run.step.code],
                run.alternative.duration,
                run.on,
                f"{run.step.code} keeps {unit}",
            )
            for run in runs
        )
