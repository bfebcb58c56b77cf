"""A search, and what it told of on the way."""

from solver.engine.fast.improve import improve
from solver.outcome import Placement
from solver.problem import Problem


def improved(
    problem: Problem, seed: int, tries: int
) -> tuple[tuple[Placement, ...], list[tuple[int, ...]]]:
    """The plan after so many tries, and the levels of the better ones before it."""
    told: list[tuple[int, ...]] = []
    plan = improve(problem, iterations=tries, seed=seed, progress=lambda some, _: told.append(some))
    return plan, told
