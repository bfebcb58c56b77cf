"""A mandatory request is accepted."""

from solver.engine.exact.variables import Variables


def constrain(var: Variables) -> None:
    for request in var.problem.requests:
        if request.mandatory:
            var.model.add(var.accepted[request.code] == 1)
