"""A person's new exclusive parts do not overlap; standing work is in the domains."""

from solver.engine.exact.variables import Variables


def constrain(var: Variables) -> None:
    for tasks in var.tasks["exclusive"].values():
        if len(tasks) > 1:
            var.model.add_no_overlap([task.interval(var.model) for task in tasks])
