"""What cannot be meant is refused at the door, before any solving: who, which field, what to do."""

import time
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from solver.fitting import MOST_SLOTS, MOST_STEPS, check_size
from solver.problem import (
    Alternative,
    Attendance,
    Budget,
    Changeover,
    Draw,
    Lag,
    Load,
    Need,
    Occupied,
    Pool,
    Problem,
    Request,
    Standing,
    Term,
    Travel,
)
from tests.solver.builders import (
    DAY,
    a_job,
    a_person,
    a_problem,
    a_request,
    a_step,
    a_unit,
    attended,
)

THEN = Lag(before="R1-1", after="R1-2")
BACK = Lag(before="R1-2", after="R1-1")
JOB = a_job(a_step("R1-1"), a_step("R1-2"))


def _way(**changes: Any) -> Alternative:
    return replace(Alternative(unit="SEM-1", duration=2), **changes)


def _drawing(**draws: Any) -> Problem:
    return a_problem(a_job(a_step(alternatives=(_way(**draws),))))


def _standing(unit: object = None, **changes: Any) -> Problem:
    stands = Standing(step="R1-1", alternative="SEM-1", start=9, end=12, locked=True)
    return a_problem(
        a_job(a_step()),
        units=(unit or a_unit(),),  # type: ignore[arg-type]  # a unit
        standing=(replace(stands, **changes),),
    )


WRONG: list[tuple[str, Callable[[], object]]] = [
    ("unit : code is empty; give", lambda: a_unit("")),
    (r"unit SEM-1: open has the span \(5, 5\); give", lambda: a_unit(open=((5, 5),))),
    ("unit SEM-1: start_every is 0; give 1", lambda: a_unit(start_every=0)),
    ("unit SEM-1: fixed_starts has a negative", lambda: a_unit(fixed_starts=(-1,))),
    ("unit SEM-1: default_changeover is -1; give 0", lambda: a_unit(default_changeover=-1)),
    (
        "unit SEM-1: changeovers has .* twice",
        lambda: a_unit(changeovers=(Changeover(before="a", after="b", slots=1),) * 2),
    ),
    ("slots is -1; give 0 or more", lambda: Changeover(before="a", after="b", slots=-1)),
    (r"occupied 5\.\.4: end is not after", lambda: Occupied(start=5, end=4)),
    ("person abe: on_call_limit is -1", lambda: a_person(on_call_limit=-1)),
    ("person abe: taken has the span", lambda: a_person(taken=((3, 2),))),
    ("attendance throughout: slots is 2", lambda: attended("throughout", 2)),
    ("attendance at start: slots is 0", lambda: attended("start")),
    ("alternative U: duration is 0; give 1", lambda: Alternative(unit="U", duration=0)),
    (
        "alternative U: attendance is longer than duration 2",
        lambda: Alternative(unit="U", duration=2, attendance=(attended("end", 3),)),
    ),
    ("step R1-step: alternatives has 'SEM-1' twice", lambda: a_request("R1", "SEM-1", "SEM-1")),
    ("request R1: weight is 0; give 1", lambda: a_request(weight=0)),
    ("request R1: steps is empty; give at least one", lambda: a_request(steps=())),
    (
        "step R2-step: request is 'R2'; give 'R1'",
        lambda: Request(code="R1", steps=(a_request("R2").step,)),
    ),
    (
        "step R1-step: alternatives names 'SEM-9', which",
        lambda: a_problem(a_request("R1", "SEM-9")),
    ),
    ("problem: requests has 'R1' twice", lambda: a_problem(a_request(), a_request())),
    ("problem: units has 'SEM-1' twice", lambda: a_problem(units=(a_unit(), a_unit()))),
    ("unit SEM-1: capacity is 0; give 1", lambda: a_unit(capacity=0)),
    (
        r"unit SEM-1: occupied 3\.\.5 has room 4 of a capacity of 4; give less",
        lambda: a_unit(capacity=4, occupied=(Occupied(start=3, end=5, room=4),)),
    ),
    ("occupied 3..5: room is -1; give 0", lambda: Occupied(start=3, end=5, room=-1)),
    ("person abe: more_sites has 'Y' twice", lambda: a_person(more_sites=("Y",))),
    ("pool: code is empty", lambda: Pool(code="", capacity=1)),
    ("pool power: capacity is -1", lambda: Pool(code="power", capacity=-1)),
    ("load: span has the span", lambda: Load(start=3, end=3, amount=1)),
    ("load: amount is 0; give 1", lambda: Load(start=3, end=4, amount=0)),
    ("budget film: amount is -1", lambda: Budget(code="film", amount=-1)),
    ("travel Y to Y: target is the origin", lambda: Travel(origin="Y", target="Y", slots=1)),
    ("travel Y to I: slots is -1; give 0", lambda: Travel(origin="Y", target="I", slots=-1)),
    (
        "travel Y to I: leaves has the span",
        lambda: Travel(origin="Y", target="I", slots=1, leaves=((4, 4),)),
    ),
    ("draw of power: amount is 0; give 1", lambda: Draw(of="power", amount=0)),
    ("need of A: count is 2 of 1 units; ask for fewer", lambda: Need(any_of=("A",), count=2)),
    ("need of nothing: count is 1 of 0 units", lambda: Need(any_of=())),
    ("need of A, A: any_of has 'A' twice", lambda: Need(any_of=("A", "A"))),
    ("need of A: count is 0; give 1", lambda: Need(any_of=("A",), count=0)),
    ("term cost: weight is 0; drop the term", lambda: Term(name="cost", weight=0)),
    (
        "attendance at start: by has 'abe' twice",
        lambda: Attendance(mode="exclusive", at="start", slots=1, by=("abe", "abe")),
    ),
    (
        "alternative without unit: attendance names no skill and there is no unit",
        lambda: Alternative(duration=2, attendance=(attended("start", 1),)),
    ),
    (
        "alternative SEM-1: pools has 'power' twice",
        lambda: _way(pools=(Draw(of="power", amount=1),) * 2),
    ),
    ("alternative SEM-1: duration is -3; give 1", lambda: _way(duration=-3)),
    ("step R1-1: alternatives is empty; name", lambda: a_step(alternatives=())),
    ("step R1-1: pieces is 0; give 1", lambda: a_step(pieces=0)),
    ("step R1-1: end_tolerance is -1", lambda: a_step(end_tolerance=-1)),
    ("step R1-1: keeps_unit without same_unit_as", lambda: a_step(keeps_unit=True)),
    (
        "step R1-1: may_pause needs a unit's open hours",
        lambda: a_step(may_pause=True, alternatives=(_way(), Alternative(duration=2))),
    ),
    ("step R1-1: windows has the span", lambda: a_step(windows=((5, 3),))),
    (
        "step R1-1: same_unit_as is 'R1-2', which is no earlier step",
        lambda: a_job(a_step("R1-1", same_unit_as="R1-2"), a_step("R1-2")),
    ),
    ("request R1: follows itself", lambda: a_request(follows="R1")),
    ("lag R1-1 to R1-1: after is the same step", lambda: Lag(before="R1-1", after="R1-1")),
    (
        "lag R1-1 to R1-2: most is 1, below least 2; give most >= least, or a finer slot",
        lambda: replace(THEN, least=2, most=1),
    ),
    (r"standing R1-1: end is not after start", lambda: _standing(end=9)),
]

