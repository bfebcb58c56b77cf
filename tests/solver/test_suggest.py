"""Suggestions: certain, different from each other, fair to technicians, and quick."""

import timeit

import pytest

from solver.judge import judge
from solver.problem import (
    Alternative,
    Attendance,
    Occupied,
    Person,
    Problem,
    Request,
    Skill,
    Step,
    Unit,
)
from solver.suggest import suggest
from tests.solver.builders import DAY, a_person, a_problem, a_request, a_unit, at, attended


def _places(problem: Problem, count: int = 3) -> list[tuple[str, int]]:
    return [(p.unit, p.start) for p in suggest(problem, "R1", count=count)]


def test_the_first_is_the_earliest_then_come_other_days_and_kinds() -> None:
    units = (a_unit(), a_unit("SEM-2"), a_unit("XRD-1", kind="XRD", blocked=((0, 10),)))
    problem = a_problem(a_request("R1", "SEM-1", "SEM-2", "XRD-1"), units=units)

    assert _places(problem) == [("SEM-1", 9), ("XRD-1", 10), ("SEM-1", DAY + 9)]
    assert _places(problem, 1) == [("SEM-1", 9)]


def test_on_one_day_and_kind_offers_lie_the_runs_own_length_apart() -> None:
    problem = a_problem(a_request(notice=(0, DAY), bind="whole"))

    assert _places(problem) == [("SEM-1", 9), ("SEM-1", 12)]


def test_an_interchangeable_unit_is_no_other_offer() -> None:
    problem = a_problem(
        a_request("R1", "SEM-1", "SEM-2", duration=8, bind="whole"),
        units=(a_unit(), a_unit("SEM-2")),
    )

    assert _places(problem) == [("SEM-1", 9), ("SEM-1", DAY + 9)]


def test_a_request_without_a_place_gets_no_offer() -> None:
    assert suggest(a_problem(a_request(windows=())), "R1") == ()


def test_the_least_taken_technician_of_that_day_attends_then_the_first_by_code() -> None:
    asked = a_request(attendance=(attended("start", 1),))
    busy = a_person("abe", taken=((14, 16),))

    first, *_ = suggest(a_problem(asked, people=(busy, a_person("ono"), a_person("ito"))), "R1")

    assert [part.person for part in first.attendance] == ["ito"]


def test_what_stands_is_kept_and_other_waiting_requests_are_not_looked_at() -> None:
    unit = a_unit(occupied=(Occupied(start=9, end=12, setting="ink"),), default_changeover=1)
    problem = a_problem(a_request(setting="wax"), a_request("R2"), units=(unit,))

    assert suggest(problem, "R1")[0] == at(13)


def test_an_unknown_request_is_refused_by_name() -> None:
    with pytest.raises(ValueError, match="request R9: is not in the problem"):
        suggest(a_problem(), "R9")


def test_sixty_days_of_five_minutes_are_searched_in_milliseconds() -> None:
    problem = sixty_days()
    assert all(judge(problem, [p]) == () for p in suggest(problem, "R1"))

    seconds = min(timeit.repeat(lambda: suggest(problem, "R1"), number=5, repeat=5)) / 5

    assert seconds < 0.01  # about 0.001 on an idle core; room for a loaded one


def sixty_days() -> Problem:
    """10 alternatives of 5 kinds, 20 people, 60 days of 288 slots; both ends attended."""
    days = tuple(range(0, 60 * 288, 288))
    hours = tuple((day + 108, day + 204) for day in days)
    ends = (
        Attendance(mode="exclusive", at="start", slots=6),
        Attendance(mode="on_call", at="end", slots=6),
    )
    units = tuple(
        Unit(
            code=f"U{n}",
            site="Y",
            kind=f"K{n // 2}",
            open=hours,
            blocked=((5 * 288, 6 * 288),),
            start_every=6,
            occupied=tuple(
                Occupied(start=day + 108, end=day + 170, setting="a") for day in days[: 20 + n]
            ),
            default_changeover=6,
        )
        for n in range(10)
    )
    people = tuple(
        Person(
            code=f"P{n}",
            site="Y",
            working=tuple((day + 108, day + 144) for day in days)
            + tuple((day + 156, day + 204) for day in days),
            taken=tuple((day + 120, day + 130) for day in days[n % 2 :: 2]),
            on_call=tuple((day + 110, day + 200) for day in days),
            skills=tuple(Skill(kind=f"K{k}", valid=(0, 60 * 288)) for k in range(5)),
        )
        for n in range(20)
    )
    step = Step(
        code="S1",
        request="R1",
        alternatives=tuple(
            Alternative(unit=f"U{n}", duration=30 + n, attendance=ends) for n in range(10)
        ),
        windows=hours,
        windows_bind="whole",
        not_before=3 * 288,
        not_after=60 * 288,
        setting="b",
        party="Sato",
    )
    return Problem(
        slot_minutes=5,
        horizon=60 * 288,
        days=days,
        units=units,
        people=people,
        requests=(Request(code="R1", steps=(step,)),),
    )
