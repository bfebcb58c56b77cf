"""Generated weeks of a network in the whole language, seeded: equal numbers give equal problems.

Overnight runs loaded and unloaded by people, batches by recipe, hard waits of 15-60 minutes, second
rounds, visits of companies, glove boxes, power and film, couriers. For growth, memory and whatever
needs a plausible big plan: `python -m solver.benchmark.generate REQUESTS SEED > FILE`.
"""

import json
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from random import Random

from solver.benchmark.generated_lab import (
    DAY,
    DAYS,
    FILM,
    HORIZON,
    LONGEST_ATTENDED,
    SLOT_MINUTES,
    WORKDAYS,
    Kind,
    Lab,
    a_lab,
    glove_boxes,
    spans,
    supply,
)
from solver.problem import (
    Alternative,
    Attendance,
    Draw,
    EndBinds,
    Lag,
    Need,
    Problem,
    Request,
    Span,
    Step,
    Term,
    Unit,
    WindowsBind,
)

GOAL = (
    (Term(name="accepted_weight", weight=2000), Term(name="lateness", weight=-1)),
    (Term(name="waiting", weight=-1),),
)
_JOBS = 0.2  # of the requests have several steps
_SECOND_ROUNDS = 0.05  # of the requests of one step: a test that is expected to fail at first
_HARD_WAITS = 0.15  # of the gaps in a job
_VISITS = 0.25  # of the requests: the company comes


def generate(requests: int, seed: int) -> Problem:
    """A problem with so many requests, and some second rounds beside them.

    Raises ValueError for fewer than one request.
    """
    if requests < 1:
        raise ValueError(f"generate: requests is {requests}; give 1 or more")
    random = Random(seed)  # noqa: S311  # not a secret: the same seed must give the same problem
    lab = a_lab(random, requests)
    demand = _Demand(random, lab)
    for number in range(requests):
        demand.add(f"R{number}")
    return Problem(
        slot_minutes=SLOT_MINUTES,
        horizon=HORIZON,
        days=tuple(day * DAY for day in range(DAYS)),
        units=lab.units,
        people=lab.people,
        requests=tuple(demand.requests),
        lags=tuple(demand.lags),
        pools=lab.pools,
        budgets=lab.budgets,
        travels=lab.travels,
        goal=GOAL,
    )


