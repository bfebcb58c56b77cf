"""Judges a plan by every rule, in plain Python: the solver's, a hand edit, a stored one."""

from collections.abc import Sequence

from solver.outcome import Placement, Violation
from solver.problem import Problem
from solver.rules.company import (
    companies_come_in_open_hours,
    one_person_is_not_on_two_instruments,
    runs_lie_in_the_companys_windows,
)
from solver.rules.order import (
    lags_are_kept,
    samples_arrive_in_time,
)
from solver.rules.people import (
    attended_parts_lie_in_open_hours,
    every_part_has_a_person,
    on_call_stays_within_the_limit,
    only_those_named_attend,
    people_are_qualified,
    people_do_one_thing_at_a_time,
    people_stay_at_their_site,
    people_travel_between_sites,
    people_work_when_they_work,
    teams_have_different_people,
)
from solver.rules.requests import (
    jobs_are_placed_whole,
    locked_steps_stay,
    mandatory_requests_are_placed,
    requests_are_placed_once,
    second_rounds_come_with_their_first,
)
from solver.rules.runs import (
    further_units_are_as_asked,
    lengths_are_as_asked,
    notice_is_kept,
    paused_runs_begin_and_end_in_open_hours,
    runs_end_near_open_hours,
    runs_lie_in_the_horizon,
    runs_start_on_the_grid,
    steps_run_on_a_unit_that_will_do,
)
from solver.rules.stocks import (
    budgets_are_not_exceeded,
    pools_are_not_overdrawn,
)
from solver.rules.units import (
    batches_stay_within_capacity,
    changeover_is_kept,
    closures_are_kept,
    kept_units_are_left_alone,
    steps_stay_on_their_unit,
    units_carry_one_run_at_a_time,
)

RULES = (
    requests_are_placed_once,
    jobs_are_placed_whole,
    mandatory_requests_are_placed,
    second_rounds_come_with_their_first,
    locked_steps_stay,
    steps_run_on_a_unit_that_will_do,
    further_units_are_as_asked,
    lengths_are_as_asked,
    paused_runs_begin_and_end_in_open_hours,
    runs_end_near_open_hours,
    runs_lie_in_the_horizon,
    runs_start_on_the_grid,
    notice_is_kept,
    units_carry_one_run_at_a_time,
    batches_stay_within_capacity,
    changeover_is_kept,
    closures_are_kept,
    steps_stay_on_their_unit,
    kept_units_are_left_alone,
    companies_come_in_open_hours,
    runs_lie_in_the_companys_windows,
    one_person_is_not_on_two_instruments,
    attended_parts_lie_in_open_hours,
    every_part_has_a_person,
    people_are_qualified,
    only_those_named_attend,
    teams_have_different_people,
    people_stay_at_their_site,
    people_work_when_they_work,
    people_do_one_thing_at_a_time,
    people_travel_between_sites,
    on_call_stays_within_the_limit,
    lags_are_kept,
    samples_arrive_in_time,
    pools_are_not_overdrawn,
    budgets_are_not_exceeded,
)


def judge(problem: Problem, placements: Sequence[Placement]) -> tuple[Violation, ...]:
    """Everything the plan breaks; empty when it may stand beside the standing plan."""
    return tuple(found for rule in RULES for found in rule.violations(problem, placements))
