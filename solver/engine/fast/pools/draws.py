"""What each way of a step draws, where all it needs is like a pool: so much of it at any time.

A unit that is always open and free, and a person who always works, are pools of one.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from solver.engine.fast.ask.calendars import joined
from solver.problem import Alternative, Attendance, Person, Problem, Span, Step, Unit


@dataclass(frozen=True, slots=True)
class Way:
    """A way of a step by one alternative, with one person, a team or nobody; what it draws."""

    option: int  # of the step's alternatives
    person: str
    duration: int
    draws: tuple[tuple[str, int], ...]  # what is drawn, by a name of its sort and code
    team: tuple[tuple[str, ...], ...] = ()  # for each part of a team, who can attend it


@dataclass(frozen=True, slots=True)
class Drawn:
    """Capacities by name, and the ways of each step."""

    capacities: dict[str, int]
    ways: tuple[tuple[Way, ...], ...]
    people: tuple[str, ...]  # who may be in teams, those whom others can replace best first

    def crews(self) -> list[int]:
        """Of all parts of teams: who can attend, a bit for each person."""
        bits = {code: 1 << n for n, code in enumerate(self.people)}
        parts = (part for ways in self.ways for way in ways for part in way.team)
        return [sum(bits[code] for code in part) for part in parts]


def drawn(problem: Problem) -> Drawn | None:
    """The ways of all steps as draws; None where something is not like a pool."""
    units = {unit.code for unit in problem.units if _is_like_a_pool(unit, problem.horizon)}
    people = {person.code for person in problem.people if _is_always_there(person, problem.horizon)}
    # With teams, people are bits of words, whoever attends alone too.
    teams = any(
        len(w.attendance) > 1 for s in problem.steps_by_code.values() for w in s.alternatives
    )
    found = []
    for step in problem.steps_by_code.values():
        if not _may_run_any_time(problem, step):
            return None
        ways = [
            _ways(problem, option, way, units, people, teams=teams)
            for option, way in enumerate(step.alternatives)
        ]
        if not all(ways):
            return None
        found.append(tuple(way for some in ways for way in some))
    capacities = {f"pool {pool.code}": pool.capacity for pool in problem.pools}
    capacities |= {f"unit {code}": 1 for code in sorted(units)}
    capacities |= {f"person {code}": 1 for code in sorted(people)}
    named = {name for ways in found for way in ways for name, _ in way.draws}
    capacities = {name: size for name, size in capacities.items() if name in named}
    return Drawn(capacities, tuple(found), tuple(_by_use(found)))


def _by_use(ways: list[tuple[Way, ...]]) -> list[str]:
    """People in teams, those first who can attend the fewest of the parts that few others can."""
    use: dict[str, float] = {}
    for part in (part for some in ways for way in some for part in way.team):
        for code in part:
            use[code] = use.get(code, 0.0) + 1 / len(part)
    return sorted(use, key=lambda code: (use[code], code))


def _is_like_a_pool(unit: Unit, horizon: int) -> bool:
    stands = unit.blocked or unit.occupied or unit.changeovers or unit.default_changeover
    grid = unit.start_every > 1 or unit.fixed_starts
    return _covers(unit.open, horizon) and not (stands or grid) and unit.capacity == 1


def _is_always_there(person: Person, horizon: int) -> bool:
    return _covers(person.working, horizon) and not (person.taken or person.more_sites)


def _covers(spans: tuple[Span, ...], horizon: int) -> bool:
    return any(start <= 0 and end >= horizon for start, end in joined(spans))


def _may_run_any_time(problem: Problem, step: Step) -> bool:
    """At any later time than its notice, with nobody of the company who has to be there."""
    taken = problem.requests_by_code[step.request].party_taken
    there = step.windows_bind == "free" or _covers(step.windows, problem.horizon)
    nobody = step.windows_bind == "free" or not (taken or step.party)
    late = step.not_after >= problem.horizon
    return there and nobody and late and not step.same_unit_as and step.pieces == 1


def _ways(
    problem: Problem,
    option: int,
    way: Alternative,
    units: set[str],
    people: set[str],
    *,
    teams: bool,
) -> list[Way]:
    """The way with each person who can attend it, or with teams as one; none where it needs more
    than is like a pool."""
    if way.also or (way.unit and way.unit not in units):
        return []
    if any(part.mode != "exclusive" or part.at != "throughout" for part in way.attendance):
        return []
    draws = [(f"pool {draw.of}", draw.amount) for draw in way.pools]
    draws += [(f"unit {way.unit}", 1)] * bool(way.unit)
    able = [tuple(_able(problem, way, part)) for part in way.attendance]
    if not all(code in people for part in able for code in part):
        return []
    if teams or not able:
        found = [Way(option, "", way.duration, tuple(draws), tuple(able))]
        return found if _can_meet(able) else []
    return [Way(option, code, way.duration, (*draws, (f"person {code}", 1))) for code in able[0]]


def _can_meet(able: list[tuple[str, ...]]) -> bool:
    """Whether there are different people for all parts (Kuhn's augmenting paths)."""
    seats: dict[str, int] = {}

    def find(part: int, asked: set[str]) -> bool:
        for code in able[part]:
            if code not in asked:
                asked.add(code)
                if code not in seats or find(seats[code], asked):
                    seats[code] = part
                    return True
        return False

    return all(find(part, set()) for part in range(len(able)))


def _able(problem: Problem, way: Alternative, part: Attendance) -> Iterator[str]:
    """Who can attend the part; nobody where a qualification ends before the horizon does."""
    unit = problem.units_by_code.get(way.unit)
    kind = part.skill or (unit.kind if unit is not None else "")
    for person in problem.people:
        at_site = unit is None or unit.site == person.site
        valid = tuple(skill.valid for skill in person.skills if skill.kind == kind)
        named = not part.by or person.code in part.by
        if at_site and named and (valid or not kind):
            yield person.code if not kind or _covers(valid, problem.horizon) else ""
