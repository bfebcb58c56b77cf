"""A person's on-call parts, new and standing, stay within the limit."""

from itertools import pairwise

from ortools.sat.python import cp_model

from solver.engine.exact.variables import Variables
from solver.problem import Person, Problem


def constrain(model: cp_model.CpModel, var: Variables, problem: Problem) -> None:
    loads: dict[str, list[cp_model.IntervalVar]] = {}
    for run in var.runs.values():
        start = var.start[run.step.code]
        for part, able in zip(run.alternative.attendance, run.who, strict=True):
            if part.mode != "on_call":
                continue
            begin, end = part.span(0, run.alternative.duration)
            for code, does in able.items():
                interval = model.new_optional_fixed_size_interval_var(
                    start + begin, end - begin, does, f"{code} on call for {run.step.code}"
                )
                loads.setdefault(code, []).append(interval)
    for code, intervals in loads.items():
        person = problem.people_by_code[code]
        standing, demands = _standing(model, person)
        model.add_cumulative(
            [*intervals, *standing], [1] * len(intervals) + demands, person.on_call_limit
        )


def _standing(
    model: cp_model.CpModel, person: Person
) -> tuple[list[cp_model.IntervalVar], list[int]]:
    """The standing load as steps, cut at the limit: an overload that stands is nobody's fault."""
    moments = sorted({moment for span in person.on_call for moment in span})
    intervals, demands = [], []
    for moment, following in pairwise(moments):
        load = sum(start <= moment < end for start, end in person.on_call)
        if load:
            name = f"{person.code} already on call"
            intervals.append(model.new_fixed_size_interval_var(moment, following - moment, name))
            demands.append(min(load, person.on_call_limit))
    return intervals, demands