# What only the whole problem can tell.
UNFIT: list[tuple[str, Callable[[], object]]] = [
    ("problem: horizon is 0; give 1", lambda: replace(a_problem(), horizon=0)),
    (
        f"problem: horizon is {MOST_SLOTS + 1} slots; give {MOST_SLOTS} or fewer, or longer slots",
        lambda: replace(a_problem(), horizon=MOST_SLOTS + 1),
    ),
    ("problem: goal has no level", lambda: a_problem(goal=())),
    ("problem: goal has no level, or one without a term", lambda: a_problem(goal=((),))),
    (
        "problem: steps has 'R1-1' twice",
        lambda: a_problem(a_job(a_step()), a_job(a_step(request="R2"))),
    ),
    (
        "problem: travels has .* twice",
        lambda: a_problem(travels=(Travel(origin="Y", target="I", slots=1),) * 2),
    ),
    (
        "step R1-1: alternatives names 'BOX', which",
        lambda: _drawing(also=(Need(any_of=("BOX",)),)),
    ),
    (
        "step R1-1: pools names 'power', which",
        lambda: _drawing(pools=(Draw(of="power", amount=1),)),
    ),
    (
        "step R1-1: budgets names 'film', which",
        lambda: _drawing(budgets=(Draw(of="film", amount=1),)),
    ),
    (
        "step R1-1: attendance names 'ito', which",
        lambda: _drawing(
            attendance=(Attendance(mode="exclusive", at="start", slots=1, by=("ito",)),)
        ),
    ),
    ("request R1: follows names 'R9', which", lambda: a_problem(a_request(follows="R9"))),
    (
        "problem: follows form a circle: R1 after R2 after R1|R2 after R1 after R2",
        lambda: a_problem(a_request(follows="R2"), a_request("R2", follows="R1")),
    ),
    (
        "lag R1-1 to R9-1: steps names 'R9-1', which",
        lambda: a_problem(JOB, lags=(Lag(before="R1-1", after="R9-1"),)),
    ),
    ("problem: lags form a circle: R1-", lambda: a_problem(JOB, lags=(THEN, BACK))),
    (
        r"step R1-step: windows has the span \(48, 60\) outside the horizon 0\.\.48",
        lambda: a_problem(a_request(windows=((9, 17), (48, 60)))),
    ),
    (
        r"step R1-step: windows has the span \(-5, 0\) outside the horizon",
        lambda: a_problem(a_request(windows=((-5, 0),))),
    ),
    ("standing R9-1: step names 'R9-1', which", lambda: _standing(step="R9-1")),
    ("standing R1-1: alternative 'SEM-2' is none of", lambda: _standing(alternative="SEM-2")),
    ("standing R1-1: people names 'ito', which", lambda: _standing(people=("ito",))),
    ("standing R1-1: also names 'BOX', which", lambda: _standing(also=("BOX",))),
    (
        r"standing R1-1: locked over 46\.\.49, outside the horizon 0\.\.48",
        lambda: _standing(start=46, end=49),
    ),
    (
        r"standing R1-1: locked over -1\.\.2, outside the horizon",
        lambda: _standing(start=-1, end=2),
    ),
    (
        "standing R1-1: locked for 4 slots, its alternative takes 3; give end 12",
        lambda: _standing(end=13),
    ),
    (
        "standing R1-1: locked with 1 in people, its alternative has 0",
        lambda: _standing(people=("abe",)),
    ),
    (
        "standing R1-1: locked with 1 in also, its alternative has 0",
        lambda: _standing(also=("SEM-1",)),
    ),
    (
        r"standing R1-1: locked over 9\.\.12, but SEM-1 is blocked over 11\.\.14; unlock it",
        lambda: _standing(a_unit(blocked=((11, 14),))),
    ),
    (
        r"standing R1-1: locked over 9\.\.12, but SEM-1 is blocked over 5\.\.10; unlock it",
        lambda: _standing(a_unit(blocked=((5, 10),))),
    ),
]


