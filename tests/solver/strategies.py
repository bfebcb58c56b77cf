"""Any small problem of requests for one step.

Drawn from a seed by random.Random, not value by value: a hundred times faster, so many more
problems are tried; a failing example is told by its seed.
"""

from collections.abc import Sequence
from random import Random
from typing import TypeVar

from hypothesis import strategies as st

from solver.problem import (
    Alternative,
    Attendance,
    Changeover,
    Occupied,
    Person,
    Problem,
    Request,
    Skill,
    Span,
    Step,
    Unit,
)

T = TypeVar("T")

HORIZON = 16
WHOLE: Span = (0, HORIZON)
UNITS = ("A1", "A2", "B1")
PEOPLE = ("abe", "ito", "ono")
SETTINGS = ("", "ink", "wax")
CALENDARS: tuple[tuple[Span, ...], ...] = (
    (WHOLE,),
    ((1, 7), (7, 8), (9, 15)),
    ((-2, 6), (10, 20)),
    ((3, 12),),
    ((0, 3), (5, 9), (11, 14)),
)
# All of them fit into the shortest run, two slots.
ATTENDANCE: tuple[tuple[Attendance, ...], ...] = (
    (),
    (Attendance(mode="exclusive", at="start", slots=1),),
    (Attendance(mode="exclusive", at="throughout"),),
    (Attendance(mode="on_call", at="throughout"),),
    (
        Attendance(mode="exclusive", at="start", slots=1),
        Attendance(mode="exclusive", at="end", slots=1),
    ),
    (
        Attendance(mode="exclusive", at="start", slots=1),
        Attendance(mode="on_call", at="throughout"),
    ),
)
SEEDS = st.integers(0, 2**40)


@st.composite
def spans(draw: st.DrawFn) -> Span:
    start = draw(st.integers(-1, HORIZON - 1))
    return start, draw(st.integers(start + 1, HORIZON + 1))


def few_spans(most: int) -> st.SearchStrategy[tuple[Span, ...]]:
    """Up to so many spans, some reaching out of the horizon."""
    return st.lists(spans(), max_size=most).map(tuple)


def problems(most: int = 3) -> st.SearchStrategy[Problem]:
    """Problems of up to so many requests."""
    return SEEDS.map(lambda seed: _problem(Random(seed), most))  # noqa: S311  # no secret


def _sometimes(rng: Random, usual: T, others: Sequence[T]) -> T:
    return rng.choice(others) if rng.random() < 0.25 else usual


def _span(rng: Random, longest: int) -> Span:
    start = rng.randrange(-1, HORIZON)
    return start, start + rng.randint(1, longest)


def _few(rng: Random, longest: int = 3) -> tuple[Span, ...]:
    some = tuple(_span(rng, longest) for _ in range(rng.randint(1, 2)))
    return _sometimes(rng, (), (some,))


def _problem(rng: Random, most: int) -> Problem:
    return Problem(
        slot_minutes=30,
        horizon=HORIZON,
        days=rng.choice(((0, 8), (-2, 7), (0,))),
        units=tuple(_unit(rng, code) for code in UNITS),
        people=tuple(_person(rng, code) for code in PEOPLE),
        requests=tuple(_request(rng, f"R{n}") for n in range(rng.randint(1, most))),
    )


def _unit(rng: Random, code: str) -> Unit:
    run = Occupied(start=(at := _span(rng, 4))[0], end=at[1], setting=rng.choice(SETTINGS))
    row = Changeover(
        before=rng.choice(SETTINGS), after=rng.choice(SETTINGS), slots=rng.randint(0, 3)
    )
    return Unit(
        code=code,
        site=_sometimes(rng, "Y", "I"),
        kind=code[0],
        open=rng.choice(((WHOLE,), *CALENDARS)),
        blocked=_few(rng),
        start_every=_sometimes(rng, 1, (2, 3)),
        fixed_starts=_sometimes(rng, (), ((0, 4), (3, 7))),
        occupied=rng.choice(((), (run,))),
        changeovers=_sometimes(rng, (), ((row,),)),
        default_changeover=rng.choice((0, 0, 1, 2)),
    )


def _person(rng: Random, code: str) -> Person:
    both = (Skill(kind="A", valid=WHOLE), Skill(kind="B", valid=WHOLE))
    short = (Skill(kind="A", valid=_span(rng, 12)), Skill(kind="A", valid=_span(rng, 12)))
    return Person(
        code=code,
        site=_sometimes(rng, "Y", "I"),
        working=_sometimes(rng, (WHOLE,), CALENDARS),
        taken=_few(rng),
        on_call=_few(rng, 8),
        on_call_limit=rng.choice((0, 1, 1, 2)),
        skills=_sometimes(rng, both, (short, ())),
    )


def _request(rng: Random, code: str) -> Request:
    step = Step(
        code=f"{code}-step",
        request=code,
        alternatives=tuple(
            Alternative(unit=unit, duration=rng.randint(2, 4), attendance=rng.choice(ATTENDANCE))
            for unit in rng.sample(UNITS, rng.randint(1, 3))
        ),
        windows=_sometimes(rng, (WHOLE,), (*CALENDARS, ())),
        windows_bind="whole" if rng.random() < 0.5 else "start",
        not_before=_sometimes(rng, 0, (3,)),
        not_after=_sometimes(rng, HORIZON, (HORIZON + 5, 9)),
        setting=rng.choice(SETTINGS),
        party=rng.choice(("", "Sato", "Sato")),
    )
    return Request(
        code=code,
        steps=(step,),
        weight=rng.randint(1, 3),
        mandatory=rng.random() < 0.1,
        party_taken=_few(rng),
    )
