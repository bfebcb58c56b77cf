"""Who attends what, by hand."""

from dataclasses import replace

import pytest

from solver.judge import judge
from solver.outcome import Placement
from solver.problem import Alternative, Attendance, Mode, Problem, Request, Skill, Span, Travel
from tests.solver.builders import (
    DAY,
    WHOLE,
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
TWO_PEOPLE = (a_person(), a_person("ito"))
LASER = (Skill(kind="laser", valid=WHOLE),)
ITO_OF_THE_LASER = a_person("ito", skills=LASER)


def _called(code: str, start: int, unit: str) -> Placement:
    return at(start, code, unit=unit, by=(("abe", "on_call", start, start + 3),))


def _guided(start: int, person: str = "abe") -> Placement:
    return at(start, by=((person, "exclusive", start, start + 1),))


def _together(*people: str) -> Placement:
    return placed("R1-1", 9, by=tuple((person, "exclusive", 9, 12) for person in people))


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
        "attended_parts_lie_in_open_hours",
        a_problem(
            a_request(attendance=(attended("end", 1),)), people=(a_person(working=(WHOLE,)),)
        ),
        [at(14, by=(("abe", "exclusive", 16, 17),))],
        [at(15, by=(("abe", "exclusive", 17, 18),))],
        {"step": "R1-step", "unit": "SEM-1", "start": 17, "end": 18},
    ),
    Example(
        "every_part_has_a_person",
        a_problem(GUIDED),
        [_guided(9)],
        [at(9)],
        {"step": "R1-step", "problem": "nobody", "mode": "exclusive", "start": 9, "end": 10},
    ),
    Example(
        "every_part_has_a_person",
        a_problem(),
        [at(9)],
        [_guided(9)],
        {"step": "R1-step", "problem": "not asked for", "mode": "exclusive", "start": 9, "end": 10},
    ),
    Example(
        "every_part_has_a_person",  # one of a team of two is missing
        a_problem(_team(attended("throughout"), attended("throughout")), people=TWO_PEOPLE),
        [_together("abe", "ito")],
        [_together("abe")],
        {"step": "R1-1", "problem": "nobody", "mode": "exclusive", "start": 9, "end": 12},
    ),
    Example(
        "people_are_qualified",
        a_problem(GUIDED, people=(a_person(skills=(Skill(kind="SEM", valid=(0, 12)),)),)),
        [_guided(11)],
        [_guided(12)],
        {"step": "R1-step", "person": "abe", "kind": "SEM"},
    ),
    Example(
        "people_are_qualified",  # each of a team for what its own part asks
        a_problem(
            _team(
                attended("throughout"),
                Attendance(mode="exclusive", at="throughout", skill="laser"),
            ),
            people=(a_person(skills=(Skill(kind="SEM", valid=WHOLE), *LASER)), ITO_OF_THE_LASER),
        ),
        [_together("abe", "ito")],
        [_together("ito", "abe")],
        {"step": "R1-1", "person": "ito", "kind": "SEM"},
    ),
    Example(
        "only_those_named_attend",
        a_problem(
            _team(Attendance(mode="exclusive", at="start", slots=1, by=("ito", "ono"))),
            people=(*TWO_PEOPLE, a_person("ono")),
        ),
        [placed("R1-1", 9, by=(("ito", "exclusive", 9, 10),))],
        [placed("R1-1", 9, by=(("abe", "exclusive", 9, 10),))],
        {"step": "R1-1", "person": "abe", "start": 9},
    ),
    Example(
        "teams_have_different_people",
        a_problem(_team(attended("throughout"), attended("throughout")), people=TWO_PEOPLE),
        [_together("abe", "ito")],
        [_together("abe", "abe")],
        {"step": "R1-1", "person": "abe", "mode": "exclusive"},
    ),
    Example(
        "teams_have_different_people",
        a_problem(_team(attended("start", 2, "on_call"), *CALLED), people=TWO_PEOPLE),
        [placed("R1-1", 9, by=(("ito", "on_call", 9, 11), ("abe", "on_call", 9, 12)))],
        [placed("R1-1", 9, by=(("abe", "on_call", 9, 11), ("abe", "on_call", 9, 12)))],
        {"step": "R1-1", "person": "abe", "mode": "on_call"},
    ),
    Example(
        "people_stay_at_their_site",
        a_problem(GUIDED, people=(a_person(), a_person("ito", site="I"))),
        [_guided(9)],
        [_guided(9, "ito")],
        {"step": "R1-step", "person": "ito", "unit": "SEM-1"},
    ),
    Example(
        "people_stay_at_their_site",
        a_problem(GUIDED, people=(a_person(site="I", more_sites=("Y",)),)),
        [_guided(9)],
        [_guided(9, "nobody")],
        {"step": "R1-step", "person": "nobody", "unit": "SEM-1"},
    ),
    Example(
        "people_work_when_they_work",
        a_problem(GUIDED, people=(a_person(working=((9, 12), (13, 17))),)),
        [_guided(11)],
        [_guided(12)],
        {"step": "R1-step", "person": "abe", "start": 12, "end": 13},
    ),
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


