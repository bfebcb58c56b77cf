"""The runs of a unit do not overlap, unless they share a loading; standing ones: in the domains."""

from solver.engine.exact.loadings import pairs_of
from solver.engine.exact.variables import Use, Variables


def constrain(var: Variables) -> None:
    for code, uses in var.uses.items():
        if len(uses) > 1 and var.problem.units_by_code[code].capacity == 1:
            var.model.add_no_overlap([use.interval for use in uses])
        elif len(uses) > 1:
            for pair in pairs_of(var, code, uses):
                pair.keep_apart(var, lambda one, other: 0)
            _kept_alone(var, uses)


def _kept_alone(var: Variables, uses: list[Use]) -> None:
    """What the pairs say already, said at once of those that share with nobody."""
    var.model.add_no_overlap([use.interval for use in uses if use.further])
