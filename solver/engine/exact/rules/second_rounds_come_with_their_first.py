"""A request that follows another is accepted only with that one."""

from solver.engine.exact.variables import Variables


def constrain(var: Variables) -> None:
    for request in var.problem.requests:
        if request.follows:
            var.model.add_implication(var.accepted[request.code], var.accepted[request.follows])
