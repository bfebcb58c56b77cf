"""A problem as a CP-SAT model: built, hinted, fixed to a plan, and read back."""

from collections.abc import Sequence
from itertools import zip_longest

from ortools.sat.python import cp_model

from solver.engine.exact import (
    changeover_is_kept,
    every_part_has_a_person,
    mandatory_requests_are_placed,
    on_call_stays_within_the_limit,
    one_person_is_not_on_two_instruments,
    people_do_one_thing_at_a_time,
    requests_are_placed_once,
    units_carry_one_run_at_a_time,
)
from solver.engine.exact.variables import Run, Variables, variables
from solver.objective import weight_factor
from solver.outcome import PlacedAttendance, Placement
from solver.problem import Problem

RULES = (
    requests_are_placed_once,
    mandatory_requests_are_placed,
    every_part_has_a_person,
    units_carry_one_run_at_a_time,
    changeover_is_kept,
    people_do_one_thing_at_a_time,
    on_call_stays_within_the_limit,
    one_person_is_not_on_two_instruments,
)

_NOBODY: list[str] = []  # of a run that is not made


def build(problem: Problem) -> tuple[cp_model.CpModel, Variables]:
    """The model with every rule and the objective of solver.objective."""
    model = cp_model.CpModel()
    var = variables(model, problem)
    for rule in RULES:
        rule.constrain(model, var, problem)
    factor = weight_factor(problem)
    model.maximize(
        sum(factor * r.weight * var.accepted[r.code] for r in problem.requests)
        + sum(problem.horizon - start for start in var.start.values())
    )
    return model, var


def values(
    problem: Problem, var: Variables, plan: Sequence[Placement]
) -> list[tuple[cp_model.IntVar, int]] | None:
    """A value for every variable that says the plan; None when the variables cannot say it."""
    placed = {p.step: p for p in plan}
    given: list[tuple[cp_model.IntVar, int]] = []
    if len(placed) != len(plan) or not set(placed) <= set(var.start):
        return None
    for request in problem.requests:
        p = placed.get(request.step.code)
        given.append((var.accepted[request.code], int(p is not None)))
        given.append((var.start[request.step.code], p.start if p else problem.horizon))
        if p and (p.request != request.code or (p.step, p.unit) not in var.runs):
            return None
    for (step, unit), run in var.runs.items():
        p = placed.get(step)
        people = _people(run, p) if p is not None and p.unit == unit else _NOBODY
        if people is None:
            return None
        given.append((run.on, int(people is not _NOBODY)))
        for able, person in zip_longest(run.who, people):
            given.extend((does, int(code == person)) for code, does in able.items())
    for (one, other, unit), first in var.before.items():
        both = [placed[s] for s in (one, other) if s in placed and placed[s].unit == unit]
        given.append((first, int(len(both) == 2 and both[0].start < both[1].start)))
    return given


def _people(run: Run, placed: Placement) -> list[str] | None:
    """Who attends each part of the run, in order; None when the run cannot be so."""
    if placed.end - placed.start != run.alternative.duration:
        return None
    left = list(placed.attendance)
    people = []
    for part, able in zip(run.alternative.attendance, run.who, strict=True):
        span = part.span(placed.start, placed.end)
        fits = [a for a in left if (a.mode, a.start, a.end) == (part.mode, *span)]
        if not fits or fits[0].person not in able:
            return None
        left.remove(fits[0])
        people.append(fits[0].person)
    return None if left else people


def plan_of(var: Variables, solver: cp_model.CpSolver) -> tuple[Placement, ...]:
    """The plan of the best solution found."""
    return tuple(_placement(var, solver, run) for run in var.runs.values() if solver.value(run.on))


def _placement(var: Variables, solver: cp_model.CpSolver, run: Run) -> Placement:
    start = solver.value(var.start[run.step.code])
    end = start + run.alternative.duration
    attendance = []
    for part, able in zip(run.alternative.attendance, run.who, strict=True):
        person = next(code for code, does in able.items() if solver.value(does))
        begin, stop = part.span(start, end)
        attendance.append(PlacedAttendance(person=person, mode=part.mode, start=begin, end=stop))
    return Placement(
        step=run.step.code,
        request=run.step.request,
        unit=run.alternative.unit,
        start=start,
        end=end,
        attendance=tuple(attendance),
    )
