"""Which runs share a loading of a batch instrument, and which of two comes first on a unit."""

from collections.abc import Callable
from dataclasses import dataclass
from itertools import combinations

from ortools.sat.python import cp_model

from solver.engine.exact.variables import Use, Values, Variables


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Pair:
    """Two uses of a unit by different steps; `first` says that `one` lies before `other`."""

    one: Use
    other: Use
    first: cp_model.IntVar
    same: cp_model.IntVar | None  # they share a loading

    def keep_apart(self, var: Variables, gap: Callable[[Use, Use], int]) -> None:
        """So many slots lie between the earlier and the later, unless they share a loading."""
        apart = () if self.same is None else (~self.same,)
        for earlier, later, first in (
            (self.one, self.other, self.first),
            (self.other, self.one, ~self.first),
        ):
            end = earlier.run.start + earlier.run.length
            kept = var.model.add(end + gap(earlier, later) <= later.run.start)
            kept.only_enforce_if(earlier.on, later.on, first, *apart)


def add_loadings(var: Variables) -> None:
    """A literal for every two runs that may share a loading: both are made, at one start."""
    for code, uses in var.uses.items():
        capacity = var.problem.units_by_code[code].capacity
        if capacity > 1:
            for one, other in combinations(uses, 2):
                if _may_share(one, other, capacity):
                    _add_loading(var, one, other)


def _may_share(one: Use, other: Use, capacity: int) -> bool:
    (a, b), (first, second) = (one.run, other.run), (one.run.step, other.run.step)
    return (
        not (one.further or other.further)
        and first.code != second.code
        and (a.length, first.setting) == (b.length, second.setting)
        and first.pieces + second.pieces <= capacity
        and bool(a.option.starts & b.option.starts)
    )


def _add_loading(var: Variables, one: Use, other: Use) -> None:
    a, b = one.run, other.run

    def worked(at: Values) -> int:
        both = at[a.on.index] and at[b.on.index]
        return both and at[a.start.index] == at[b.start.index]

    same = var.bool(f"{a.step.code} with {b.step.code}", worked)
    var.model.add(a.start == b.start).only_enforce_if(same)
    var.model.add_implication(same, a.on)
    var.model.add_implication(same, b.on)
    var.same_loading[a.on.index, b.on.index] = same


def pairs_of(var: Variables, unit: str, uses: list[Use]) -> list[Pair]:
    """Every two uses of the unit by different steps; made once, for whoever asks."""
    if unit not in var.pairs:
        var.pairs[unit] = [
            _pair(var, one, other)
            for one, other in combinations(uses, 2)
            if one.run.step.code != other.run.step.code
        ]
    found: list[Pair] = var.pairs[unit]
    return found


def _pair(var: Variables, one: Use, other: Use) -> Pair:
    def worked(at: Values) -> int:
        both = at[one.on.index] and at[other.on.index]
        return both and at[one.run.start.index] < at[other.run.start.index]

    shared = not (one.further or other.further)
    key = one.run.on.index, other.run.on.index
    same = var.same_loading.get(key) if shared else None
    first = var.bool(f"{one.run.step.code} before {other.run.step.code}", worked)
    return Pair(one=one, other=other, first=first, same=same)
