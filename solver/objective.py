"""What a plan is worth: an ordered list of levels, each counting only where those before tie."""

from collections.abc import Sequence

from solver.outcome import Placement
from solver.problem import Problem

LEVELS = ("accepted_weight", "earliness_slots")


def levels(problem: Problem, placements: Sequence[Placement]) -> tuple[int, int]:
    """The weight of the requests placed, and the slots left in the horizon after their starts."""
    weight = sum(problem.requests_by_code[p.request].weight for p in placements)
    return weight, sum(problem.horizon - p.start for p in placements)


def weight_factor(problem: Problem) -> int:
    """How much one unit of weight counts: more than all earliness there can be."""
    return len(problem.requests) * problem.horizon + 1


def value(problem: Problem, placements: Sequence[Placement]) -> int:
    """The levels as one whole number that orders plans as the levels do."""
    weight, earliness = levels(problem, placements)
    return weight * weight_factor(problem) + earliness


def as_levels(problem: Problem, worth: int) -> tuple[int, int]:
    """The levels a value (or a bound) stands for."""
    return divmod(worth, weight_factor(problem))
