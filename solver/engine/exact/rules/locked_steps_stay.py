"""A request with a locked step is accepted; how the step stands is in its options."""

from solver.engine.exact.variables import Variables


def constrain(var: Variables) -> None:
    for stood in var.problem.standing:
        if stood.locked:
            var.model.add(var.is_accepted(stood.step) == 1)