def test_a_run_may_go_on_through_the_night_but_its_ends_are_staffed() -> None:
    ends = (attended("start", 1), attended("end", 1))
    until_nine = a_problem(a_request(duration=17, attendance=ends))
    until_ten = a_problem(a_request(duration=18, attendance=ends))

    evening: Part = ("abe", "exclusive", 16, 17)
    opening: Part = ("abe", "exclusive", DAY + 8, DAY + 9)
    too_early = judge(until_nine, [at(16, slots=17, by=(evening, opening))])
    first_hour: Part = ("abe", "exclusive", DAY + 9, DAY + 10)
    collected = judge(until_ten, [at(16, slots=18, by=(evening, first_hour))])

    assert "attended_parts_lie_in_open_hours" in {v.rule for v in too_early}
    assert collected == ()


def test_what_somebody_attends_throughout_does_not_pause() -> None:
    step = a_step(duration=4, may_pause=True, attendance=(attended("throughout"),))
    problem = a_problem(a_job(step))

    in_one = placed("R1-1", 9, slots=4, by=(("abe", "exclusive", 9, 13),))
    overnight = placed("R1-1", 15, slots=20, by=(("abe", "exclusive", 15, DAY + 11),))

    assert judge(problem, [in_one]) == ()
    assert {found.rule for found in judge(problem, [overnight])} == {
        "attended_parts_lie_in_open_hours",
        "people_work_when_they_work",
    }


def test_a_person_on_call_may_work_exclusively_at_the_same_time() -> None:
    problem = a_problem(
        a_request(attendance=CALLED), people=(a_person(taken=((9, 12),), on_call_limit=1),)
    )

    assert judge(problem, [at(9, by=(("abe", "on_call", 9, 12),))]) == ()


def test_who_guides_a_run_may_be_on_call_for_it() -> None:
    problem = a_problem(_team(attended("start", 1), *CALLED))
    both: tuple[Part, ...] = (("abe", "exclusive", 9, 10), ("abe", "on_call", 9, 12))

    assert judge(problem, [placed("R1-1", 9, by=both)]) == ()


def test_one_run_may_have_a_different_person_at_each_end() -> None:
    problem = a_problem(
        a_request(attendance=(attended("start", 1), attended("end", 1))),
        people=(a_person(working=((9, 10),)), a_person("ito", working=((11, 12),))),
    )

    both = at(9, by=(("abe", "exclusive", 9, 10), ("ito", "exclusive", 11, 12)))

    assert judge(problem, [both]) == ()


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


def test_work_without_a_unit_needs_no_skill_it_does_not_name_and_is_done_anywhere() -> None:
    talk = Alternative(
        duration=3,
        code="talk",
        attendance=(Attendance(mode="exclusive", at="throughout", by=("abe",)),),
    )
    problem = a_problem(
        a_job(a_step(alternatives=(talk,))),
        people=(a_person(site="elsewhere", skills=()),),
        units=(),
    )

    placement = placed("R1-1", 9, unit="", alternative="talk", by=(("abe", "exclusive", 9, 12),))

    assert judge(problem, [placement]) == ()


def test_standing_overloads_are_nobodys_fault() -> None:
    """Two on-call duties were given by hand to a person who may have one."""
    person = a_person(on_call=((9, 12), (9, 12)), on_call_limit=1)
    problem = a_problem(ON_CALL[0], people=(person,))

    assert judge(problem, [_called("R1", 12, "SEM-1")]) == ()


def test_nobody_is_on_call_at_two_sites_at_once() -> None:
    broken = judge(_at_two_sites("on_call"), _visits(9, 9, "on_call"))

    assert [found.rule for found in broken] == ["people_travel_between_sites"]


def test_exclusive_work_that_meets_at_two_sites_is_told_once() -> None:
    broken = judge(_at_two_sites(), _visits(9, 9))

    assert [found.rule for found in broken] == ["people_do_one_thing_at_a_time"]
