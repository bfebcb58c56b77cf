"""Each format is read as it is meant: field by field, from one small instance."""

import gzip
import json
from pathlib import Path

import pytest

from solver.benchmark.readers.registry import READERS, read_instance
from solver.problem import (
    SHORTEST,
    Alternative,
    Attendance,
    Budget,
    Draw,
    Lag,
    Pool,
    Problem,
    Skill,
    Travel,
)
from tests.solver.benchmark.tiny import INSTANCES, a_week


def the(group: str) -> Problem:
    """The tiny instance of a group, read."""
    return READERS[group](INSTANCES[group][0])


def lags(problem: Problem) -> set[tuple[str, str, int, int | None]]:
    """The lags as before, after, least and most."""
    return {(lag.before, lag.after, lag.least, lag.most) for lag in problem.lags}


def durations(problem: Problem) -> dict[str, list[int]]:
    """Of each step's alternatives."""
    return {
        code: [way.duration for way in s.alternatives] for code, s in problem.steps_by_code.items()
    }


MAKESPAN = sorted(INSTANCES.keys() - {"network"})


@pytest.mark.parametrize("group", MAKESPAN)
def test_a_slot_is_a_unit_of_time_and_the_goal_is_to_end_early(group: str) -> None:
    problem = the(group)

    assert problem.goal == SHORTEST
    assert problem.slot_minutes == 1
    assert all(request.mandatory for request in problem.requests)
    assert all(step.windows_bind == "free" for step in problem.steps_by_code.values())


@pytest.mark.parametrize("group", sorted(INSTANCES))
def test_a_read_problem_can_be_written_and_read_again(group: str) -> None:
    problem = the(group)

    again = Problem.from_json(json.loads(json.dumps(problem.to_json())))

    assert again == problem


def test_patterson_has_pools_and_drops_milestones() -> None:
    problem = the("rcpsp")

    assert problem.horizon == 9
    assert problem.pools == (Pool(code="R1", capacity=3), Pool(code="R2", capacity=1))
    assert durations(problem) == {"J2": [4], "J3": [2], "J5": [3]}
    assert problem.steps_by_code["J3"].alternatives[0].pools == (
        Draw(of="R1", amount=2),
        Draw(of="R2", amount=1),
    )
    assert problem.steps_by_code["J2"].alternatives[0].pools == (Draw(of="R1", amount=2),)
    assert lags(problem) == {("J2", "J5", 0, None), ("J3", "J5", 0, None)}


def test_modes_are_alternatives_with_pools_and_budgets() -> None:
    problem = the("mmrcpsp")

    assert problem.horizon == 5 + 4
    assert problem.pools == (Pool(code="R1", capacity=2),)
    assert problem.budgets == (Budget(code="N1", amount=4),)
    assert problem.steps_by_code["J2"].alternatives == (
        Alternative(
            code="mode 1",
            duration=2,
            pools=(Draw(of="R1", amount=1),),
            budgets=(Draw(of="N1", amount=3),),
        ),
        Alternative(code="mode 2", duration=5, pools=(Draw(of="R1", amount=1),)),
    )
    assert problem.lags == ()


def test_mplib_has_a_request_for_each_project_from_its_release() -> None:
    problem = the("rcmpsp")

    assert problem.horizon == 3 + 2 + 3
    assert [request.code for request in problem.requests] == ["P1", "P2"]
    assert durations(problem) == {"P1-J2": [2], "P1-J3": [1], "P2-J2": [2]}
    assert problem.steps_by_code["P1-J2"].not_before == 0
    assert problem.steps_by_code["P2-J2"].not_before == 3
    assert problem.pools == (Pool(code="R1", capacity=1),)


def test_flexible_jobs_choose_a_machine_and_keep_their_order() -> None:
    problem = the("fjsp")

    assert problem.horizon == 3 + 4 + 3
    assert problem.steps_by_code["J1-1"].alternatives == (
        Alternative(unit="M1", duration=3),
        Alternative(unit="M2", duration=2),
    )
    assert [unit.open for unit in problem.units] == [((0, 10),), ((0, 10),)]
    assert lags(problem) == {("J1-1", "J1-2", 0, None)}
    assert problem.requests_by_code["J2"].step.code == "J2-1"


def test_workers_of_one_duration_are_one_alternative_and_lengths_are_rounded() -> None:
    problem = the("fjspw")

    first, second = problem.steps_by_code["J1-1"].alternatives
    assert (first.unit, first.duration, first.code) == ("M1", 4, "M1 in 4")
    assert first.attendance == (Attendance(mode="exclusive", at="throughout", by=("W1", "W2")),)
    assert (second.unit, second.duration) == ("M2", 5)
    assert second.attendance[0].by == ("W2",)
    assert {p.code: [skill.kind for skill in p.skills] for p in problem.people} == {
        "W1": ["M1", "M2"],
        "W2": ["M1", "M2"],
    }


