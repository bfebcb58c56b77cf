"""Reasons: each group alone, two together, and never more than is needed."""

import pytest

from solver.explain import GROUPS, explain
from solver.outcome import Refusal
from solver.problem import Occupied, Problem, Skill
from tests.solver.builders import WHOLE, a_person, a_problem, a_request, a_unit, attended

GUIDED = a_request(attendance=(attended("start", 1),), notice=(0, 24))
ALL_DAY = (Occupied(start=0, end=48),)

ONE_REASON: list[tuple[str, Problem, int]] = [
    ("hours", a_problem(a_request(duration=10, bind="whole")), 16),
    ("closure", a_problem(units=(a_unit(blocked=(WHOLE,)),)), 48),
    ("taken", a_problem(units=(a_unit(occupied=ALL_DAY),)), 48),
    ("taken", a_problem(a_request(bind="whole", party_taken=(WHOLE,))), 48),
    ("people", a_problem(GUIDED, people=(a_person(taken=((9, 17),)),)), 1),
    ("skill", a_problem(GUIDED, people=(a_person(skills=()),)), 0),
    (
        "skill",
        a_problem(GUIDED, people=(a_person(skills=(Skill(kind="SEM", valid=(30, 40)),)),)),
        1,
    ),
    ("window", a_problem(a_request(windows=((1, 5),))), 4),
    ("notice", a_problem(a_request(notice=(17, 20))), 3),
    (
        "grid",
        a_problem(a_request(notice=(10, 12), windows=((10, 12),)), units=(a_unit(start_every=9),)),
        9,
    ),
]


@pytest.mark.parametrize(("group", "problem", "figure"), ONE_REASON)
def test_the_one_thing_in_the_way_is_named_with_its_sum(
    group: str, problem: Problem, figure: int
) -> None:
    refusal = explain(problem, "R1")

    assert (refusal.groups, refusal.why) == ((group,), "")
    assert [value for _, value in refusal.facts] == [figure]
    assert all(name.startswith(group) for name, _ in refusal.facts)


def test_every_group_is_the_reason_of_some_example() -> None:
    of_jobs = {"gap", "quota"}  # tests/solver/test_offers.py
    assert {group for group, *_ in ONE_REASON} | of_jobs == set(GROUPS)


def test_two_things_in_the_way_are_named_together() -> None:
    problem = a_problem(a_request(windows=((1, 5),)), units=(a_unit(blocked=(WHOLE,)),))

    assert explain(problem, "R1").groups == ("closure", "window")


def test_where_nobody_is_at_the_site_both_people_and_skill_are_missing() -> None:
    assert explain(a_problem(GUIDED, people=()), "R1").groups == ("people", "skill")


def test_whoever_knows_of_a_group_hears_of_the_others() -> None:
    # At 10 both the unit and its only guide are busy: another hour is the shortest answer, but who
    # asks for that very hour wants to know what is in it.
    problem = a_problem(
        a_request(attendance=(attended("start", 1),), windows=((10, 11),)),
        units=(a_unit(occupied=(Occupied(start=10, end=12),)),),
        people=(a_person(taken=((10, 11),)),),
    )

    assert explain(problem, "R1").groups == ("window",)
    assert explain(problem, "R1", kept=("window",)).groups == ("taken", "people")


def test_where_only_what_is_kept_would_help_nothing_does() -> None:
    problem = a_problem(a_request(duration=3, windows=((10, 12),), bind="whole"))

    assert explain(problem, "R1", kept=("window",)) == Refusal(why="nothing_helps")


def test_a_run_longer_than_the_horizon_is_helped_by_nothing() -> None:
    assert explain(a_problem(a_request(duration=99)), "R1") == Refusal(why="nothing_helps")


def test_questions_without_a_reason_say_so() -> None:
    assert explain(a_problem(), "R1") == Refusal(why="fits_alone")
    assert explain(a_problem(), "R9") == Refusal(why="unknown_request")
