"""A person's new exclusive parts do not overlap; standing work is in the domains."""

from ortools.sat.python import cp_model

from solver.engine.exact.variables import Variables
from solver.problem import Problem


def constrain(model: cp_model.CpModel, var: Variables, problem: Problem) -> None:
    busy: dict[str, list[cp_model.IntervalVar]] = {}
    for run in var.runs.values():
        start = var.start[run.step.code]
        for part, able in zip(run.alternative.attendance, run.who, strict=True):
            if part.mode != "exclusive":
                continue
            begin, end = part.span(0, run.alternative.duration)
            for person, does in able.items():
                interval = model.new_optional_fixed_size_interval_var(
                    start + begin, end - begin, does, f"{person} at {run.step.code}"
                )
                busy.setdefault(person, []).append(interval)
    for intervals in busy.values():
        model.add_no_overlap(intervals)