def test_imopse_people_have_their_skills_at_every_lower_level() -> None:
    problem = the("imopse")

    whole = (0, 9)
    assert problem.horizon == 9
    assert problem.people_by_code["R2"].skills == tuple(
        Skill(kind=kind, valid=whole) for kind in ("Q0.0", "Q0.1", "Q0.2")
    )
    assert problem.steps_by_code["T1"].alternatives[0].attendance == (
        Attendance(mode="exclusive", at="throughout", skill="Q0.1"),
    )
    assert durations(problem) == {"T1": [3], "T2": [2], "T4": [4]}
    assert lags(problem) == {("T1", "T4", 0, None), ("T2", "T4", 0, None)}


def test_mspsp_teams_have_a_part_for_each_person() -> None:
    problem = the("mspsp")

    team = problem.steps_by_code["T2"].alternatives[0].attendance
    assert [part.skill for part in team] == ["S1", "S2"]
    assert [part.skill for part in problem.steps_by_code["T3"].alternatives[0].attendance] == ["S2"]
    assert {p.code: [skill.kind for skill in p.skills] for p in problem.people} == {
        "R1": ["S1", "S2"],
        "R2": ["S2"],
    }
    assert durations(problem) == {"T2": [3], "T3": [2]}


def test_maximal_lags_stand_with_the_waits_they_belong_to() -> None:
    problem = the("rcpspmax")

    assert problem.lags == (
        Lag(before="J1", after="J2", least=4, most=6, origin="start", target="start"),
        Lag(before="J1", after="J3", least=1, origin="start", target="start"),
    )
    assert problem.steps_by_code["J2"].not_before == 2
    assert problem.steps_by_code["J3"].not_after == 6
    assert problem.horizon == 2 + 4 + 2 + 3


def test_a_maximal_lag_without_a_wait_stays_below_zero() -> None:
    text = INSTANCES["rcpspmax"][0].replace("1\t1\t2\t2\t3\t[4]\t[1]", "1\t1\t1\t3\t[1]")

    problem = READERS["rcpspmax"](text)

    assert ("J2", "J1", -6, None) in lags(problem)


def test_a_network_week_keeps_hours_staff_gaps_and_value() -> None:
    problem = the("network")

    assert (problem.horizon, problem.slot_minutes, problem.days) == (96, 15, (0,))
    unit = problem.units_by_code["I1"]
    assert (unit.site, unit.open, unit.default_changeover) == ("X", ((36, 48), (52, 70)), 1)
    assert problem.people_by_code["ann"].working == ((40, 64),)
    assert problem.travels == (
        Travel(origin="X", target="Y", slots=2),
        Travel(origin="Y", target="X", slots=2),
    )
    assert problem.lags == (
        Lag(before="R0/0", after="R0/1", least=1, most=8),
        Lag(before="R0/0", after="R0/1", travels=True),
    )
    assert [(term.name, term.weight) for term in problem.goal[0]] == [
        ("accepted_weight", 2000),
        ("lateness", -1),
    ]


def test_a_network_step_has_its_instruments_and_technicians() -> None:
    problem = the("network")

    first, second = problem.requests_by_code["R0"].steps
    assert first.alternatives == (
        Alternative(
            unit="I1",
            duration=4,
            attendance=(Attendance(mode="exclusive", at="throughout", skill="C1"),),
        ),
    )
    assert (first.not_before, first.not_after, first.windows_bind) == (30, 96, "whole")
    assert (first.setting, second.alternatives[0].attendance) == ("material 1", ())
    guided = problem.requests_by_code["R1"]
    assert guided.step.alternatives[0].attendance == (
        Attendance(mode="exclusive", at="start", slots=2, skill="C1"),
    )
    assert (guided.weight, guided.due, guided.mandatory) == (2, 96, False)


def test_guidance_is_no_longer_than_the_run() -> None:
    week = a_week()
    week["requests"][1]["steps"][0]["guidance_slots"] = 9

    problem = READERS["network"](json.dumps(week))

    assert problem.requests_by_code["R1"].step.alternatives[0].attendance[0].slots == 6


@pytest.mark.parametrize("group", sorted(INSTANCES))
def test_the_format_is_found_by_looking_into_the_file(group: str, tmp_path: Path) -> None:
    file = tmp_path / "instance"
    file.write_text(INSTANCES[group][0], encoding="utf-8")

    assert read_instance(file) == the(group)


def test_a_packed_file_is_unpacked(tmp_path: Path) -> None:
    file = tmp_path / "week.json.gz"
    file.write_bytes(gzip.compress(INSTANCES["network"][0].encode()))

    assert read_instance(file, "network") == the("network")


def test_a_problem_of_our_own_is_read_as_it_is(tmp_path: Path) -> None:
    file = tmp_path / "own.json"
    file.write_text(json.dumps(the("fjsp").to_json()), encoding="utf-8")

    assert read_instance(file, "kyoyo_own") == the("fjsp")
    assert read_instance(file) == the("fjsp")


def test_the_multi_mode_headings_of_psplib_are_read_too() -> None:
    text = INSTANCES["mmrcpsp"][0].replace("REQUESTS/DURATIONS", "REQUESTS/DURATIONS:")
    text = text.replace(" RESOURCE AVAILABILITIES", "RESOURCEAVAILABILITIES:")

    assert READERS["mmrcpsp"](text) == the("mmrcpsp")
