"""A step that goes where an earlier one of its request went runs on that one's unit."""

from solver.engine.exact.variables import Variables


def constrain(var: Variables) -> None:
    for code, step in var.problem.steps_by_code.items():
        if step.same_unit_as:
            units = {run.unit for of in (code, step.same_unit_as) for run in var.runs[of]}
            for unit in sorted(units):
                here, there = (
                    sum(run.on for run in var.runs[of] if run.unit == unit)
                    for of in (code, step.same_unit_as)
                )
                var.model.add(here == there)
