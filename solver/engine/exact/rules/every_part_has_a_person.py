"""A run has one person for each of its attended parts; a run not made has none."""

from solver.engine.exact.variables import Variables


def constrain(var: Variables) -> None:
    for run in var.all_runs():
        for able in run.who:
            if [does.index for does in able.values()] != [run.on.index]:
                var.model.add_exactly_one(*able.values(), ~run.on)
