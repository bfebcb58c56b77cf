"""The command: JSON in, JSON out, one sentence and exit 2 for what is wrong."""

import json
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from solver.__main__ import main
from solver.judge import judge
from solver.outcome import Placement
from solver.problem import Problem
from tests.solver.builders import a_problem, a_request, a_unit, at, attended

SAVED = Path(__file__).parent.parent / "problems"


@pytest.fixture
def answer(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> Any:
    """Ask the command about some JSON; gives what it printed, read back."""

    def ask(verb: str, data: object, *more: str) -> Any:
        file = tmp_path / "asked.json"
        file.write_text(json.dumps(data), encoding="utf-8")
        assert main([verb, str(file), *more]) == 0
        return json.loads(capsys.readouterr().out)

    return ask


def test_a_plan_is_judged_with_rules_and_facts(answer: Any) -> None:
    problem = a_problem().to_json()

    good = answer("judge", {"problem": problem, "placements": [at(9).to_json()]})
    bad = answer("judge", {"problem": problem, "placements": [at(17).to_json()]})

    assert good == []
    assert bad == [
        {
            "rule": "companies_come_in_open_hours",
            "facts": {"step": "R1-step", "unit": "SEM-1", "start": 17, "end": 18},
        }
    ]


def test_a_plan_is_mended_after_an_outage(answer: Any) -> None:
    outage = {"units": [["SEM-1", [0, 12]]]}
    data = {"problem": a_problem().to_json(), "placements": [at(9).to_json()], "outage": outage}

    mended = answer("replan", data)

    assert [p["start"] for p in mended["placements"]] == [12]
    assert (mended["is_proven"], mended["moves"], mended["least_moves"]) == (True, 1, 1)


def test_another_question_is_compared_with_the_first(answer: Any) -> None:
    guided = (attended("start", 1),)
    asked = a_problem(a_request(attendance=guided))
    instead = replace(asked, units=(a_unit(blocked=((0, 12),)),))

    told = answer("whatif", {"problem": asked.to_json(), "instead": instead.to_json()})

    assert told["problem"]["placements"][0]["start"] == 9
    assert told["difference"] == {
        "accepted": [],
        "dropped": [],
        "moved": [
            {
                "step": "R1-step",
                "start_before": 9,
                "start_after": 12,
                "unit_before": "SEM-1",
                "unit_after": "SEM-1",
            }
        ],
        "people_told": ["abe"],
    }


def test_each_request_gets_suggestions_or_reasons(answer: Any) -> None:
    problem = a_problem(a_request(), a_request("R2", windows=())).to_json()

    places = answer("suggest", problem, "--count", "1")
    reasons = answer("explain", problem, "--request", "R2")

    assert [[p["start"] for p in plan] for plan in places["R1"]] == [[9]]
    assert places["R2"] == []
    assert reasons["R2"]["groups"] == ["window"]


@pytest.mark.parametrize("file", sorted(SAVED.glob("*.json")), ids=lambda file: file.stem)
def test_every_saved_question_is_solved_to_the_end(answer: Any, file: Path) -> None:
    data = json.loads(file.read_text(encoding="utf-8"))
    solved = answer("solve", data, "--seconds", "20")
    plan = [Placement.from_json(placed) for placed in solved["placements"]]

    assert solved["status"] == "optimal"
    assert judge(Problem.from_json(data), plan) == ()


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("{", "Expecting property name"),
        ("[]", "holds a list; give a JSON object"),
        ('{"format": "kyoyo-problem/9"}', "this version reads 'kyoyo-problem/2' and"),
    ],
)
def test_a_wrong_file_is_one_sentence_and_exit_status_2(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, text: str, sentence: str
) -> None:
    file = tmp_path / "wrong.json"
    file.write_text(text, encoding="utf-8")

    assert main(["solve", str(file)]) == 2
    told = capsys.readouterr()
    assert sentence in told.err
    assert told.err.count("\n") == 1
    assert told.out == ""


def test_a_missing_file_an_unknown_request_and_a_plan_without_problem_are_told(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    file = tmp_path / "one.json"
    file.write_text(json.dumps(a_problem().to_json()), encoding="utf-8")

    assert main(["solve", str(tmp_path / "none.json")]) == 2
    assert "No such file" in capsys.readouterr().err
    assert main(["suggest", str(file), "--request", "R9"]) == 2
    assert "request R9: is not in the problem" in capsys.readouterr().err
    assert main(["judge", str(file)]) == 2
    assert 'needs the fields "problem" and "placements"' in capsys.readouterr().err


def test_suggesting_and_judging_never_load_ortools() -> None:
    quiet = (
        "import sys, solver.suggest, solver.explain, solver.judge, solver.construct;"
        "sys.exit('ortools' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", quiet], check=False).returncode == 0
