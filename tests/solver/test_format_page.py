"""The worked example of docs/formats/problem.md is the saved question, and its answers are true."""

import json
import re
from pathlib import Path
from typing import Any

from solver.engine.solve import Limits, solve
from solver.explain import explain
from solver.outcome import Schedule
from solver.problem import FORMAT, Problem
from solver.suggest import suggest

HOUSE = Path(__file__).parent.parent.parent
PAGE = (HOUSE / "docs" / "formats" / "problem.md").read_text(encoding="utf-8")
BLOCKS: list[Any] = [json.loads(text) for text in re.findall(r"```json\n(.*?)```", PAGE, re.S)]
ASKED, SOLVED, SUGGESTED, EXPLAINED = BLOCKS


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


def test_the_page_names_every_field() -> None:
    def names(value: Any) -> set[str]:
        if isinstance(value, dict):
            return set(value).union(*(names(inner) for inner in value.values()))
        return set().union(*(names(inner) for inner in value)) if isinstance(value, list) else set()

    prose = re.sub(r"```json\n.*?```", "", PAGE, flags=re.S)
    assert {name for name in names(ASKED) if f"`{name}`" not in prose} == set()
