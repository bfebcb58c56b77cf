"""A request accepted has one run of each step; a refused one has none and starts nowhere."""

from solver.engine.exact.variables import Variables


def constrain(var: Variables) -> None:
    for request in var.problem.requests:
        accepted = var.accepted[request.code]
        for step in request.steps:
            var.model.add_exactly_one(*(run.on for run in var.runs[step.code]), ~accepted)
            if not request.mandatory:
                refused = var.model.add(var.start[step.code] == var.problem.horizon)
                refused.only_enforce_if(~accepted)
