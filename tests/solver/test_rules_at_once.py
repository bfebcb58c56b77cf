"""Where one person can be at once, by hand: exclusive work, calls, the way between sites."""

from dataclasses import replace

import pytest

from solver.judge import judge
from solver.outcome import Placement
from solver.problem import Attendance, Mode, Problem, Request, Span, Travel
from tests.solver.builders import (
    a_job,
    a_person,
    a_problem,
    a_request,
    a_step,
    a_unit,
    at,
    attended,
    placed,
)
from tests.solver.examples import Example, names

Part = tuple[str, Mode, int, int]
GUIDED = a_request(attendance=(attended("start", 1),))
CALLED = (attended("throughout", mode="on_call"),)
ON_CALL = tuple(
    a_request(code, unit, attendance=CALLED) for code, unit in (("R1", "SEM-1"), ("R2", "SEM-2"))
)
TWO_UNITS = (a_unit(), a_unit("SEM-2"))


def _called(code: str, start: int, unit: str) -> Placement:
    return at(start, code, unit=unit, by=(("abe", "on_call", start, start + 3),))


def _guided(start: int, person: str = "abe") -> Placement:
    return at(start, by=((person, "exclusive", start, start + 1),))


def _team(*parts: Attendance) -> Request:
    return a_job(a_step(attendance=parts))


# A unit at each of two sites, and a technician who works at both: an hour there, two back.
BOTH_SITES = a_person(more_sites=("I",))
YONEZAWA, IWATE = a_unit(), a_unit("SEM-2", site="I")
WAY = (Travel(origin="Y", target="I", slots=1), Travel(origin="I", target="Y", slots=2))


def _at_two_sites(mode: Mode = "exclusive", **person: tuple[Span, ...]) -> Problem:
    guided = (attended("start", 1, mode),)
    return a_problem(
        a_request(attendance=guided),
        a_request("R2", "SEM-2", attendance=guided),
        units=(YONEZAWA, IWATE),
        people=(replace(BOTH_SITES, **person),),  # type: ignore[arg-type]  # the test names them
        travels=WAY,
    )


def _visits(first: int, second: int, mode: Mode = "exclusive") -> list[Placement]:
    return [
        at(first, by=(("abe", mode, first, first + 1),)),
        at(second, "R2", unit="SEM-2", by=(("abe", mode, second, second + 1),)),
    ]


EXAMPLES = [
    Example(
        "people_do_one_thing_at_a_time",
        a_problem(GUIDED, people=(a_person(taken=((10, 12),)),)),
        [_guided(9)],
        [_guided(10)],
        {"step": "R1-step", "person": "abe", "other": "standing work"},
    ),
    Example(
        "people_do_one_thing_at_a_time",
        a_problem(
            GUIDED, a_request("R2", "SEM-2", attendance=(attended("start", 2),)), units=TWO_UNITS
        ),
        [_guided(9), at(10, "R2", unit="SEM-2", by=(("abe", "exclusive", 10, 12),))],
        [_guided(10), at(9, "R2", unit="SEM-2", by=(("abe", "exclusive", 9, 11),))],
        {"step": "R1-step", "person": "abe", "other": "R2-step"},
    ),
    Example(
        "on_call_stays_within_the_limit",
        a_problem(
            *ON_CALL,
            units=TWO_UNITS,
            people=(a_person(on_call=((10, 11),), on_call_limit=2),),
        ),
        [_called("R1", 9, "SEM-1"), _called("R2", 12, "SEM-2")],
        [_called("R1", 9, "SEM-1"), _called("R2", 10, "SEM-2")],
        {"person": "abe", "at": 10, "load": 3},
    ),
    Example(
        "on_call_stays_within_the_limit",
        a_problem(ON_CALL[0], people=(a_person(on_call=((8, 10),), on_call_limit=1),)),
        [_called("R1", 10, "SEM-1")],
        [_called("R1", 9, "SEM-1")],
        {"person": "abe", "at": 9, "load": 2},
    ),
    Example(
        "on_call_stays_within_the_limit",
        a_problem(
            *ON_CALL, units=TWO_UNITS, people=(a_person(on_call=((9, 10),), on_call_limit=1),)
        ),
        [_called("R1", 10, "SEM-1"), _called("R2", 13, "SEM-2")],
        [_called("R1", 9, "SEM-1"), _called("R2", 13, "SEM-2")],
        {"person": "abe", "at": 9, "load": 2},
    ),
    Example(
        "people_travel_between_sites",
        _at_two_sites(),
        _visits(9, 11),
        _visits(9, 10),
        {"step": "R2-step", "person": "abe", "missing_slots": 1},
    ),
    Example(
        "people_travel_between_sites",  # the way back is another one
        _at_two_sites(),
        _visits(12, 9),
        _visits(11, 9),
        {"step": "R1-step", "person": "abe", "missing_slots": 1},
    ),
    Example(
        "people_travel_between_sites",  # what stands is at the own site
        _at_two_sites(taken=((13, 14),)),
        _visits(9, 15),
        _visits(9, 12),
        {"step": "R2-step", "person": "abe", "missing_slots": 2},
    ),
    Example(
        "people_travel_between_sites",  # to be called needs the way too
        _at_two_sites("on_call"),
        _visits(9, 11, "on_call"),
        _visits(9, 10, "on_call"),
        {"step": "R2-step", "person": "abe", "missing_slots": 1},
    ),
    Example(
        "people_travel_between_sites",
        _at_two_sites(on_call=((14, 16),)),
        _visits(9, 11),
        _visits(9, 14),
        {"step": "R2-step", "person": "abe", "missing_slots": 3},
    ),
]


