"""The change-over between two new runs of a unit; towards standing runs it is in the domains."""

from functools import partial
from itertools import permutations

from solver.engine.exact.loadings import pairs_of
from solver.engine.exact.variables import Use, Variables
from solver.problem import Unit


def constrain(var: Variables) -> None:
    for code, uses in var.uses.items():
        unit = var.problem.units_by_code[code]
        if len(uses) < 2 or not (unit.changeovers or unit.default_changeover):
            continue
        needs = {_need(unit, one, other) for one, other in permutations(uses, 2)}
        if len(needs) == 1 and unit.capacity == 1:
            # Equal whichever way: longer intervals say it exactly, without a literal for each pair.
            _pad(var, uses, max(needs))
            continue
        for pair in pairs_of(var, code, uses):
            if _need(unit, pair.one, pair.other) or _need(unit, pair.other, pair.one):
                pair.keep_apart(var, partial(_need, unit))


def _need(unit: Unit, earlier: Use, later: Use) -> int:
    return unit.changeover_slots(earlier.run.step.setting, later.run.step.setting)


def _pad(var: Variables, uses: list[Use], slots: int) -> None:
    if slots:
        var.model.add_no_overlap(
            var.model.new_optional_fixed_size_interval_var(
                use.run.start, use.run.length + slots, use.on, "run and change-over"
            )
            for use in uses
        )
