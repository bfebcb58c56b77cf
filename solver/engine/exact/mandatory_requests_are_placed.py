"""A mandatory request is accepted."""

from ortools.sat.python import cp_model

from solver.engine.exact.variables import Variables
from solver.problem import Problem


def constrain(model: cp_model.CpModel, var: Variables, problem: Problem) -> None:
    for request in problem.requests:
        if request.mandatory:
            model.add(var.accepted[request.code] == 1)
