"""Any small problem, and any plan of it, good or bad."""

from hypothesis import strategies as st

from solver.outcome import PlacedAttendance, Placement
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

HORIZON = 16
WHOLE: Span = (0, HORIZON)
UNITS = ("A1", "A2", "B1")
PEOPLE = ("abe", "ito", "ono")
SETTINGS = ("", "ink", "wax")
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
    (
        Attendance(mode="on_call", at="start", slots=2),
        Attendance(mode="exclusive", at="end", slots=2),
    ),
)


@st.composite
def spans(draw: st.DrawFn) -> Span:
    start = draw(st.integers(-1, HORIZON - 1))
    return start, draw(st.integers(start + 1, HORIZON + 1))


def few_spans(most: int = 2) -> st.SearchStrategy[tuple[Span, ...]]:
    return st.lists(spans(), max_size=most).map(tuple)


def mostly_whole() -> st.SearchStrategy[tuple[Span, ...]]:
    return st.one_of(st.just((WHOLE,)), st.just(((1, 7), (7, 8), (9, 15))), few_spans())


def mostly_nothing() -> st.SearchStrategy[tuple[Span, ...]]:
    return st.one_of(st.just(()), few_spans())


@st.composite
def units(draw: st.DrawFn, code: str) -> Unit:
    settings = st.sampled_from(SETTINGS)
    rows = st.builds(Changeover, before=settings, after=settings, slots=st.integers(0, 3))
    runs = st.tuples(spans(), settings).map(
        lambda run: Occupied(start=run[0][0], end=run[0][1], setting=run[1])
    )
    return Unit(
        code=code,
        site="I" if code == "B1" and draw(st.booleans()) else "Y",
        kind=code[0],
        open=draw(mostly_whole()),
        blocked=draw(mostly_nothing()),
        start_every=draw(st.sampled_from((1, 1, 2, 3))),
        fixed_starts=draw(st.sampled_from(((), (), (0, 4), (3, 7)))),
        occupied=draw(st.lists(runs, max_size=1).map(tuple)),
        changeovers=draw(
            st.lists(rows, max_size=2, unique_by=lambda r: (r.before, r.after)).map(tuple)
        ),
        default_changeover=draw(st.sampled_from((0, 0, 1, 2))),
    )


@st.composite
def people(draw: st.DrawFn, code: str) -> Person:
    skills = st.builds(Skill, kind=st.sampled_from("AB"), valid=st.one_of(st.just(WHOLE), spans()))
    both = (Skill(kind="A", valid=WHOLE), Skill(kind="B", valid=WHOLE))
    return Person(
        code=code,
        site=draw(st.sampled_from(("Y", "Y", "Y", "I"))),
        working=draw(mostly_whole()),
        taken=draw(mostly_nothing()),
        on_call=draw(few_spans(3)),
        on_call_limit=draw(st.integers(0, 2)),
        skills=draw(st.one_of(st.just(both), st.lists(skills, max_size=2).map(tuple))),
    )


@st.composite
def requests(draw: st.DrawFn, code: str) -> Request:
    on = draw(st.lists(st.sampled_from(UNITS), min_size=1, max_size=3, unique=True))
    bind = draw(st.sampled_from(("whole", "start")))
    step = Step(
        code=f"{code}-step",
        request=code,
        alternatives=tuple(
            Alternative(
                unit=unit,
                duration=draw(st.integers(2, 4)),
                attendance=draw(st.sampled_from(ATTENDANCE)),
            )
            for unit in on
        ),
        windows=draw(mostly_whole()),
        windows_bind="whole" if bind == "whole" else "start",
        not_before=draw(st.sampled_from((0, 0, 3))),
        not_after=draw(st.sampled_from((HORIZON, HORIZON + 5, 9))),
        setting=draw(st.sampled_from(SETTINGS)),
        party=draw(st.sampled_from(("", "Sato", "Kato"))),
    )
    return Request(
        code=code,
        steps=(step,),
        weight=draw(st.integers(1, 3)),
        mandatory=draw(st.sampled_from((False, False, False, True))),
        party_taken=draw(mostly_nothing()),
    )


@st.composite
def problems(draw: st.DrawFn, most: int = 3) -> Problem:
    count = draw(st.integers(1, most))
    return Problem(
        slot_minutes=30,
        horizon=HORIZON,
        days=draw(st.sampled_from(((0, 8), (-2, 7), (0,)))),
        units=tuple(draw(units(code)) for code in UNITS),
        people=tuple(draw(people(code)) for code in PEOPLE),
        requests=tuple(draw(requests(f"R{n}")) for n in range(count)),
    )


@st.composite
def placements(draw: st.DrawFn, request: Request) -> Placement:
    step = request.step
    chosen = draw(st.sampled_from(step.alternatives))
    unit = draw(st.sampled_from((chosen.unit, chosen.unit, chosen.unit, "A1")))
    start = draw(st.integers(0, HORIZON - 1))
    end = start + max(1, chosen.duration + draw(st.sampled_from((0, 0, 0, 0, 0, 1, -1))))
    parts = [
        PlacedAttendance(
            person=draw(st.sampled_from(PEOPLE)),
            mode=part.mode,
            start=part.span(start, end)[0],
            end=max(part.span(start, end)[0] + 1, part.span(start, end)[1]),
        )
        for part in chosen.attendance
    ]
    kept = parts if draw(st.integers(0, 9)) else parts[1:]
    return Placement(
        step=step.code,
        request=request.code,
        unit=unit,
        start=start,
        end=end,
        attendance=tuple(kept),
    )


@st.composite
def guesses(draw: st.DrawFn) -> tuple[Problem, tuple[Placement, ...]]:
    """A problem and a plan of it: drawn freely."""
    problem = draw(problems())
    placed = [draw(placements(r)) for r in problem.requests if draw(st.integers(0, 4))]
    return problem, tuple(placed)
