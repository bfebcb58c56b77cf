"""All rules together: each has an example, the judge asks each, and it survives any plan."""

from pathlib import Path

import solver
from solver.judge import RULES, judge
from tests.solver import (
    test_rules_at_once,
    test_rules_batches,
    test_rules_company,
    test_rules_order,
    test_rules_people,
    test_rules_requests,
    test_rules_runs,
    test_rules_stocks,
    test_rules_units,
)
from tests.solver.builders import a_job, a_problem, a_step, at, attended, placed

SHOWN = (
    *test_rules_at_once.EXAMPLES,
    *test_rules_batches.EXAMPLES,
    *test_rules_company.EXAMPLES,
    *test_rules_order.EXAMPLES,
    *test_rules_people.EXAMPLES,
    *test_rules_requests.EXAMPLES,
    *test_rules_runs.EXAMPLES,
    *test_rules_stocks.EXAMPLES,
    *test_rules_units.EXAMPLES,
)


def test_every_rule_has_an_example_and_is_asked_by_the_judge() -> None:
    folder = Path(solver.__file__).parent / "rules"
    files = {(path.parent.name, path.stem) for path in folder.glob("*/[!_]*.py")}

    assert {tuple(rule.__name__.split(".")[-2:]) for rule in RULES} == files
    assert {example.rule for example in SHOWN} == {name for _, name in files}


def test_every_rule_says_itself_in_one_sentence() -> None:
    said = [(rule.__doc__ or "").partition("\n")[0] for rule in RULES]

    assert [sentence for sentence in said if not sentence.endswith(".")] == []
    assert len(set(said)) == len(RULES)


def test_the_judge_survives_a_plan_of_unknown_units_and_people() -> None:
    stray = at(-3, unit="nowhere", by=(("nobody", "exclusive", -3, -2),))

    broken = {v.rule for v in judge(a_problem(), [stray])}

    assert {"steps_run_on_a_unit_that_will_do", "people_stay_at_their_site"} <= broken


def test_the_judge_survives_steps_ways_and_further_units_that_nobody_knows() -> None:
    strays = [
        placed("R9-1", 9, also=("nowhere", "SEM-1"), alternative="none"),
        placed("R1-1", 9, also=("nowhere",), by=(("nobody", "on_call", 9, 10),)),
        placed("R1-2", 9, alternative="none"),
    ]
    problem = a_problem(
        a_job(
            a_step("R1-1", attendance=(attended("start", 1),)),
            a_step("R1-2", same_unit_as="R1-1", keeps_unit=True, may_pause=True),
        )
    )
    nowhere = [placed("R1-1", 9, unit="nowhere"), placed("R1-2", 20, unit="nowhere")]

    broken = {v.rule for v in judge(problem, strays)}

    assert {"requests_are_placed_once", "further_units_are_as_asked"} <= broken
    assert {v.rule for v in judge(problem, nowhere)} == {"steps_run_on_a_unit_that_will_do"}
