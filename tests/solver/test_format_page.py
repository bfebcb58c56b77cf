"""The worked examples of docs/formats/problem.md are true, and the page names every field."""

import json
import re
from pathlib import Path
from typing import Any

from solver.engine.solve import Limits, solve
from solver.explain import explain
from solver.judge import judge
from solver.outcome import Placement, Schedule
from solver.problem import FORMAT, Problem
from solver.schema import schema
from solver.suggest import suggest

HOUSE = Path(__file__).parent.parent.parent
PAGE = (HOUSE / "docs" / "formats" / "problem.md").read_text(encoding="utf-8")
BLOCKS: list[Any] = [json.loads(text) for text in re.findall(r"```json\n(.*?)```", PAGE, re.S)]
ASKED, SOLVED, SUGGESTED, EXPLAINED, JOB, PLAN, BROKEN = BLOCKS
PROSE = re.sub(r"```json\n.*?```", "", PAGE, flags=re.S)


def test_the_example_is_the_saved_question() -> None:
    saved = HOUSE / "tests" / "problems" / "microscope_and_oven.json"

    assert json.loads(saved.read_text(encoding="utf-8")) == ASKED
    assert FORMAT in PAGE


def test_the_example_is_solved_as_the_page_says() -> None:
    answer = solve(Problem.from_json(ASKED), Limits(seconds=20.0))

    assert isinstance(answer, Schedule)
    assert {**answer.to_json(), "seconds": 0.0} == SOLVED


def test_the_example_is_suggested_as_the_page_says() -> None:
    assert [p.start for p in suggest(Problem.from_json(ASKED), "R1")] == SUGGESTED["starts"]


def test_the_example_made_impossible_is_explained_as_the_page_says() -> None:
    changed = json.loads(json.dumps(ASKED))
    changed["units"][1]["blocked"] = EXPLAINED["blocked"]

    refusal = explain(Problem.from_json(changed), "R2")

    assert list(refusal.groups) == EXPLAINED["groups"]
    assert dict(refusal.facts) == EXPLAINED["facts"]


def test_the_job_is_judged_as_the_page_says() -> None:
    problem = Problem.from_json(JOB)
    earlier = [*PLAN[:2], {**PLAN[2], "start": PLAN[2]["start"] - 1, "end": PLAN[2]["end"] - 1}]

    def broken(plan: list[Any]) -> list[dict[str, Any]]:
        found = judge(problem, [Placement.from_json(placed) for placed in plan])
        return [{"rule": one.rule, "facts": dict(one.facts)} for one in found]

    assert broken(PLAN) == []
    assert broken(earlier) == BROKEN


def test_the_page_names_every_field_of_the_question_and_of_a_plan() -> None:
    kinds = [schema("problem"), schema("placement")]
    objects = [shape for kind in kinds for shape in (kind, *kind["$defs"].values())]
    fields = {name for shape in objects for name in shape["properties"]}

    assert {name for name in fields if f"`{name}`" not in PROSE} == set()


def test_the_page_names_every_term_of_a_goal_and_every_word() -> None:
    terms = schema()["$defs"]["Term"]["properties"]["name"]["enum"]

    assert [term for term in terms if f"| `{term}` |" not in PROSE] == []
    for shape in schema()["$defs"].values():
        for field in shape["properties"].values():
            words = field.get("enum", []) if field.get("enum") != terms else []
            assert [word for word in words if f'"{word}"' not in PROSE] == []
