"""A plan as what stands beside further requests."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from solver.outcome import Placement
from solver.places.alone import alone
from solver.places.bounds import Bounds
from solver.problem import (
    Budget,
    Load,
    Occupied,
    Person,
    Pool,
    Problem,
    Request,
    Span,
    Unit,
)


class InForce:
    """A plan as what stands beside further requests. Placements can be added and taken out.

    Whatever is placed around it can be added to it. Where the language cannot say what stands, it
    says a little more: who works at another site than the own is away on the longest way there and
    back too, and a step that waits for one of the plan does so on the longest way.
    """

    def __init__(self, problem: Problem, plan: Iterable[Placement] = ()) -> None:
        self._problem = problem
        self._on_unit: dict[str, list[Placement]] = {}
        self._by_person: dict[str, list[Placement]] = {}
        self._with_party: dict[str, list[Placement]] = {}
        self._of_stock: dict[str, list[tuple[Placement, int]]] = {}
        self._bounds = Bounds(problem)
        # Units and people as they are beside the plan; made anew when it changes for them.
        self._units: dict[str, Unit] = {}
        self._people: dict[str, Person] = {}
        self.placed: dict[str, Placement] = {}
        for placement in plan:
            self.add(placement)

    def add(self, p: Placement) -> None:
        """From now on it stands."""
        self.placed[p.step] = p
        for some, code in self._places(p):
            some.setdefault(code, []).append(p)
        for code, amount in self._draws(p):
            self._of_stock.setdefault(code, []).append((p, amount))

    def take_out(self, step: str) -> None:
        """It stands no longer."""
        p = self.placed.pop(step)
        for some, code in self._places(p):
            some[code].remove(p)
        for code, amount in self._draws(p):
            self._of_stock[code].remove((p, amount))

    def _places(self, p: Placement) -> Iterator[tuple[dict[str, list[Placement]], str]]:
        """Where it is written down; what was made of that is no longer true."""
        for code in (p.unit, *p.also):
            if code:
                self._units.pop(code, None)
                yield self._on_unit, code
        for code in {part.person for part in p.attendance}:
            self._people.pop(code, None)
            yield self._by_person, code
        party = self._problem.steps_by_code[p.step].party
        if party:
            yield self._with_party, party

    def _draws(self, p: Placement) -> list[tuple[str, int]]:
        way = self._problem.steps_by_code[p.step].alternative(p.alternative)
        if way is None or not (way.pools or way.budgets):
            return []
        return [(draw.of, draw.amount) for draw in (*way.pools, *way.budgets)]

    def around(self, request: Request) -> Problem:
        """The question of this request alone, beside what stands."""
        one = alone(self._problem, request)
        return replace(
            one,
            units=tuple(self._unit(unit) for unit in one.units),
            people=tuple(self._person(person) for person in one.people),
            pools=tuple(self._pool(pool) for pool in one.pools),
            budgets=tuple(self._budget(budget) for budget in one.budgets),
            requests=tuple(self._request(some) for some in one.requests),
        )

    def _unit(self, unit: Unit) -> Unit:
        found = self._units.get(unit.code)
        if found is None:
            found = self._units[unit.code] = self._new_unit(unit)
        return found

    def _new_unit(self, unit: Unit) -> Unit:
        """The unit with the plan's runs; pieces of one loading leave room together."""
        runs: dict[tuple[int, int, str], int] = {}
        kept = tuple(self._kept(unit))
        for p in self._on_unit.get(unit.code, ()):
            step = self._problem.steps_by_code[p.step]
            pieces = step.pieces if unit.code == p.unit else unit.capacity
            key = p.start, p.end, step.setting
            runs[key] = runs.get(key, 0) + pieces
        if not runs:
            return unit
        joined = {(run.start, run.end, run.setting): run for run in unit.occupied}
        occupied = [run for key, run in joined.items() if key not in runs]
        for (start, end, setting), pieces in runs.items():
            stands = joined.get((start, end, setting))
            before = unit.capacity - stands.room if stands is not None else 0
            room = max(0, min(unit.capacity - before - pieces, unit.capacity - 1))
            occupied.append(Occupied(start=start, end=end, setting=setting, room=room))
        return replace(unit, occupied=tuple(occupied), blocked=(*unit.blocked, *kept))

    def _kept(self, unit: Unit) -> Iterator[Span]:
        """When steps of the plan keep the unit between them."""
        for p in self._on_unit.get(unit.code, ()):
            step = self._problem.steps_by_code[p.step]
            first = self.placed.get(step.same_unit_as) if step.keeps_unit else None
            if first is not None and first.unit == p.unit == unit.code:
                start, end = min(first.end, p.end), max(first.start, p.start)
                if start < end:
                    yield start, end

    def _person(self, person: Person) -> Person:
        found = self._people.get(person.code)
        if found is None:
            found = self._people[person.code] = self._new_person(person)
        return found

    def _new_person(self, person: Person) -> Person:
        some = self._by_person.get(person.code)
        if not some:
            return person
        found: dict[str, list[Span]] = {"exclusive": [], "on_call": []}
        away: list[Span] = []
        for p in some:
            site = self._problem.units_by_code[p.unit].site if p.unit else person.site
            for part in p.attendance:
                if part.person != person.code:
                    continue
                if site == person.site:
                    found[part.mode].append((part.start, part.end))
                else:
                    away.append(self._away(person, site, part.start, part.end))
        return replace(
            person,
            working=without(person.working, away) if away else person.working,
            taken=(*person.taken, *found["exclusive"]),
            on_call=(*person.on_call, *found["on_call"]),
        )

    def _away(self, person: Person, site: str, start: int, end: int) -> Span:
        """Work at another site, with the longest way there and the longest back."""
        ways = self._problem.travel_by_sites
        there = (ways.get((other, site)) for other in person.sites)
        back = (ways.get((site, other)) for other in person.sites)
        longest = [max((way.slots for way in some if way), default=0) for some in (there, back)]
        return start - longest[0], end + longest[1]

    def _pool(self, pool: Pool) -> Pool:
        loads = [
            Load(start=p.start, end=p.end, amount=amount)
            for p, amount in self._of_stock.get(pool.code, ())
        ]
        return replace(pool, taken=(*pool.taken, *loads)) if loads else pool

    def _budget(self, budget: Budget) -> Budget:
        spent = sum(amount for _, amount in self._of_stock.get(budget.code, ()))
        return replace(budget, amount=max(0, budget.amount - spent)) if spent else budget

    def _request(self, request: Request) -> Request:
        parties = sorted({step.party for step in request.steps if step.party})
        there = [p for party in parties for p in self._with_party.get(party, ())]
        away = [span for p in there for span in self._present(p)]
        steps = tuple(self._bounds.of(step, self.placed) for step in request.steps)
        return replace(request, steps=steps, party_taken=(*request.party_taken, *away))

    def _present(self, p: Placement) -> list[Span]:
        """When somebody of the company is at the run."""
        bind = self._problem.steps_by_code[p.step].windows_bind
        if bind == "whole":
            return [(p.start, p.end)]
        parts = p.attendance if bind == "start" else ()
        return [(part.start, part.end) for part in parts]

    def around_all(self, requests: Iterable[Request]) -> Problem:
        """The question of these requests together, beside what stands."""
        problem, some = self._problem, tuple(requests)
        codes = {request.code for request in some}
        steps = {step.code for request in some for step in request.steps}
        return replace(
            problem,
            units=tuple(self._unit(unit) for unit in problem.units),
            people=tuple(self._person(person) for person in problem.people),
            pools=tuple(self._pool(pool) for pool in problem.pools),
            budgets=tuple(self._budget(budget) for budget in problem.budgets),
            requests=tuple(self._request(_free(request, codes)) for request in some),
            lags=tuple(lag for lag in problem.lags if lag.before in steps and lag.after in steps),
            standing=tuple(one for one in problem.standing if one.step in steps),
        )


def without(spans: Iterable[Span], away: Iterable[Span]) -> tuple[Span, ...]:
    """What is left of the spans."""
    left = list(spans)
    for start, end in away:
        left = [
            (begin, stop)
            for since, until in left
            for begin, stop in ((since, min(until, start)), (max(since, end), until))
            if begin < stop
        ]
    return tuple(left)


def _free(request: Request, codes: set[str]) -> Request:
    """The request; whom it follows stands already, if it is none of these."""
    return request if request.follows in codes else replace(request, follows="")


def beside(problem: Problem, plan: Sequence[Placement]) -> Problem:
    """The question about the requests a plan leaves out, with the plan as what stands."""
    placed = {p.request for p in plan}
    left = (request for request in problem.requests if request.code not in placed)
    return InForce(problem, plan).around_all(left)
