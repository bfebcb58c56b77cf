"""Who comes from a company is at one new run at a time; their other visits are in the domains."""

from itertools import combinations
from typing import NamedTuple

from ortools.sat.python import cp_model

from solver.engine.exact.variables import Run, Values, Variables
from solver.problem import Span


class Presence(NamedTuple):
    """Somebody is at a run over a span counted from its start."""

    run: Run
    span: Span


def constrain(var: Variables) -> None:
    there: dict[str, list[Presence]] = {}
    for run in var.all_runs():
        if run.step.party:
            some = (Presence(run, span) for span in _spans(run))
            there.setdefault(run.step.party, []).extend(some)
    for of_party in there.values():
        if any(_is_shared(presence.run) for presence in of_party):
            for one, other in combinations(of_party, 2):
                _apart(var, one, other)
        elif len(of_party) > 1:
            var.model.add_no_overlap([_interval(var, *presence) for presence in of_party])


def _spans(run: Run) -> list[Span]:
    """Disjoint spans after the run's start: its own parts may overlap without being two places."""
    bind = run.step.windows_bind
    if bind == "whole":
        return [(0, run.length)]
    merged: list[Span] = []
    for begin, end in sorted(run.option.part_spans()) if bind == "start" else ():
        if merged and begin <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((begin, end))
    return merged


def _interval(var: Variables, run: Run, span: Span) -> cp_model.IntervalVar:
    begin, end = span
    if span == (0, run.length):
        return run.interval
    return var.model.new_optional_fixed_size_interval_var(
        run.start + begin, end - begin, run.on, f"{run.step.party} at {run.step.code}"
    )


def _is_shared(run: Run) -> bool:
    return run.option.unit is not None and run.option.unit.capacity > 1


def _apart(var: Variables, one: Presence, other: Presence) -> None:
    (a, (begin, end)), (b, (since, until)) = one, other
    if a.step.code == b.step.code or (_is_shared(a) and a.unit == b.unit):
        return  # on one batch instrument: together in a loading, or not at one time

    def worked(at: Values) -> int:
        both = at[a.on.index] and at[b.on.index]
        return both and at[a.start.index] + begin < at[b.start.index] + since

    first = var.bool(f"{a.step.party} at {a.step.code} first", worked)
    kept = var.model.add(a.start + end <= b.start + since)
    kept.only_enforce_if(a.on, b.on, first)
    kept = var.model.add(b.start + until <= a.start + begin)
    kept.only_enforce_if(a.on, b.on, ~first)
