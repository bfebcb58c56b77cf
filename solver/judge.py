"""Judges a plan by every rule, in plain Python: the solver's, a hand edit, a stored one."""

from collections.abc import Sequence

from solver.outcome import Placement, Violation
from solver.problem import Problem
from solver.rules import (
    attended_parts_lie_in_open_hours,
    changeover_is_kept,
    closures_are_kept,
    companies_come_in_open_hours,
    every_part_has_a_person,
    lengths_are_as_asked,
    mandatory_requests_are_placed,
    notice_is_kept,
    on_call_stays_within_the_limit,
    one_person_is_not_on_two_instruments,
    people_are_qualified,
    people_do_one_thing_at_a_time,
    people_stay_at_their_site,
    people_work_when_they_work,
    requests_are_placed_once,
    runs_lie_in_the_companys_windows,
    runs_lie_in_the_horizon,
    runs_start_on_the_grid,
    steps_run_on_a_unit_that_will_do,
    units_carry_one_run_at_a_time,
)

RULES = (
    attended_parts_lie_in_open_hours,
    changeover_is_kept,
    closures_are_kept,
    companies_come_in_open_hours,
    every_part_has_a_person,
    lengths_are_as_asked,
    mandatory_requests_are_placed,
    notice_is_kept,
    on_call_stays_within_the_limit,
    one_person_is_not_on_two_instruments,
    people_are_qualified,
    people_do_one_thing_at_a_time,
    people_stay_at_their_site,
    people_work_when_they_work,
    requests_are_placed_once,
    runs_lie_in_the_companys_windows,
    runs_lie_in_the_horizon,
    runs_start_on_the_grid,
    steps_run_on_a_unit_that_will_do,
    units_carry_one_run_at_a_time,
)


def judge(problem: Problem, placements: Sequence[Placement]) -> tuple[Violation, ...]:
    """Everything the plan breaks; empty when it may stand beside the standing plan."""
    return tuple(found for rule in RULES for found in rule.violations(problem, placements))
