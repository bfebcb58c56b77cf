"""A run has so many different further units of each need as its alternative asks for."""

from itertools import chain

from solver.engine.exact.variables import Run, Variables


def constrain(var: Variables) -> None:
    for run in var.all_runs():
        for need, units in zip(run.option.alternative.also, run.further, strict=True):
            var.model.add(sum(units.values()) == need.count * run.on)
        for unit in _asked_twice(run):
            has = [units[unit] for units in run.further if unit in units]
            var.model.add_at_most_one(has)


def _asked_twice(run: Run) -> set[str]:
    units = list(chain.from_iterable(run.further))
    return {unit for unit in units if units.count(unit) > 1}
