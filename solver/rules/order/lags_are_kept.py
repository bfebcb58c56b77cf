"""Between two sides of placed steps lie at least `least` and, unless soft, at most `most` slots."""

from collections.abc import Iterator, Sequence

from solver.outcome import Placement, Violation, violation
from solver.problem import Problem


def violations(problem: Problem, placements: Sequence[Placement]) -> Iterator[Violation]:
    placed = {p.step: p for p in placements}
    for lag in problem.lags:
        before, after = placed.get(lag.before), placed.get(lag.after)
        if before is None or after is None:
            continue
        since = before.end if lag.origin == "end" else before.start
        until = after.start if lag.target == "start" else after.end
        if until - since < lag.least:
            yield violation(
                __name__, step=lag.after, before=lag.before, gap=until - since, least=lag.least
            )
        if lag.most is not None and not lag.soft and until - since > lag.most:
            yield violation(
                __name__, step=lag.after, before=lag.before, gap=until - since, most=lag.most
            )
