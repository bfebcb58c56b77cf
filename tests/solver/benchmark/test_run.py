"""One instance is solved, judged and compared; whatever goes wrong with it is a result."""

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from solver.benchmark.known import Known, instances
from solver.benchmark.network_checker import complaints, value
from solver.benchmark.run import Asked, run
from solver.engine.limits import Limits
from solver.engine.solve import solve
from solver.outcome import NoSchedule, Schedule
from solver.problem import Problem
from tests.solver.benchmark.folders import a_folder, a_network_folder, try_all
from tests.solver.benchmark.tiny import INSTANCES, a_week

ASKED = Asked(seconds=2.0, workers=1, seed=1)


@pytest.fixture
def one(tmp_path: Path) -> Known:
    """The first instance of a folder, an RCPSP whose shortest plan ends in slot 9."""
    return instances(a_folder(tmp_path))[0]


def test_a_solved_instance_says_makespan_and_bound_as_positive_slots(one: Known) -> None:
    result = run(one, ASKED, try_all)

    assert (result.objective, result.bound, result.best_known) == (9, 9, 9)
    assert (result.status, result.judged, result.broken) == ("optimal", True, ())
    assert (result.sense, result.seconds) == ("makespan", 0.5)


def test_a_plan_that_breaks_a_rule_is_judged_bad(one: Known) -> None:
    def at_once(problem: Problem, limits: Limits, **_: Any) -> Schedule:
        found = try_all(problem, limits)
        last = max(found.placements, key=lambda placed: placed.start)
        rest = [placed for placed in found.placements if placed is not last]
        early = replace(last, start=0, end=last.end - last.start)
        return replace(found, placements=(*rest, early))

    result = run(one, ASKED, at_once)

    assert result.judged is False
    assert "lags_are_kept" in result.broken
    assert "the objective is the plan's" in result.broken


def test_a_plan_better_than_its_own_bound_is_judged_bad(one: Known) -> None:
    def modest(problem: Problem, limits: Limits, **_: Any) -> Schedule:
        found = try_all(problem, limits)
        return replace(found, bound=found.bound - 1, status="feasible")

    result = run(one, ASKED, modest)

    assert result.broken == ("no plan is better than the bound",)
    assert (result.bound, result.judged) == (10, False)


def test_what_the_solver_cannot_do_is_unsupported(one: Known) -> None:
    def refuses(problem: Problem, limits: Limits, **_: Any) -> Schedule:
        raise ValueError("pools are not there yet")

    result = run(one, ASKED, refuses)

    assert (result.status, result.why) == ("unsupported", "pools are not there yet")
    assert (result.objective, result.judged) == (None, None)


def test_a_plan_the_solver_itself_refuses_is_broken(one: Known) -> None:
    def fails(problem: Problem, limits: Limits, **_: Any) -> Schedule:
        raise AssertionError("plan breaks a rule")

    result = run(one, ASKED, fails)

    assert (result.status, result.why, result.judged) == ("broken", "plan breaks a rule", False)


def test_no_plan_is_a_result_with_its_reason(one: Known) -> None:
    def gives_up(problem: Problem, limits: Limits, **_: Any) -> NoSchedule:
        return NoSchedule(why="out_of_time", seconds=limits.seconds)

    result = run(one, ASKED, gives_up)

    assert (result.status, result.objective, result.seconds) == ("out_of_time", None, 2.0)


def test_a_file_that_is_missing_or_spoilt_is_unreadable(one: Known, tmp_path: Path) -> None:
    missing = run(replace(one, file=tmp_path / "gone.txt"), ASKED, try_all)
    one.file.write_text("6 2\n", encoding="utf-8")
    spoilt = run(one, ASKED, try_all)

    assert missing.status == "unreadable"
    assert "gone.txt" in missing.why
    assert spoilt.status == "unreadable"
    assert "one.txt: line 1: the file ends here" in spoilt.why


def test_a_network_plan_is_written_as_its_readme_says(tmp_path: Path) -> None:
    known = instances(a_network_folder(tmp_path / "in"))[0]

    result = run(known, replace(ASKED, plans=tmp_path / "out"), try_all)

    plan = json.loads((tmp_path / "out" / "tiny.json").read_text(encoding="utf-8"))
    assert (result.sense, result.objective, result.judged) == ("value", 9982, True)
    assert plan["instance"] == "tiny"
    assert {(row["request"], row["step"], row["instrument"]) for row in plan["placements"]} == {
        ("R0", 0, "I1"),
        ("R0", 1, "I2"),
        ("R1", 0, "I1"),
    }
    assert {row["request"]: row["technician"] for row in plan["placements"]}["R1"] == "ann"
    assert complaints(a_week(), plan) == []
    assert value(a_week(), plan) == 9982


@pytest.mark.parametrize("group", sorted(INSTANCES))
def test_the_product_finds_and_proves_the_best_plan(group: str, tmp_path: Path) -> None:
    text, best = INSTANCES[group]
    file = tmp_path / "instance"
    file.write_text(text, encoding="utf-8")
    known = Known(family=f"{group}_tiny", instance="tiny", file=file, best=best)

    result = run(known, ASKED, solve)

    assert (result.status, result.objective, result.judged) == ("optimal", best, True)
