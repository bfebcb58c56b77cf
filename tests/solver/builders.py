"""Small questions that read aloud: a site of one unit and one person, in slots of an hour.

The horizon is two days of 24 slots; the site is open 9-17 on both.
"""

from dataclasses import replace

from solver.outcome import PlacedAttendance, Placement
from solver.problem import (
    Alternative,
    Attendance,
    Mode,
    Part,
    Person,
    Problem,
    Request,
    Skill,
    Span,
    Step,
    Unit,
    WindowsBind,
)

DAY = 24
WHOLE: Span = (0, 2 * DAY)
HOURS: tuple[Span, ...] = ((9, 17), (DAY + 9, DAY + 17))


def a_unit(code: str = "SEM-1", **changes: object) -> Unit:
    """A unit of kind SEM, open 9-17, free, starting on any slot."""
    unit = Unit(code=code, site="Y", kind="SEM", open=HOURS, blocked=())
    return replace(unit, **changes)  # type: ignore[arg-type]  # the test names the fields


def a_person(code: str = "abe", **changes: object) -> Person:
    """A technician of the site, working 9-17, qualified for SEM, with nothing to do."""
    skills = (Skill(kind="SEM", valid=WHOLE),)
    person = Person(code=code, site="Y", working=HOURS, skills=skills)
    return replace(person, **changes)  # type: ignore[arg-type]  # the test names the fields


def attended(at: Part, slots: int = 0, mode: Mode = "exclusive") -> Attendance:
    """A part somebody attends."""
    return Attendance(mode=mode, at=at, slots=slots)


def a_request(
    code: str = "R1",
    *on: str,
    duration: int = 3,
    attendance: tuple[Attendance, ...] = (),
    windows: tuple[Span, ...] = (WHOLE,),
    bind: WindowsBind = "start",
    notice: Span = WHOLE,
    setting: str = "",
    party: str = "",
    **changes: object,
) -> Request:
    """A request of three slots on SEM-1, any time, the company bringing its work."""
    step = Step(
        code=f"{code}-step",
        request=code,
        alternatives=tuple(
            Alternative(unit=unit, duration=duration, attendance=attendance)
            for unit in on or ("SEM-1",)
        ),
        windows=windows,
        windows_bind=bind,
        not_before=notice[0],
        not_after=notice[1],
        setting=setting,
        party=party,
    )
    request = Request(code=code, steps=(step,))
    return replace(request, **changes)  # type: ignore[arg-type]  # the test names the fields


def a_step(
    code: str = "R1-1",
    *on: str,
    duration: int = 3,
    attendance: tuple[Attendance, ...] = (),
    **changes: object,
) -> Step:
    """A step of three slots on SEM-1 with which the company has nothing to do; "R1-1" is R1's."""
    alternatives = tuple(
        Alternative(unit=unit, duration=duration, attendance=attendance)
        for unit in on or ("SEM-1",)
    )
    step = Step(
        code=code,
        request=code.partition("-")[0],
        alternatives=alternatives,
        not_after=2 * DAY,
    )
    return replace(step, **changes)  # type: ignore[arg-type]  # the test names the fields


def a_job(*steps: Step, **changes: object) -> Request:
    """A request of several steps."""
    request = Request(code=steps[0].request, steps=steps)
    return replace(request, **changes)  # type: ignore[arg-type]  # the test names the fields


def a_problem(
    *requests: Request,
    units: tuple[Unit, ...] | None = None,
    people: tuple[Person, ...] | None = None,
    **more: object,
) -> Problem:
    """The requests at a site of SEM-1 and abe, unless others are named."""
    return Problem(
        slot_minutes=60,
        horizon=2 * DAY,
        days=(0, DAY),
        units=(a_unit(),) if units is None else units,
        people=(a_person(),) if people is None else people,
        requests=requests or (a_request(),),
        **more,  # type: ignore[arg-type]  # the test names the fields
    )


def at(
    start: int,
    code: str = "R1",
    *,
    unit: str = "SEM-1",
    slots: int = 3,
    by: tuple[tuple[str, Mode, int, int], ...] = (),
) -> Placement:
    """The request's step on a unit, with (person, mode, start, end) of each attended part."""
    return placed(f"{code}-step", start, unit=unit, slots=slots, by=by)


def placed(
    step: str,
    start: int,
    *,
    unit: str = "SEM-1",
    slots: int = 3,
    by: tuple[tuple[str, Mode, int, int], ...] = (),
    **changes: object,
) -> Placement:
    """A step of a job, likewise; "R1-2" is R1's."""
    placement = Placement(
        step=step,
        request=step.partition("-")[0],
        unit=unit,
        start=start,
        end=start + slots,
        attendance=tuple(
            PlacedAttendance(person=person, mode=mode, start=begin, end=end)
            for person, mode, begin, end in by
        ),
    )
    return replace(placement, **changes)  # type: ignore[arg-type]  # the test names the fields
