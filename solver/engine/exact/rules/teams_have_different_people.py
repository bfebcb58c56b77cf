"""Parts of one run and mode that overlap have different people."""

from itertools import combinations

from solver.engine.exact.variables import Run, Variables


def constrain(var: Variables) -> None:
    for run in var.all_runs():
        for one, other in _teams(run):
            for person in run.who[one].keys() & run.who[other].keys():
                var.model.add_at_most_one(run.who[one][person], run.who[other][person])


def _teams(run: Run) -> list[tuple[int, int]]:
    """Pairs of overlapping parts of one mode, by their places in the alternative's order."""
    modes = [part.mode for part in run.option.alternative.attendance]
    rows = list(zip(modes, run.option.part_spans(), strict=True))
    return [
        (n, m)
        for (n, (mode, span)), (m, (other_mode, other)) in combinations(enumerate(rows), 2)
        if mode == other_mode and span[0] < other[1] and other[0] < span[1]
    ]
