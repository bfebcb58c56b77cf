"""Chance, from the plan's own state: equal seeds give equal plans, in every thread."""

from typing import Protocol

from solver.engine.fast.compiled import compiled
from solver.engine.fast.tables import Table


class Chancy(Protocol):
    """Tables that keep the last number drawn."""

    random: Table


_MASK = (1 << 32) - 1


@compiled
def draw_below(plan: Chancy, limit: int) -> int:
    """A number in [0, limit), by xorshift on 32 bits (Marsaglia 2003)."""
    x = plan.random[0]
    x ^= (x << 13) & _MASK
    x ^= x >> 17
    x ^= (x << 5) & _MASK
    plan.random[0] = x
    return int(x % limit)


@compiled
def chance(plan: Chancy, of_1024: int) -> bool:
    """True in so many of 1024 cases."""
    return of_1024 > 0 and draw_below(plan, 1024) < of_1024
