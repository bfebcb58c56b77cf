"""What a plan is worth: the levels of the goal, each counting only where those before tie.

Every level is a whole number, the sum of weight x amount over its terms (solver.terms); plans are
compared by the tuple of levels, and large is good.

The same order as one whole number: level n lies between a least and a most (the sums of its terms'
ranges), so factor n = the product of (most - least + 1) over the levels behind it is larger than
whatever those can give together; the value is the sum of level x factor. It may pass 64 bits:
compare levels where that matters.
"""

from collections.abc import Sequence
from math import prod

from solver.goal import Level
from solver.outcome import Placement
from solver.problem import Problem
from solver.terms import AMOUNTS, Range


def levels(problem: Problem, placements: Sequence[Placement]) -> tuple[int, ...]:
    """The plan's levels, in the order of the goal; the larger tuple is the better plan."""
    return tuple(
        sum(term.weight * AMOUNTS[term.name].of(problem, placements) for term in level)
        for level in problem.goal
    )


def factors(problem: Problem) -> tuple[int, ...]:
    """How much one of each level counts in the value: more than all there can be behind it."""
    spans = [most - least + 1 for least, most in _ranges(problem)]
    return tuple(prod(spans[n + 1 :]) for n in range(len(spans)))


def value(problem: Problem, placements: Sequence[Placement]) -> int:
    """The levels as one whole number that orders plans as the levels do."""
    return as_value(problem, levels(problem, placements))


def as_value(problem: Problem, some_levels: Sequence[int]) -> int:
    """The value of a plan of these levels, or of a bound on them."""
    return sum(level * factor for level, factor in zip(some_levels, factors(problem), strict=True))


def as_levels(problem: Problem, worth: int) -> tuple[int, ...]:
    """The levels a value (or a bound) stands for."""
    lows = [least for least, _ in _ranges(problem)]
    each = factors(problem)
    above = worth - sum(low * factor for low, factor in zip(lows, each, strict=True))
    found = []
    for low, factor in zip(lows, each, strict=True):
        over, above = divmod(above, factor)
        found.append(low + over)
    return tuple(found)


def most_levels(problem: Problem) -> tuple[int, ...]:
    """What no level of a plan can pass."""
    return tuple(most for _, most in _ranges(problem))


def _ranges(problem: Problem) -> list[Range]:
    return [_range(problem, level) for level in problem.goal]


def _range(problem: Problem, level: Level) -> Range:
    ends = [
        sorted(term.weight * end for end in AMOUNTS[term.name].range(problem)) for term in level
    ]
    return sum(least for least, _ in ends), sum(most for _, most in ends)
