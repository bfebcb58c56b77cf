"""What units and people can carry together: said beside the rules, so that bounds follow.

Of a set of units, or of people, no more can be at work at once than it has members: whoever needs
one of a part of the set takes from it (Hall's condition). The rules say so one by one; a sum over
the whole set is what makespans and weights are bounded by. For teams of skilled people this is the
model of Young, Feydy and Schutt (2017) without the people.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from ortools.sat.python import cp_model

from solver.engine.exact.variables import Run, Variables

# Unions of up to so many sets are asked for, and of those the ones with most work for each member.
_MOST_UNIONS = 512
_MOST_CROWDS = 40


@dataclass(frozen=True, slots=True, kw_only=True)
class Demand:
    """A step needs so many of these units or people from its start to its end."""

    step: str
    of: frozenset[str]
    count: int


def constrain(var: Variables) -> None:
    """One cumulative for each set of units, and for each of people, that several may need."""
    intervals: dict[str, cp_model.IntervalVar] = {}
    for demands in (list(_units(var)), list(_people(var))):
        for crowd in _crowds(var, demands):
            inside = [demand for demand in demands if demand.of <= crowd]
            var.model.add_cumulative(
                [_interval(var, intervals, demand.step) for demand in inside],
                [demand.count for demand in inside],
                len(crowd),
            )


def _crowds(var: Variables, demands: list[Demand]) -> list[frozenset[str]]:
    """The sets with most work for each member."""
    crowded = []
    for crowd in _unions({demand.of for demand in demands}):
        inside = [demand for demand in demands if demand.of <= crowd]
        if sum(demand.count for demand in inside) > len(crowd) > 1:
            work = sum(demand.count * _shortest(var, demand.step) for demand in inside)
            crowded.append((work / len(crowd), sorted(crowd), crowd))
    crowded.sort(reverse=True)
    return [crowd for _, _, crowd in crowded[:_MOST_CROWDS]]


def _shortest(var: Variables, step: str) -> int:
    return min(run.length for run in var.runs[step])


def _unions(found: set[frozenset[str]]) -> set[frozenset[str]]:
    """The sets themselves, unions of them, and all of them together."""
    some = sorted(found, key=lambda one: (len(one), sorted(one)))
    unions: set[frozenset[str]] = set(some)
    for one in some:
        unions |= {one | other for other in unions}
        if len(unions) > _MOST_UNIONS:
            break
    return unions | {frozenset().union(*some)}


def _units(var: Variables) -> Iterator[Demand]:
    units = var.problem.units_by_code
    for code, runs in var.runs.items():
        of = frozenset(run.unit for run in runs)
        if runs and all(unit and units[unit].capacity == 1 for unit in of):
            yield Demand(step=code, of=of, count=1)


def _people(var: Variables) -> Iterator[Demand]:
    """Exclusive parts throughout a run, where every option of the step has as many of one kind."""
    for code, runs in var.runs.items():
        by_option = [_throughout(run) for run in runs]
        if len(runs) == 1:
            for of in set(by_option[0]):
                yield Demand(step=code, of=of, count=by_option[0].count(of))
        elif by_option and all(by_option):
            of = frozenset().union(*(one for some in by_option for one in some))
            yield Demand(step=code, of=of, count=min(len(some) for some in by_option))


def _throughout(run: Run) -> list[frozenset[str]]:
    parts = run.option.alternative.attendance
    return [
        frozenset(able)
        for part, span, able in zip(parts, run.option.part_spans(), run.who, strict=True)
        if part.mode == "exclusive" and span == (0, run.length)
    ]


def _interval(
    var: Variables, intervals: dict[str, cp_model.IntervalVar], code: str
) -> cp_model.IntervalVar:
    """The step from its start to its end, by whatever option."""
    if code not in intervals:
        runs = var.runs[code]
        intervals[code] = runs[0].interval if len(runs) == 1 else _of_step(var, code)
    return intervals[code]


def _of_step(var: Variables, code: str) -> cp_model.IntervalVar:
    length = var.length.get(code, var.runs[code][0].length)
    return var.model.new_optional_interval_var(
        var.start[code], length, var.end[code], var.is_accepted(code), f"{code} is done"
    )
