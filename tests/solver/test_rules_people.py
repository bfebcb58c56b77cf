"""Who attends what, by hand."""

import pytest

from solver.judge import judge
from solver.outcome import Placement
from solver.problem import Alternative, Attendance, Mode, Request, Skill
from tests.solver.builders import (
    DAY,
    WHOLE,
    a_job,
    a_person,
    a_problem,
    a_request,
    a_step,
    at,
    attended,
    placed,
)
from tests.solver.examples import Example, names

Part = tuple[str, Mode, int, int]
GUIDED = a_request(attendance=(attended("start", 1),))
CALLED = (attended("throughout", mode="on_call"),)
TWO_PEOPLE = (a_person(), a_person("ito"))
LASER = (Skill(kind="laser", valid=WHOLE),)
ITO_OF_THE_LASER = a_person("ito", skills=LASER)


def _guided(start: int, person: str = "abe") -> Placement:
    return at(start, by=((person, "exclusive", start, start + 1),))


def _together(*people: str) -> Placement:
    return placed("R1-1", 9, by=tuple((person, "exclusive", 9, 12) for person in people))


def _team(*parts: Attendance) -> Request:
    return a_job(a_step(attendance=parts))


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


def test_one_run_may_have_a_different_person_at_each_end() -> None:
    problem = a_problem(
        a_request(attendance=(attended("start", 1), attended("end", 1))),
        people=(a_person(working=((9, 10),)), a_person("ito", working=((11, 12),))),
    )

    both = at(9, by=(("abe", "exclusive", 9, 10), ("ito", "exclusive", 11, 12)))

    assert judge(problem, [both]) == ()


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


def test_work_without_a_unit_needs_the_skill_it_names() -> None:
    part = Attendance(mode="exclusive", at="throughout", skill="laser")
    talk = Alternative(duration=3, code="talk", attendance=(part,))
    problem = a_problem(
        a_job(a_step(alternatives=(talk,))), people=(a_person(), ITO_OF_THE_LASER), units=()
    )

    def broken(person: str) -> list[str]:
        by: Part = (person, "exclusive", 9, 12)
        plan = [placed("R1-1", 9, unit="", alternative="talk", by=(by,))]
        return [found.rule for found in judge(problem, plan)]

    assert broken("ito") == []
    assert broken("abe") == ["people_are_qualified"]


def test_a_team_of_three_is_told_apart_by_its_order() -> None:
    kinds = ("print", "laser", "plasma")
    parts = [Attendance(mode="exclusive", at="throughout", skill=kind) for kind in kinds]
    names_of = dict(zip(kinds, ("abe", "ito", "ono"), strict=True))
    people = tuple(
        a_person(name, skills=(Skill(kind=kind, valid=WHOLE),)) for kind, name in names_of.items()
    )
    problem = a_problem(_team(*parts), people=people)

    assert judge(problem, [_together("abe", "ito", "ono")]) == ()
    assert [v.rule for v in judge(problem, [_together("abe", "ono", "ito")])] == [
        "people_are_qualified"
    ] * 2
