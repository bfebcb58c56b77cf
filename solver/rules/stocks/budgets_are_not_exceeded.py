"""All runs together use no more of a budget than is left."""

from collections.abc import Iterator, Sequence

from solver.outcome import Placement, Violation, violation
from solver.problem import Problem


def violations(problem: Problem, placements: Sequence[Placement]) -> Iterator[Violation]:
    used: dict[str, int] = {}
    for p in placements:
        step = problem.steps_by_code.get(p.step)
        asked = step.alternative(p.alternative) if step is not None else None
        for draw in asked.budgets if asked is not None else ():
            used[draw.of] = used.get(draw.of, 0) + draw.amount
    for code, amount in used.items():
        left = problem.budgets_by_code[code].amount
        if amount > left:
            yield violation(__name__, budget=code, used=amount, left=left)
