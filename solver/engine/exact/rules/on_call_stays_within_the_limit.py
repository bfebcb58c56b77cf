"""A person's on-call parts, new and standing, stay within the limit."""

from solver.engine.exact.rules.standing_load import standing_load
from solver.engine.exact.variables import Variables


def constrain(var: Variables) -> None:
    for code, tasks in var.tasks["on_call"].items():
        person = var.problem.people_by_code[code]
        taken = [(start, end, 1) for start, end in person.on_call]
        standing = standing_load(var.model, taken, person.on_call_limit)
        loads = [(task.interval(var.model), 1) for task in tasks]
        intervals, demands = zip(*loads, *standing, strict=True)
        var.model.add_cumulative(intervals, demands, person.on_call_limit)
