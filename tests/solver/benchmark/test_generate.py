"""Generated problems: equal for equal seeds, of the whole language, and valid."""

import json
import subprocess
import sys

import pytest

from solver.benchmark.generate import generate
from solver.problem import Problem, Step

PROBLEM = generate(250, seed=1)
STEPS = [step for request in PROBLEM.requests for step in request.steps]


def test_equal_seeds_give_equal_problems_and_others_do_not() -> None:
    assert generate(250, seed=1) == PROBLEM
    assert generate(250, seed=2) != PROBLEM


def test_the_command_prints_the_same_problem_in_another_process() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "solver.benchmark.generate", "250", "1"],
        capture_output=True,
        text=True,
        check=True,
    )

    assert Problem.from_json(json.loads(done.stdout)) == PROBLEM


@pytest.mark.parametrize("requests", [250, 1000])
def test_the_number_of_requests_is_as_asked_with_second_rounds_beside(requests: int) -> None:
    problem = generate(requests, seed=3)

    again = [request for request in problem.requests if request.follows]
    assert len(problem.requests) - len(again) == requests
    assert 0 < len(again) < requests // 10


def _overnight(step: Step) -> bool:
    return all(way.duration >= 40 for way in step.alternatives) and step.windows_bind == "start"


def _unloaded(step: Step) -> bool:
    return any(part.at == "end" for way in step.alternatives for part in way.attendance)


def _shares(step: Step) -> bool:
    return PROBLEM.units_by_code[step.alternatives[0].unit].capacity > 1


def _visited(step: Step) -> bool:
    return step.windows_bind == "whole" and step.party != ""


def _draws_power(step: Step) -> bool:
    return any(way.pools for way in step.alternatives)


def _uses_film(step: Step) -> bool:
    return any(way.budgets for way in step.alternatives)


def _boxed(step: Step) -> bool:
    return any(way.also for way in step.alternatives)


@pytest.mark.parametrize(
    "has", [_overnight, _unloaded, _shares, _visited, _boxed, _draws_power, _uses_film]
)
def test_the_whole_language_is_used(has: object) -> None:
    assert callable(has)
    assert sum(1 for step in STEPS if has(step)) >= 5


def test_ends_meet_staffed_hours_hard_and_soft() -> None:
    assert {step.end_binds for step in STEPS} == {"free", "hard", "soft"}


def test_some_gaps_in_a_job_are_hard_waits_of_at_most_an_hour() -> None:
    hard = [lag for lag in PROBLEM.lags if lag.most is not None and lag.most <= 4]

    assert len(hard) >= 5
    assert not any(lag.soft for lag in hard)


def test_pieces_of_one_recipe_take_equally_long_on_every_batch_unit() -> None:
    lengths: dict[tuple[str, str], set[int]] = {}
    for step in STEPS:
        if _shares(step):
            kind = step.alternatives[0].unit.partition("-")[0]
            lengths.setdefault((kind, step.setting), set()).update(
                way.duration for way in step.alternatives
            )

    assert lengths
    assert all(len(some) == 1 for some in lengths.values())


def test_no_request_is_no_problem() -> None:
    with pytest.raises(ValueError, match="requests is 0; give 1 or more"):
        generate(0, seed=1)
