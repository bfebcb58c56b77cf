"""After an outage: what of a plan still holds, and where the rest can go, in milliseconds.

The question for the exact engine is `disturbed`: the plan as what stands, and the goal to move as
little of it as possible. `repaired` answers it at once, without a solver.
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace

from solver.checks import check_known
from solver.outcome import Placement
from solver.places.in_force import InForce, without
from solver.places.job import Job
from solver.places.tastes import nearest
from solver.problem import Level, Person, Problem, Request, Span, Standing, Term

Plan = tuple[Placement, ...]

# As much accepted as before, then fewest visits moved, then people told, then slots shifted.
FEWEST_MOVES: tuple[Level, ...] = (
    (Term(name="accepted_weight", weight=1),),
    (Term(name="moves", weight=-1),),
    (Term(name="people_told", weight=-1),),
    (Term(name="slots_shifted", weight=-1),),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Outage:
    """Units that cannot run, and people who are not there: code and span of each."""

    units: tuple[tuple[str, Span], ...] = ()
    people: tuple[tuple[str, Span], ...] = ()


def disturbed(
    problem: Problem,
    plan: Sequence[Placement],
    outage: Outage,
    *,
    locked: Collection[str] = (),
) -> Problem:
    """The problem after the outage of what the plan places, as it stands, `locked` steps immovable.

    Raises ValueError for units, people or steps that are not there, and for a locked step that the
    outage makes impossible.
    """
    check_known("outage", "units", [code for code, _ in outage.units], problem.units_by_code)
    check_known("outage", "people", [code for code, _ in outage.people], problem.people_by_code)
    check_known("outage", "locked", locked, {p.step for p in plan})
    down: dict[str, list[Span]] = {}
    for code, span in outage.units:
        down.setdefault(code, []).append(span)
    away: dict[str, list[Span]] = {}
    for code, span in outage.people:
        away.setdefault(code, []).append(span)
    for p in plan:
        if p.step in locked:
            _check_attended(p, away)
    placed, steps = {p.request for p in plan}, {p.step for p in plan}
    requests = tuple(request for request in problem.requests if request.code in placed)
    return replace(
        problem,
        units=tuple(
            replace(unit, blocked=(*unit.blocked, *down[unit.code])) if unit.code in down else unit
            for unit in problem.units
        ),
        people=tuple(
            _without(person, away[person.code]) if person.code in away else person
            for person in problem.people
        ),
        requests=requests,
        lags=tuple(lag for lag in problem.lags if lag.before in steps and lag.after in steps),
        standing=tuple(_standing(p, locked=p.step in locked) for p in plan),
        goal=FEWEST_MOVES,
    )


def _check_attended(p: Placement, away: dict[str, list[Span]]) -> None:
    """Raise ValueError where somebody is missing at a locked step; problems check their units."""
    for part in p.attendance:
        for start, end in away.get(part.person, ()):
            if _meets((part.start, part.end), (start, end)):
                raise ValueError(
                    f"outage: people takes {part.person!r} away over {start}..{end} from the "
                    f"locked step {p.step}; unlock it, or take one of them out"
                )


def _standing(p: Placement, *, locked: bool) -> Standing:
    return Standing(
        step=p.step,
        alternative=p.alternative,
        start=p.start,
        end=p.end,
        people=tuple(part.person for part in p.attendance),
        also=p.also,
        locked=locked,
    )


def _without(person: Person, away: list[Span]) -> Person:
    """The person without these spans of the working time."""
    return replace(person, working=without(person.working, away))


def hit(problem: Problem, plan: Sequence[Placement], outage: Outage) -> list[Request]:
    """The requests of which a step cannot stay where it is, heaviest first."""
    down: dict[str, list[Span]] = {}
    for code, span in (*outage.units, *outage.people):
        down.setdefault(code, []).append(span)
    # A unit and a person may have one code: both are looked up, at worst one more is moved.
    placed = {p.step: p for p in plan}
    codes = {
        p.request
        for p in plan
        if not down.keys().isdisjoint((p.unit, *p.also, *(part.person for part in p.attendance)))
        for code, span in _uses(problem, p, placed)
        if any(_meets(span, gone) for gone in down.get(code, ()))
    }
    some = [problem.requests_by_code[code] for code in codes]
    return sorted(some, key=lambda request: (not request.mandatory, -request.weight, request.code))


def _uses(
    problem: Problem, p: Placement, placed: dict[str, Placement]
) -> Iterator[tuple[str, Span]]:
    """What a step has when; a unit also from the step it stays with until it runs itself."""
    step = problem.steps_by_code[p.step]
    for code in (p.unit, *p.also):
        yield code, (p.start, p.end)
    for part in p.attendance:
        yield part.person, (part.start, part.end)
    first = placed.get(step.same_unit_as) if step.keeps_unit else None
    if first is not None:
        yield p.unit, (min(first.end, p.end), max(first.start, p.start))


def _meets(one: Span, other: Span) -> bool:
    return one[0] < other[1] and other[0] < one[1]


def repaired(problem: Problem, plan: Sequence[Placement], outage: Outage) -> Plan:
    """The plan in which only what the outage hits is placed anew, each as near as it can.

    `problem` is what `disturbed` gave. What finds no place is left out, and with it what follows
    it; nothing else moves.
    """
    to_move = hit(problem, plan, outage)
    gone = {request.code for request in to_move}
    force = InForce(problem, [p for p in plan if p.request not in gone])
    for request in to_move:
        around = force.around(replace(request, mandatory=False))
        for placement in _moved(around) or ():
            force.add(placement)
    return _with_their_first(problem, tuple(force.placed.values()))


def _with_their_first(problem: Problem, plan: Plan) -> Plan:
    """The plan without the requests that follow one it has no place for."""
    placed = {p.request for p in plan}
    alone = {
        request.code
        for request in problem.requests
        if request.code in placed and request.follows and request.follows not in placed
    }
    if not alone:
        return plan
    return _with_their_first(problem, tuple(p for p in plan if p.request not in alone))


def _moved(around: Problem) -> Plan | None:
    """The one request not before it stood, at the same kind of unit if that is as near."""
    return Job(around, around.requests[0]).place(nearest(around))
