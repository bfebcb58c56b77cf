"""Why a request has no place: a smallest set of reasons that, lifted, would give it one."""

from collections.abc import Callable
from dataclasses import replace
from itertools import combinations

from solver.judge import judge
from solver.outcome import Fact, Refusal
from solver.problem import Person, Problem, Request, Skill, Span, Unit
from solver.suggest import suggest

# The order settles which of several sets of one size is told.
GROUPS = ("closure", "taken", "people", "skill", "window", "notice", "grid", "hours")


def explain(problem: Problem, request_code: str, *, kept: tuple[str, ...] = ()) -> Refusal:
    """A smallest set of groups that would let the request fit beside the standing plan if lifted.

    hours: staffed hours · closure: blocked spans · taken: standing runs and the party's other
    visits · people: working time and work of the qualified · skill: qualifications · window: when
    the company can come · notice: notice days and months ahead · grid: allowed starts.
    Where people and skill are both lifted, a spare qualified person stands in at every site.
    Groups in `kept` are not lifted: whoever asked knows of them, and wants to hear of the rest.
    Found by trying the subsets in order of size, so no proper subset helps; then proved again.
    Never raises: where no set helps, groups is empty and `why` says so.
    """
    request = problem.requests_by_code.get(request_code)
    if request is None:
        return Refusal(why="unknown_request")
    alone = _alone(problem, request)
    if _fits(alone, ()):
        return Refusal(why="fits_alone")
    # A group that changes nothing cannot help; people and skill may help together only.
    open_to_change = [group for group in GROUPS if group not in kept]
    useful = [
        g for g in open_to_change if g in ("people", "skill") or _lifted(alone, (g,)) != alone
    ]
    if not _fits(alone, tuple(useful)):
        return Refusal(why="nothing_helps")
    subsets = (s for size in range(1, len(useful) + 1) for s in combinations(useful, size))
    groups = next(subset for subset in subsets if _fits(alone, subset))
    _prove(alone, groups)
    return Refusal(groups=groups, facts=tuple(_fact(alone, group) for group in groups))


def _alone(problem: Problem, request: Request) -> Problem:
    """The same question with this request only, its units and the people of their sites."""
    units = tuple(problem.units_by_code[a.unit] for a in request.step.alternatives)
    sites = {unit.site for unit in units}
    people = tuple(person for person in problem.people if person.site in sites)
    return replace(problem, units=units, people=people, requests=(request,))


def _fits(alone: Problem, groups: tuple[str, ...]) -> bool:
    relaxed = _lifted(alone, groups)
    return bool(suggest(relaxed, relaxed.requests[0].code, count=1))


def _prove(alone: Problem, groups: tuple[str, ...]) -> None:
    relaxed = _lifted(alone, groups)
    broken = judge(relaxed, suggest(relaxed, relaxed.requests[0].code, count=1))
    if broken:
        raise AssertionError(f"lifting {groups} gave a placement that breaks {broken}")
    for group in groups:
        if _fits(alone, tuple(other for other in groups if other != group)):
            raise AssertionError(f"lifting {groups} is not minimal: {group} is not needed")


def _lifted(alone: Problem, groups: tuple[str, ...]) -> Problem:
    whole: Span = (0, alone.horizon)
    kinds = sorted({unit.kind for unit in alone.units})
    skills = tuple(Skill(kind=kind, valid=whole) for kind in kinds)
    people = tuple(_lift_person(person, groups, whole, skills) for person in alone.people)
    if "people" in groups and "skill" in groups:
        people += tuple(
            Person(code=f"spare person of {site}", site=site, working=(whole,), skills=skills)
            for site in sorted({unit.site for unit in alone.units})
        )
    units = tuple(_lift_unit(unit, groups, whole) for unit in alone.units)
    request = _lift_request(alone.requests[0], groups, whole)
    return replace(alone, units=units, people=people, requests=(request,))


def _lift_unit(unit: Unit, groups: tuple[str, ...], whole: Span) -> Unit:
    if "hours" in groups:
        unit = replace(unit, open=(whole,))
    if "closure" in groups:
        unit = replace(unit, blocked=())
    if "taken" in groups:
        unit = replace(unit, occupied=())
    if "grid" in groups:
        unit = replace(unit, start_every=1, fixed_starts=())
    return unit


def _lift_person(
    person: Person, groups: tuple[str, ...], whole: Span, skills: tuple[Skill, ...]
) -> Person:
    if "people" in groups:
        limit = max(1, person.on_call_limit)
        person = replace(person, working=(whole,), taken=(), on_call=(), on_call_limit=limit)
    return replace(person, skills=skills) if "skill" in groups else person


def _lift_request(request: Request, groups: tuple[str, ...], whole: Span) -> Request:
    step = request.step
    if "window" in groups:
        step = replace(step, windows=(whole,))
    if "notice" in groups:
        step = replace(step, not_before=0, not_after=whole[1])
    party_taken = () if "taken" in groups else request.party_taken
    return replace(request, steps=(step,), party_taken=party_taken)


def _fact(alone: Problem, group: str) -> Fact:
    """One figure for a group, summed over units or people so that it names nobody."""
    step = alone.requests[0].step
    figures: dict[str, tuple[str, Callable[[], int]]] = {
        "hours": ("hours_slots", lambda: _slots(alone, *(u.open for u in alone.units))),
        "closure": ("closure_slots", lambda: _slots(alone, *(u.blocked for u in alone.units))),
        "taken": ("taken_slots", lambda: _taken_slots(alone)),
        "people": ("people_qualified", lambda: _qualified(alone)),
        "skill": ("skill_qualified", lambda: _qualified(alone)),
        "window": ("window_slots", lambda: _slots(alone, step.windows)),
        "notice": ("notice_slots", lambda: max(0, step.not_after - step.not_before)),
        "grid": ("grid_slots", lambda: max(u.start_every for u in alone.units)),
    }
    name, count = figures[group]
    return name, count()


def _slots(alone: Problem, *calendars: tuple[Span, ...]) -> int:
    return sum(
        max(0, min(end, alone.horizon) - max(start, 0))
        for spans in calendars
        for start, end in spans
    )


def _taken_slots(alone: Problem) -> int:
    runs = tuple((run.start, run.end) for unit in alone.units for run in unit.occupied)
    return _slots(alone, runs, alone.requests[0].party_taken)


def _qualified(alone: Problem) -> int:
    kinds = {unit.kind for unit in alone.units}
    return sum(any(skill.kind in kinds for skill in person.skills) for person in alone.people)