@pytest.mark.parametrize("example", EXAMPLES, ids=names(EXAMPLES))
def test_a_rule_finds_what_breaks_it_and_nothing_else(example: Example) -> None:
    example.check()


def test_a_person_on_call_may_work_exclusively_at_the_same_time() -> None:
    problem = a_problem(
        a_request(attendance=CALLED), people=(a_person(taken=((9, 12),), on_call_limit=1),)
    )

    assert judge(problem, [at(9, by=(("abe", "on_call", 9, 12),))]) == ()


def test_who_guides_a_run_may_be_on_call_for_it() -> None:
    problem = a_problem(_team(attended("start", 1), *CALLED))
    both: tuple[Part, ...] = (("abe", "exclusive", 9, 10), ("abe", "on_call", 9, 12))

    assert judge(problem, [placed("R1-1", 9, by=both)]) == ()


def test_who_loads_a_shared_run_loads_it_once() -> None:
    """One technician puts the samples of two companies into the oven, and is called for one run."""
    parts = (attended("start", 1), attended("throughout", mode="on_call"))
    problem = a_problem(
        *(a_request(code, "OVEN", attendance=parts, setting="85C") for code in ("R1", "R2")),
        units=(a_unit("OVEN", kind="SEM", capacity=2),),
        people=(a_person(on_call_limit=1), a_person("ito")),
    )

    def both(first: str, second: str) -> list[Placement]:
        return [
            at(9, code, unit="OVEN", by=((person, "exclusive", 9, 10), (person, "on_call", 9, 12)))
            for code, person in (("R1", first), ("R2", second))
        ]

    assert judge(problem, both("abe", "abe")) == ()
    assert judge(problem, both("abe", "ito")) == ()


def test_other_parts_of_a_shared_run_are_other_tasks() -> None:
    """One loads for an hour, the other for two: that is not one and the same part."""
    problem = a_problem(
        a_request("R1", "OVEN", attendance=(attended("start", 1),)),
        a_request("R2", "OVEN", attendance=(attended("start", 2),)),
        units=(a_unit("OVEN", kind="SEM", capacity=2),),
    )

    broken = judge(
        problem,
        [
            at(9, "R1", unit="OVEN", by=(("abe", "exclusive", 9, 10),)),
            at(9, "R2", unit="OVEN", by=(("abe", "exclusive", 9, 11),)),
        ],
    )

    assert [found.rule for found in broken] == ["people_do_one_thing_at_a_time"]


def test_standing_overloads_are_nobodys_fault() -> None:
    """Two on-call duties were given by hand to a person who may have one."""
    person = a_person(on_call=((9, 12), (9, 12)), on_call_limit=1)
    problem = a_problem(ON_CALL[0], people=(person,))

    assert judge(problem, [_called("R1", 12, "SEM-1")]) == ()

    later = a_person(on_call=((12, 15), (12, 15)), on_call_limit=1)

    assert judge(a_problem(ON_CALL[0], people=(later,)), [_called("R1", 9, "SEM-1")]) == ()


def test_between_sites_without_a_row_the_way_takes_no_time() -> None:
    problem = replace(_at_two_sites(), travels=())

    assert judge(problem, _visits(9, 10)) == ()


def test_two_settings_in_one_oven_are_two_loads() -> None:
    problem = a_problem(
        *(
            a_request(code, "OVEN", attendance=(attended("start", 1),), setting=setting)
            for code, setting in (("R1", "85C"), ("R2", "120C"))
        ),
        units=(a_unit("OVEN", kind="SEM", capacity=2),),
    )

    broken = judge(
        problem,
        [at(9, code, unit="OVEN", by=(("abe", "exclusive", 9, 10),)) for code in ("R1", "R2")],
    )

    assert {found.rule for found in broken} == {
        "units_carry_one_run_at_a_time",
        "people_do_one_thing_at_a_time",
    }


def test_nobody_is_on_call_at_two_sites_at_once() -> None:
    broken = judge(_at_two_sites("on_call"), _visits(9, 9, "on_call"))

    assert [found.rule for found in broken] == ["people_travel_between_sites"]


def test_exclusive_work_that_meets_at_two_sites_is_told_once() -> None:
    broken = judge(_at_two_sites(), _visits(9, 9))

    assert [found.rule for found in broken] == ["people_do_one_thing_at_a_time"]
