"""What a plan is worth in the family's own measure, counted here once more from the placements.

A family is about ending early (makespan, small is good) or about value (large is good). The gaps
are those of the design: (makespan - best) / best; (bound - value) / value and, to the best known,
(best - value) / best.
"""

from collections.abc import Sequence
from typing import Literal

from solver.outcome import Placement
from solver.problem import Problem

Sense = Literal["makespan", "value"]


def sense(problem: Problem) -> Sense:
    """Whether the first level of the goal is the makespan or a value."""
    first = problem.goal[0]
    return "makespan" if [term.name for term in first] == ["makespan"] else "value"


def worth(problem: Problem, placements: Sequence[Placement]) -> int:
    """The makespan, or the value of the first level: accepted weight and lateness, weighted.

    Raises ValueError for a first level of other terms.
    """
    ends: dict[str, int] = {}
    for placed in placements:
        ends[placed.request] = max(placed.end, ends.get(placed.request, placed.end))
    if sense(problem) == "makespan":
        return max(ends.values(), default=0)
    terms = {term.name: term.weight for term in problem.goal[0]}
    other = sorted(terms.keys() - {"accepted_weight", "lateness"})
    if other:
        raise ValueError(f"goal: the first level has {other[0]}; compare accepted_weight, lateness")
    return sum(
        terms.get("accepted_weight", 0) * weight + terms.get("lateness", 0) * weight * late
        for weight, late in _accepted(problem, ends)
    )


def _accepted(problem: Problem, ends: dict[str, int]) -> list[tuple[int, int]]:
    """Weight and slots of lateness of each request that has a place."""
    accepted = []
    for code, end in ends.items():
        request = problem.requests_by_code[code]
        due = end if request.due is None else request.due
        accepted.append((request.weight, max(0, end - due)))
    return accepted


def bettered(sense: Sense, ours: int, theirs: int) -> int:
    """By how much ours is better: above 0 better, 0 equal, below 0 worse."""
    return theirs - ours if sense == "makespan" else ours - theirs


def gap_to_best(sense: Sense, worth: int, best: int) -> float:
    """How much worse than the best known; below 0 where it is better."""
    if best == 0:
        return 0.0 if worth == best else 1.0
    return -bettered(sense, worth, best) / best


def gap_to_bound(sense: Sense, worth: int, bound: int) -> float:
    """How far the own bound lies; 1 where it says nothing."""
    base = bound if sense == "makespan" else worth
    if base <= 0:
        return 0.0 if worth == bound else 1.0
    return abs(bound - worth) / base
