"""Nobody runs a unit while it is closed, out of order or claimed by somebody else."""

from collections.abc import Iterator, Sequence

from solver.outcome import Placement, Violation, violation
from solver.problem import Problem
from solver.rules.loadings import runs_by_unit
from solver.rules.spans import overlap


def violations(problem: Problem, placements: Sequence[Placement]) -> Iterator[Violation]:
    for code, runs in runs_by_unit(problem, placements).items():
        for run in runs:
            for start, end in problem.units_by_code[code].blocked:
                if overlap((run.start, run.end), (start, end)):
                    yield violation(__name__, step=run.step, unit=code, blocked_from=start)
