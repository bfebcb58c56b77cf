"""A problem as a CP-SAT model: the variables, every rule, the levels of the goal."""

from dataclasses import dataclass

from ortools.sat.python import cp_model

from solver.engine.exact import crowds
from solver.engine.exact.goal import Sum, levels_of
from solver.engine.exact.loadings import add_loadings
from solver.engine.exact.rules import (
    batches_stay_within_capacity,
    budgets_are_not_exceeded,
    changeover_is_kept,
    every_part_has_a_person,
    further_units_are_as_asked,
    kept_units_are_left_alone,
    lags_are_kept,
    locked_steps_stay,
    mandatory_requests_are_placed,
    on_call_stays_within_the_limit,
    one_person_is_not_on_two_instruments,
    people_do_one_thing_at_a_time,
    people_travel_between_sites,
    pools_are_not_overdrawn,
    requests_are_placed_once,
    samples_arrive_in_time,
    second_rounds_come_with_their_first,
    steps_stay_on_their_unit,
    teams_have_different_people,
    units_carry_one_run_at_a_time,
)
from solver.engine.exact.tasks import add_tasks
from solver.engine.exact.variables import Variables, variables
from solver.problem import Problem

RULES = (
    requests_are_placed_once,
    mandatory_requests_are_placed,
    second_rounds_come_with_their_first,
    locked_steps_stay,
    further_units_are_as_asked,
    units_carry_one_run_at_a_time,
    batches_stay_within_capacity,
    changeover_is_kept,
    steps_stay_on_their_unit,
    kept_units_are_left_alone,
    one_person_is_not_on_two_instruments,
    every_part_has_a_person,
    teams_have_different_people,
    people_do_one_thing_at_a_time,
    people_travel_between_sites,
    on_call_stays_within_the_limit,
    lags_are_kept,
    samples_arrive_in_time,
    pools_are_not_overdrawn,
    budgets_are_not_exceeded,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Built:
    """The model, its variables, and the levels of the goal, each to be made large."""

    model: cp_model.CpModel
    var: Variables
    levels: list[Sum]


def build(problem: Problem) -> Built:
    """The model with every rule; it has no objective yet."""
    model = cp_model.CpModel()
    var = variables(model, problem)
    add_loadings(var)
    add_tasks(var)
    for rule in RULES:
        rule.constrain(var)
    crowds.constrain(var)
    return Built(model=model, var=var, levels=levels_of(var))
