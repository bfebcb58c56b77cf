"""Why a request has no place: a smallest set of reasons that, lifted, would give it one."""

from itertools import combinations

from solver.judge import judge
from solver.lifting import fact, lifted
from solver.offers import place_for
from solver.outcome import Refusal
from solver.places.alone import alone
from solver.problem import Problem

# The order settles which of several sets of one size is told.
GROUPS = (
    *("closure", "taken", "people", "skill", "window", "notice", "gap", "quota", "grid"),
    "hours",
)
_TOGETHER = ("people", "skill")  # of no use alone where nobody is at a site


def explain(problem: Problem, request_code: str, *, kept: tuple[str, ...] = ()) -> Refusal:
    """A smallest set of groups that would let the whole request fit beside what stands, if lifted.

    hours: staffed hours, also those an end must meet · closure: blocked spans · taken: standing
    runs and the party's other visits · people: working time and work of the qualified · skill:
    qualifications · window: when the company can come · notice: notice days and months ahead, and
    where a plan stands (solver.places.in_force) the order to steps of other requests ·
    gap: the longest waits between steps, and the way · quota: pools, budgets and batches · grid:
    allowed starts. Where people and skill are both lifted, a spare qualified person stands in at
    every site. Groups in `kept` are not lifted: whoever asked knows of them, and wants to hear of
    the rest. Found by trying the subsets in order of size, so no proper subset helps; then proved
    again. Never raises: where no set helps, groups is empty and `why` says so.
    """
    request = problem.requests_by_code.get(request_code)
    if request is None:
        return Refusal(why="unknown_request")
    one = alone(problem, request)
    if _fits(one, ()):
        return Refusal(why="fits_alone")
    # A group that changes nothing cannot help; people and skill may help together only.
    open_to_change = [group for group in GROUPS if group not in kept]
    useful = [g for g in open_to_change if g in _TOGETHER or lifted(one, (g,)) != one]
    if not _fits(one, tuple(useful)):
        return Refusal(why="nothing_helps")
    subsets = (s for size in range(1, len(useful) + 1) for s in combinations(useful, size))
    groups = next(subset for subset in subsets if _fits(one, subset))
    _prove(one, groups)
    return Refusal(groups=groups, facts=tuple(fact(one, group) for group in groups))


def _fits(one: Problem, groups: tuple[str, ...]) -> bool:
    relaxed = lifted(one, groups)
    return place_for(relaxed, relaxed.requests[0]) is not None


def _prove(one: Problem, groups: tuple[str, ...]) -> None:
    relaxed = lifted(one, groups)
    broken = judge(relaxed, place_for(relaxed, relaxed.requests[0]) or ())
    if broken:
        raise AssertionError(f"lifting {groups} gave a placement that breaks {broken}")
    for group in groups:
        if _fits(one, tuple(other for other in groups if other != group)):
            raise AssertionError(f"lifting {groups} is not minimal: {group} is not needed")
