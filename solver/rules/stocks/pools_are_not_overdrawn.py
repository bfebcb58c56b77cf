"""At no moment do runs draw more of a pool than what stands used leaves of its capacity."""

from collections.abc import Iterator, Sequence
from itertools import groupby

from solver.outcome import Placement, Violation, violation
from solver.problem import Load, Pool, Problem


def violations(problem: Problem, placements: Sequence[Placement]) -> Iterator[Violation]:
    drawn: dict[str, list[Load]] = {}
    for p in placements:
        step = problem.steps_by_code.get(p.step)
        asked = step.alternative(p.alternative) if step is not None else None
        for draw in asked.pools if asked is not None else ():
            load = Load(start=p.start, end=p.end, amount=draw.amount)
            drawn.setdefault(draw.of, []).append(load)
    for code, loads in drawn.items():
        yield from _overdrawn(problem.pools_by_code[code], loads)


def _overdrawn(pool: Pool, drawn: list[Load]) -> Iterator[Violation]:
    """Standing overdrafts alone are no violation: some run of the plan must draw as well."""
    # moment, what begins or ends then in all, and of it what the plan draws
    changes = [(load.start, load.amount, load.amount) for load in drawn]
    changes += [(load.end, -load.amount, -load.amount) for load in drawn]
    changes += [(load.start, load.amount, 0) for load in pool.taken]
    changes += [(load.end, -load.amount, 0) for load in pool.taken]
    used, by_plan = 0, 0
    for moment, some in groupby(sorted(changes), key=lambda change: change[0]):
        before = used > pool.capacity and by_plan > 0
        for _, amount, own in some:
            used, by_plan = used + amount, by_plan + own
        if used > pool.capacity and by_plan > 0 and not before:
            yield violation(__name__, pool=pool.code, at=moment, used=used, capacity=pool.capacity)