@pytest.mark.parametrize(("sentence", "make"), [*WRONG, *UNFIT])
def test_what_cannot_be_meant_is_refused_by_name_with_a_remedy(
    sentence: str, make: Callable[[], object]
) -> None:
    with pytest.raises(ValueError, match=sentence):
        make()


def test_what_stands_unlocked_may_stand_where_it_cannot_stay() -> None:
    """An outage has hit it: that is what is to be planned anew."""
    _standing(a_unit(blocked=((9, 12),)), locked=False)
    _standing(start=40, end=50, locked=False)


def test_a_locked_run_that_pauses_takes_longer_than_its_open_slots() -> None:
    stands = Standing(step="R1-1", alternative="SEM-1", start=16, end=DAY + 11, locked=True)
    pausing = a_job(a_step(may_pause=True))

    assert a_problem(pausing, standing=(stands,)).standing_by_step == {"R1-1": stands}


def test_what_touches_the_horizon_or_a_closure_only_from_outside_is_taken() -> None:
    a_problem(a_request(windows=((-5, 1), (47, 60))))
    _standing(a_unit(blocked=((5, 9), (12, 14))))
    _standing(start=0, end=3)
    _standing(start=45, end=48)


def test_a_wait_that_may_be_negative_orders_nothing_and_makes_no_circle() -> None:
    a_problem(JOB, lags=(THEN, replace(BACK, least=-4)))
    a_problem(JOB, lags=(THEN, replace(BACK, origin="start")))
    a_problem(JOB, lags=(THEN, replace(BACK, target="end")))


def test_as_much_as_is_allowed_is_taken() -> None:
    check_size(MOST_SLOTS, MOST_STEPS)
    Alternative(unit="SEM-1", duration=2, attendance=(attended("start", 2), attended("end", 2)))
    a_unit(capacity=4, occupied=(Occupied(start=3, end=5, room=3),))


def test_a_million_steps_are_refused_where_no_file_was_read_either() -> None:
    step = a_step()
    many = Request(code="R1", steps=(step,))
    object.__setattr__(many, "steps", (step,) * 1_000_000)
    began = time.perf_counter()

    with pytest.raises(ValueError, match="have 1000000 steps"):
        a_problem(many)

    assert time.perf_counter() - began < 0.5
