"""Questions stored in format 1 are still read, mean the same, and are refused by name alike."""

import json
from pathlib import Path
from typing import Any

import pytest

from solver.problem import Problem

SAVED = Path(__file__).parent.parent / "problems"


def _old() -> dict[str, Any]:
    file = SAVED / "microscope_and_oven_format_1.json"
    data: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
    return data


def _step(data: dict[str, Any]) -> dict[str, Any]:
    step: dict[str, Any] = data["requests"][0]["steps"][0]
    return step


def test_a_question_of_format_1_is_the_same_question_today() -> None:
    today = json.loads((SAVED / "microscope_and_oven.json").read_text(encoding="utf-8"))

    assert _old()["format"] == "kyoyo-problem/1"
    assert Problem.from_json(_old()) == Problem.from_json(today)
    assert Problem.from_json(_old()).to_json()["format"] == "kyoyo-problem/2"


def test_what_format_1_did_not_know_is_refused() -> None:
    with pytest.raises(ValueError, match="problem: unknown field lags in 'kyoyo-problem/1'"):
        Problem.from_json({**_old(), "lags": []})

    data = _old()
    data["units"][0]["capacity"] = 4
    with pytest.raises(ValueError, match=r"problem.units\[0\]: unknown field capacity"):
        Problem.from_json(data)

    data = _old()
    _step(data)["windows_bind"] = "free"
    with pytest.raises(ValueError, match=r'windows_bind is no word .*; give "whole" or "start"'):
        Problem.from_json(data)


def test_what_format_1_demanded_is_still_demanded() -> None:
    """Left out, it would mean another thing today."""
    for name in ("windows", "windows_bind", "not_before"):
        data = _old()
        del _step(data)[name]
        with pytest.raises(ValueError, match=rf"steps\[0\]: field {name} is missing"):
            Problem.from_json(data)

    data = _old()
    del data["people"]
    with pytest.raises(ValueError, match="problem: field people is missing"):
        Problem.from_json(data)


def test_format_1_had_one_step_a_request() -> None:
    for steps in ([], [_step(_old())] * 2, 7):
        data = _old()
        data["requests"][0]["steps"] = steps
        with pytest.raises(ValueError, match=r"problem.requests\[0\]: steps is not one step"):
            Problem.from_json(data)


def test_what_is_of_a_wrong_kind_is_refused_where_it_stands() -> None:
    data = _old()
    data["units"] = [7]
    with pytest.raises(ValueError, match=r"problem.units\[0\]: is 7; give an object"):
        Problem.from_json(data)

    data["units"] = 7
    with pytest.raises(ValueError, match=r"problem.units: is 7; give a list"):
        Problem.from_json(data)

    data = _old()
    data["requests"][0]["steps"] = [7]
    with pytest.raises(ValueError, match=r"steps\[0\]: is 7; give an object"):
        Problem.from_json(data)
