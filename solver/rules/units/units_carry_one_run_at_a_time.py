"""A unit carries one run at a time, standing or placed; a batch instrument's run may be shared."""

from collections.abc import Iterator, Sequence
from itertools import islice

from solver.outcome import Placement, Violation, violation
from solver.problem import Problem, Unit
from solver.rules.loadings import Run, are_one_batch, joins, runs_by_unit
from solver.rules.spans import overlap


def violations(problem: Problem, placements: Sequence[Placement]) -> Iterator[Violation]:
    for code, runs in runs_by_unit(problem, placements).items():
        unit = problem.units_by_code[code]
        for run in runs:
            for stands in unit.occupied:
                if overlap((run.start, run.end), (stands.start, stands.end)) and not joins(
                    run, stands
                ):
                    yield violation(__name__, step=run.step, unit=code, taken_from=stands.start)
        yield from _met(unit, sorted(runs, key=lambda run: run.start))


def _met(unit: Unit, in_order: list[Run]) -> Iterator[Violation]:
    for n, run in enumerate(in_order):
        for later in islice(in_order, n + 1, None):
            if later.start >= run.end:
                break
            # Twice the same step: requests_are_placed_once or further_units_are_as_asked.
            if run.step != later.step and not are_one_batch(unit, run, later):
                yield violation(__name__, step=later.step, unit=unit.code, other=run.step)
