"""What can be preferred among the places of one step."""

from collections.abc import Sequence

from solver.places.job import Taste, earliest
from solver.places.options import Option
from solver.places.own import Taken
from solver.problem import Problem
from solver.timeline import everything, first, from_spans


def cheapest(problem: Problem) -> Taste:
    """What costs least, then what ends first."""

    def taste(option: Option, taken: Sequence[Taken]) -> tuple[int, int]:
        start, end = earliest(option, taken)
        return start, option.alternative.cost * 2 * problem.horizon + end

    return taste


def on_days_already_come(problem: Problem) -> Taste:
    """Where the company comes anyway, then what ends first."""

    def taste(option: Option, taken: Sequence[Taken]) -> tuple[int, int]:
        if option.step.windows_bind == "free" or not taken:
            return earliest(option, taken)
        days = {
            problem.day_span(problem.day_of(one.placement.start))
            for one in taken
            if one.option.step.windows_bind != "free"
        }
        there = option.starts & from_spans(days, problem.horizon)
        if there or not days:
            start = first(there or option.starts)
            return start, start + option.length
        start, end = earliest(option, taken)
        return start, end + 2 * problem.horizon

    return taste


def nearest(problem: Problem) -> Taste:
    """Where the step stood: first the slots to there, then the kind of unit, then the unit."""

    def taste(option: Option, taken: Sequence[Taken]) -> tuple[int, int]:
        stood = problem.standing_by_step[option.step.code]
        since = max(stood.start, 0)
        later, before = option.starts >> since, option.starts & everything(since)
        away = [first(later) + since] if later else []
        away += [before.bit_length() - 1] if before else []
        start = min(away, key=lambda slot: abs(slot - stood.start))
        changes = 2 * _changes_kind(problem, option)
        changes += option.alternative.code != stood.alternative
        return start, 4 * abs(start - stood.start) + changes

    return taste


def _changes_kind(problem: Problem, option: Option) -> bool:
    stood = option.step.alternative(problem.standing_by_step[option.step.code].alternative)
    if stood is None:
        return False
    units = problem.units_by_code
    kinds = [units[way.unit].kind if way.unit else "" for way in (stood, option.alternative)]
    return kinds[0] != kinds[1]
