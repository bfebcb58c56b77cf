"""Between two sides of placed steps lie at least `least` and, unless soft, at most `most` slots."""

from ortools.sat.python import cp_model

from solver.engine.exact.variables import Variables
from solver.problem import Lag


def constrain(var: Variables) -> None:
    for lag in var.problem.lags:
        gap = gap_of(var, lag)
        most = lag.most if lag.most is not None and not lag.soft else None
        both = {var.is_accepted(lag.before), var.is_accepted(lag.after)}
        var.model.add(gap >= lag.least).only_enforce_if(*both)
        if most is not None:
            var.model.add(gap <= most).only_enforce_if(*both)


def gap_of(var: Variables, lag: Lag) -> cp_model.LinearExpr:
    """Slots between the two sides, where both steps are placed."""
    since = var.end[lag.before] if lag.origin == "end" else var.start[lag.before]
    until = var.start[lag.after] if lag.target == "start" else var.end[lag.after]
    return until - since
