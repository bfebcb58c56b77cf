"""One small problem and a plan of it that use every field of the language."""

from solver.outcome import Placement
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
    Skill,
    Standing,
    Step,
    Term,
    Travel,
)
from tests.solver.builders import DAY, WHOLE, a_job, a_person, a_step, a_unit, placed

GOAL = (
    (Term(name="accepted_weight", weight=10), Term(name="lateness", weight=-1)),
    (Term(name="moves", weight=-100), Term(name="people_told", weight=-1)),
    (
        Term(name="slots_shifted", weight=-1),
        Term(name="waiting", weight=-1),
        Term(name="cost", weight=-1),
        Term(name="visits", weight=-5),
        Term(name="staff_slots", weight=-1),
    ),
    (Term(name="earliness", weight=1), Term(name="makespan", weight=-1)),
)


def whole_language() -> Problem:
    """A job of four steps over two sites, its second round, a bake that joins others."""
    return Problem(
        slot_minutes=60,
        horizon=2 * DAY,
        days=(0, DAY),
        units=(
            a_unit("PRINTER", fixed_starts=(9, 11)),
            a_unit(
                "OVEN",
                start_every=2,
                capacity=4,
                occupied=(Occupied(start=10, end=12, setting="85C", room=2),),
                changeovers=(Changeover(before="85C", after="120C", slots=2),),
                default_changeover=1,
            ),
            a_unit("BOX-1"),
            a_unit("BOX-2", blocked=((30, 34),)),
            a_unit("SEM", site="I"),
        ),
        people=(
            a_person(taken=((16, 17),), on_call=((9, 12),), on_call_limit=2, more_sites=("I",)),
            a_person("ito", skills=(Skill(kind="laser", valid=WHOLE),)),
        ),
        requests=(_job(), _second_round(), _bake()),
        lags=(
            Lag(before="R1-1", after="R1-2", most=40),
            Lag(before="R1-2", after="R1-3", origin="start", target="end", most=5),
            Lag(before="R1-3", after="R1-4", least=1, most=4, travels=True, soft=True),
            Lag(before="R1-4", after="R2-1", least=2),
        ),
        pools=(Pool(code="power", capacity=5, taken=(Load(start=0, end=4, amount=5),)),),
        budgets=(Budget(code="film", amount=3),),
        travels=(
            Travel(origin="Y", target="I", slots=4, leaves=((15, 17), (DAY + 9, DAY + 10))),
            Travel(origin="I", target="Y", slots=1),
        ),
        standing=(
            Standing(
                step="R1-2",
                alternative="PRINTER by two",
                start=9,
                end=11,
                people=("abe", "ito"),
                also=("BOX-1", "BOX-2"),
            ),
            Standing(step="R1-4", alternative="SEM", start=DAY + 13, end=DAY + 14, people=("abe",)),
            Standing(step="R3-1", alternative="OVEN", start=10, end=12, locked=True),
        ),
        goal=GOAL,
    )


def a_whole_plan() -> tuple[Placement, ...]:
    """A plan of it that breaks no rule."""
    return (
        placed("R1-1", 3, unit="", slots=5, alternative="ordered"),
        placed(
            "R1-2",
            9,
            unit="PRINTER",
            slots=2,
            by=(("abe", "exclusive", 9, 10), ("ito", "exclusive", 9, 10)),
            alternative="PRINTER by two",
            also=("BOX-1", "BOX-2"),
        ),
        placed("R1-3", 11, unit="PRINTER", slots=2, alternative="PRINTER"),
        placed("R1-4", DAY + 13, unit="SEM", slots=1, by=(("abe", "on_call", DAY + 13, DAY + 14),)),
        placed("R3-1", 10, unit="OVEN", slots=2),
    )


def _job() -> Request:
    laser = Attendance(mode="exclusive", at="start", slots=1, skill="laser", by=("ito",))
    printing = Alternative(
        unit="PRINTER",
        duration=2,
        code="PRINTER by two",
        attendance=(Attendance(mode="exclusive", at="start", slots=1), laser),
        also=(Need(any_of=("BOX-1", "BOX-2"), count=2),),
        budgets=(Draw(of="film", amount=2),),
        cost=30,
    )
    return a_job(
        a_step("R1-1", alternatives=(Alternative(duration=5, code="ordered"),)),
        a_step(
            "R1-2",
            alternatives=(printing,),
            windows=((9, 17),),
            windows_bind="whole",
            party="Sato",
            setting="silver",
        ),
        a_step(
            "R1-3",
            "PRINTER",
            duration=2,
            same_unit_as="R1-2",
            keeps_unit=True,
            may_pause=True,
            setting="silver",
        ),
        a_step(
            "R1-4",
            "SEM",
            duration=1,
            attendance=(Attendance(mode="on_call", at="throughout"),),
            end_binds="hard",
            end_tolerance=1,
        ),
        weight=4,
        mandatory=True,
        due=DAY + 12,
        party_taken=((12, 13),),
    )


def _second_round() -> Request:
    again: Step = a_step("R2-1", "SEM", not_before=3, end_binds="soft", end_tolerance=2)
    return a_job(again, follows="R1")


def _bake() -> Request:
    way = Alternative(unit="OVEN", duration=2, pools=(Draw(of="power", amount=2),))
    return a_job(a_step("R3-1", alternatives=(way,), setting="85C", pieces=2))
