"""All runs together use no more of a budget than is left."""

from solver.engine.exact.variables import Variables


def constrain(var: Variables) -> None:
    for budget in var.problem.budgets:
        drawn = [
            draw.amount * run.on
            for run in var.all_runs()
            for draw in run.option.alternative.budgets
            if draw.of == budget.code
        ]
        if drawn:
            var.model.add(sum(drawn) <= budget.amount)
