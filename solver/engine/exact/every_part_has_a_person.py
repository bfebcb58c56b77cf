"""A run has one person for each of its attended parts; a run not made has none."""

from ortools.sat.python import cp_model

from solver.engine.exact.variables import Variables
from solver.problem import Problem


def constrain(model: cp_model.CpModel, var: Variables, problem: Problem) -> None:
    for run in var.runs.values():
        for able in run.who:
            model.add(sum(able.values()) == run.on)
