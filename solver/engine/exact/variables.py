"""The variables of the model; what a calendar alone decides is in their domains.

These rules live here, in the bitsets of solver.construct: attended_parts_lie_in_open_hours,
closures_are_kept, companies_come_in_open_hours, lengths_are_as_asked, notice_is_kept,
people_are_qualified, people_stay_at_their_site, people_work_when_they_work,
runs_lie_in_the_companys_windows, runs_lie_in_the_horizon, runs_start_on_the_grid,
steps_run_on_a_unit_that_will_do; and the standing part of every other rule.
"""

from dataclasses import dataclass, field

from ortools.sat.python import cp_model

from solver.construct import Choice, Standing
from solver.problem import Alternative, Problem, Step
from solver.timeline import to_spans


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """The step may run on this unit; `on` says that it does."""

    step: Step
    alternative: Alternative
    on: cp_model.IntVar
    # for each attended part, in the alternative's order: who may attend it
    who: tuple[dict[str, cp_model.IntVar], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Variables:
    """start: the step's first slot, or the horizon when it is refused. accepted: by request."""

    start: dict[str, cp_model.IntVar] = field(default_factory=dict)
    accepted: dict[str, cp_model.IntVar] = field(default_factory=dict)
    runs: dict[tuple[str, str], Run] = field(default_factory=dict)  # by step and unit
    before: dict[tuple[str, str, str], cp_model.IntVar] = field(default_factory=dict)

    def runs_of(self, step: str) -> list[Run]:
        """The runs of one step."""
        return [run for (code, _), run in self.runs.items() if code == step]

    def runs_by_unit(self) -> dict[str, list[Run]]:
        """The runs of each unit."""
        found: dict[str, list[Run]] = {}
        for (_, unit), run in self.runs.items():
            found.setdefault(unit, []).append(run)
        return found


def variables(model: cp_model.CpModel, problem: Problem) -> Variables:
    """Make every variable, with what the standing plan and the calendars leave of its domain."""
    var = Variables()
    standing = Standing(problem)
    for request in problem.requests:
        step = request.step
        choices = standing.choices(step)
        possible = 1 << problem.horizon
        for choice in choices:
            possible |= choice.starts
        var.start[step.code] = model.new_int_var_from_domain(_domain(possible), f"{step.code} at")
        var.accepted[request.code] = model.new_bool_var(f"{request.code} accepted")
        for choice in choices:
            var.runs[step.code, choice.unit.code] = _run(model, var, standing, step, choice)
    return var


def _run(
    model: cp_model.CpModel, var: Variables, standing: Standing, step: Step, choice: Choice
) -> Run:
    on = model.new_bool_var(f"{step.code} on {choice.unit.code}")
    start = var.start[step.code]
    model.add_linear_expression_in_domain(start, _domain(choice.starts)).only_enforce_if(on)
    who: list[dict[str, cp_model.IntVar]] = []
    for part in choice.alternative.attendance:
        begin, end = part.span(0, choice.alternative.duration)
        able: dict[str, cp_model.IntVar] = {}
        for person, free in standing.able(choice.unit, part.mode, end - begin):
            starts = free >> begin & choice.starts
            if not starts:
                continue
            does = model.new_bool_var(f"{person.code} {part.at} {step.code} {choice.unit.code}")
            able[person.code] = does
            if starts != choice.starts:
                domain = _domain(starts)
                model.add_linear_expression_in_domain(start, domain).only_enforce_if(does)
        who.append(able)
    return Run(step=step, alternative=choice.alternative, on=on, who=tuple(who))


def _domain(bits: int) -> cp_model.Domain:
    return cp_model.Domain.from_intervals([[s, e - 1] for s, e in to_spans(bits)])
