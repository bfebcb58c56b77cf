"""Who comes from a company is at one new run at a time; their other visits are in the domains."""

from ortools.sat.python import cp_model

from solver.engine.exact.variables import Run, Variables
from solver.problem import Problem, Span


def constrain(model: cp_model.CpModel, var: Variables, problem: Problem) -> None:
    there: dict[str, list[cp_model.IntervalVar]] = {}
    for run in var.runs.values():
        if not run.step.party:
            continue
        for begin, end in _presence(run):
            interval = model.new_optional_fixed_size_interval_var(
                var.start[run.step.code] + begin,
                end - begin,
                run.on,
                f"{run.step.party} at {run.step.code}",
            )
            there.setdefault(run.step.party, []).append(interval)
    for intervals in there.values():
        model.add_no_overlap(intervals)


def _presence(run: Run) -> list[Span]:
    """Disjoint spans after the run's start: its own parts may overlap without being two places."""
    if run.step.windows_bind == "whole":
        return [(0, run.alternative.duration)]
    merged: list[Span] = []
    for begin, end in sorted(
        p.span(0, run.alternative.duration) for p in run.alternative.attendance
    ):
        if merged and begin <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((begin, end))
    return merged