@dataclass(slots=True)
class _Demand:
    """Draws requests; popular kinds are asked for much more often than others (Zipf)."""

    random: Random
    lab: Lab
    requests: list[Request] = field(default_factory=list)
    lags: list[Lag] = field(default_factory=list)
    _weights: list[float] = field(init=False)

    def __post_init__(self) -> None:
        self._weights = [1 / (rank + 1) ** 0.7 for rank in range(len(self.lab.kinds))]

    def add(self, code: str) -> None:
        """One more request, and now and then its second round."""
        release = self.random.randrange(0, HORIZON - 4 * DAY, DAY // 2)
        first = self._request(code, release)
        self.requests.append(first)
        if len(first.steps) == 1 and self.random.random() < _SECOND_ROUNDS:
            self._second_round(first)

    def _request(self, code: str, release: int) -> Request:
        weight = self.random.choice((1, 1, 1, 2, 3, 5))
        count = self.random.randint(3, 8) if self.random.random() < _JOBS else 1
        kinds = self.random.choices(self.lab.kinds, self._weights, k=count)
        visit = self.random.random() < _VISITS
        steps = tuple(
            self._step(code, number, kind, release, visit) for number, kind in enumerate(kinds)
        )
        self.lags += self._gaps(steps)
        return Request(
            code=code,
            steps=steps,
            weight=weight * count,
            due=min(HORIZON, release + self.random.randint(1 + count // 2, 8) * DAY),
        )

    def _step(self, request: str, number: int, kind: Kind, release: int, visit: bool) -> Step:
        units = self.lab.units_of[kind.code]
        some = self.random.sample(units, min(len(units), self.random.randint(2, 6)))
        recipe = self.random.randrange(4)
        staff = _staff(self.random, kind)
        comes = visit and kind.manner == "plain"
        end_binds, tolerance = _unloading(self.random, kind)
        return Step(
            code=f"{request}/{number}",
            request=request,
            alternatives=tuple(self._way(unit, kind, recipe, staff) for unit in some),
            windows=_windows(self.random, release, comes),
            windows_bind=_bind(kind, comes),
            not_before=release,
            not_after=HORIZON,
            setting=f"recipe {recipe}",
            party="guest" if comes else "",
            pieces=self.random.randint(1, 3) if kind.manner == "batch" else 1,
            end_binds=end_binds,
            end_tolerance=tolerance,
        )

    def _way(self, unit: Unit, kind: Kind, recipe: int, staff: Sequence[Attendance]) -> Alternative:
        shortest, beyond = kind.length
        # A recipe takes equally long on each unit of a batch kind, so that runs can be shared.
        if kind.manner == "batch":
            duration = shortest + (beyond - shortest) * recipe // 4
        else:
            duration = self.random.randrange(shortest, beyond)
        if any(part.at == "throughout" for part in staff):
            duration = min(duration, LONGEST_ATTENDED)
        boxes = tuple(box.code for box in self.lab.units_of[glove_boxes(unit.site)])
        return Alternative(
            unit=unit.code,
            duration=duration,
            attendance=tuple(staff),
            also=(Need(any_of=boxes),) if kind.glove_box else (),
            pools=(Draw(of=supply(unit.site), amount=1),) if kind.power else (),
            budgets=(Draw(of=FILM, amount=1),) if kind.film else (),
        )

    def _gaps(self, steps: Sequence[Step]) -> Iterator[Lag]:
        for before, after in pairwise(steps):
            if self._share_a_site(before, after) and self.random.random() < _HARD_WAITS:
                least = self.random.randint(0, 1)
                most = least + self.random.randint(1, 3)
                yield Lag(
                    before=before.code, after=after.code, least=least, most=most, travels=True
                )
            else:
                yield self._loose_gap(before, after)

    def _loose_gap(self, before: Step, after: Step) -> Lag:
        return Lag(
            before=before.code,
            after=after.code,
            least=self.random.choice((0, 2, 8)),
            most=self.random.randint(2, 4) * DAY,
            travels=True,
            soft=self.random.random() < 0.2,
        )

    def _share_a_site(self, before: Step, after: Step) -> bool:
        places = [{unit.site for unit in self._units(step)} for step in (before, after)]
        return bool(places[0] & places[1])

    def _units(self, step: Step) -> list[Unit]:
        codes = {way.unit for way in step.alternatives}
        kind = step.alternatives[0].unit.partition("-")[0]
        return [unit for unit in self.lab.units_of[kind] if unit.code in codes]

    def _second_round(self, first: Request) -> None:
        again = self._request(f"{first.code}-again", first.step.not_before)
        self.requests.append(
            Request(
                code=again.code,
                steps=again.steps,
                weight=again.weight,
                due=again.due,
                follows=first.code,
            )
        )
        # Two days to mend what failed.
        self.lags.append(Lag(before=first.step.code, after=again.step.code, least=2 * DAY))


def _staff(random: Random, kind: Kind) -> list[Attendance]:
    """Overnight runs are loaded and mostly unloaded; others are guided, attended or on call."""
    if kind.manner == "overnight":
        loaded = Attendance(mode="exclusive", at="start", slots=2, skill=kind.code)
        unloaded = Attendance(mode="exclusive", at="end", slots=1, skill=kind.code)
        return [loaded, unloaded] if random.random() < 0.5 else [loaded]
    if kind.manner == "batch":
        return []
    guided = Attendance(mode="exclusive", at="start", slots=2, skill=kind.code)
    attended = Attendance(mode="exclusive", at="throughout", skill=kind.code)
    on_call = Attendance(mode="on_call", at="throughout", skill=kind.code)
    return list(random.choice(((), (guided,), (attended,), (on_call,))))


def _unloading(random: Random, kind: Kind) -> tuple[EndBinds, int]:
    """How the end of a run meets open hours, and within how many slots."""
    if kind.manner != "overnight":
        return "free", 0
    return random.choice((("free", 0), ("hard", 8), ("soft", 4)))


def _bind(kind: Kind, comes: bool) -> WindowsBind:
    if comes:
        return "whole"
    return "free" if kind.manner == "batch" else "start"


def _windows(random: Random, release: int, comes: bool) -> tuple[Span, ...]:
    """Some working days on which the company comes; all the time where it only sends work."""
    if not comes:
        return ((0, HORIZON),)
    ahead = [day for day in WORKDAYS if day * DAY >= release]
    return spans(tuple(sorted(random.sample(ahead, min(len(ahead), 4)))), 36, 70)


def main() -> int:
    """Print a generated problem as JSON."""
    problem = generate(int(sys.argv[1]), int(sys.argv[2]))
    print(json.dumps(problem.to_json()))  # noqa: T201  # a command speaks here
    return 0


if __name__ == "__main__":
    sys.exit(main())
