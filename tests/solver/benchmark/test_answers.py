"""The times of answers: each sort is asked, and what is printed is a line of JSON."""

import json

import pytest

from solver.benchmark.answers import Times, main


def test_each_sort_of_answer_has_its_line(capsys: pytest.CaptureFixture[str]) -> None:
    asked = [
        "--requests",
        "30",
        "--seconds",
        "1",
        "--offers",
        "60",
        "--reasons",
        "12",
        "--repairs",
        "3",
    ]

    assert main(asked) == 0

    rows = {row["what"]: row for row in map(json.loads, capsys.readouterr().out.splitlines())}
    assert list(rows) == [
        *("offers, one step", "offers, job", "reasons, one step", "reasons, job"),
        *("repairs", "fewest moves"),
    ]
    assert rows["offers, one step"]["count"] + rows["offers, job"]["count"] == 60
    assert rows["reasons, one step"]["count"] + rows["reasons, job"]["count"] == 12
    assert rows["repairs"]["count"] == rows["fewest moves"]["count"] == 3
    named = [rows[f"reasons, {sort}"] for sort in ("one step", "job")]
    assert [row.get("smallest", 0) for row in named] == [row.get("named", 0) for row in named]
    assert all(row["p50_ms"] <= row["p99_ms"] <= row["max_ms"] for row in rows.values())


def test_of_no_answers_there_are_no_times() -> None:
    assert Times("offers").row() == {"what": "offers", "count": 0}
