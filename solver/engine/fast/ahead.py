"""Compiles the core before anybody waits for it: plans two small problems, one of each kind."""

from solver.engine.fast.improve import improve
from solver.engine.fast.kept import is_ready, note_ready
from solver.problem import (
    SHORTEST,
    Alternative,
    Draw,
    Load,
    Occupied,
    Pool,
    Problem,
    Request,
    Step,
    Unit,
)

_TRIES = 3


def compile_ahead() -> None:
    """Make the compiled core ready; 45 s the first time, nothing after that."""
    if is_ready():
        return
    for problem in (_project(), _bookings()):
        plan = improve(problem, iterations=_TRIES)
        improve(problem, iterations=_TRIES, start=plan)
    note_ready()


def _project() -> Problem:
    way = Alternative(code="way", duration=2, pools=(Draw(of="hands", amount=1),))
    steps = tuple(
        Step(code=f"s{n}", request="R", alternatives=(way,), not_after=20) for n in range(3)
    )
    return Problem(
        slot_minutes=60,
        horizon=20,
        days=(0,),
        requests=(Request(code="R", steps=steps, mandatory=True),),
        pools=(Pool(code="hands", capacity=2),),
        goal=SHORTEST,
    )


def _bookings() -> Problem:
    way = Alternative(unit="U", duration=2, pools=(Draw(of="hands", amount=1),))
    return Problem(
        slot_minutes=60,
        horizon=20,
        days=(0,),
        units=(
            Unit(
                code="U", site="Y", kind="K", open=((0, 20),), occupied=(Occupied(start=0, end=2),)
            ),
        ),
        pools=(Pool(code="hands", capacity=2, taken=(Load(start=4, end=6, amount=1),)),),
        requests=tuple(
            Request(
                code=code,
                steps=(Step(code=f"{code}-1", request=code, alternatives=(way,), not_after=20),),
            )
            for code in ("A", "B")
        ),
    )
