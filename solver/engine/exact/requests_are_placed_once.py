"""A request accepted has one run; a refused one has none and starts nowhere."""

from ortools.sat.python import cp_model

from solver.engine.exact.variables import Variables
from solver.problem import Problem


def constrain(model: cp_model.CpModel, var: Variables, problem: Problem) -> None:
    for request in problem.requests:
        accepted, step = var.accepted[request.code], request.step.code
        model.add(sum(run.on for run in var.runs_of(step)) == accepted)
        model.add(var.start[step] == problem.horizon).only_enforce_if(~accepted)
