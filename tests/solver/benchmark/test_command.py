"""`python -m solver benchmark DIR`: a table or lines of JSON, resumable, refusing in a sentence."""

import json
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest

from solver.__main__ import main
from solver.benchmark.against import answered, check_installed
from solver.benchmark.readers.registry import READERS
from tests.solver.benchmark.folders import HEADING, LIMITS, a_folder, an_own_folder
from tests.solver.benchmark.tiny import FLEXIBLE_JOBS
from tests.solver.benchmark.trying_all import best_plan


def lines(text: str) -> list[dict[str, Any]]:
    """Lines of JSON."""
    return [json.loads(line) for line in text.splitlines()]


def test_every_instance_is_a_line_of_json(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    status = main(["benchmark", str(an_own_folder(tmp_path)), *LIMITS, "--json"])

    one, two = lines(capsys.readouterr().out)
    assert status == 0
    assert (one["family"], one["instance"], one["objective"]) == ("kyoyo_a", "one", 1)
    assert (two["family"], two["instance"], two["objective"]) == ("kyoyo_b", "two", 5)
    for result in (one, two):
        assert result["status"] == "optimal"
        assert result["bound"] == result["objective"]
        assert result["judged"] is True
        assert 0 <= result["seconds"] < 2.5
    assert (one["best_known"], two["best_known"]) == (1, 4)


def test_the_table_has_a_row_for_each_family(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    main(["benchmark", str(an_own_folder(tmp_path)), *LIMITS])

    told = capsys.readouterr()
    heading, one, two = told.out.splitlines()
    assert heading.split()[:2] == ["family", "instances"]
    assert one.split()[:8] == ["kyoyo_a", "1", "0.00", "%", "0.00", "%", "1", "0/1/0"]
    assert two.split()[:8] == ["kyoyo_b", "1", "-25.00", "%", "0.00", "%", "1", "1/0/0"]
    assert "kyoyo_a one: optimal 1 (best known 1, bound 1)" in told.err


def test_what_stands_in_the_file_is_not_solved_again(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder, out = an_own_folder(tmp_path), tmp_path / "results.jsonl"
    asked = ["benchmark", str(folder), *LIMITS, "--json", "--out", str(out)]
    main([*asked, "--family", "kyoyo_a"])
    first = lines(out.read_text(encoding="utf-8"))
    half_a_line = '{"family": "kyoyo_b", "inst'
    out.write_text(out.read_text(encoding="utf-8") + half_a_line, encoding="utf-8")
    capsys.readouterr()

    status = main(asked)

    printed = lines(capsys.readouterr().out)
    assert status == 0
    assert [result["instance"] for result in printed] == ["one", "two"]
    assert printed[0] == first[0]
    assert lines(out.read_text(encoding="utf-8")) == printed


def test_another_seed_is_another_question(tmp_path: Path) -> None:
    out = tmp_path / "results.jsonl"
    asked = ["benchmark", str(an_own_folder(tmp_path)), *LIMITS, "--out", str(out)]
    asked += ["--family", "kyoyo_a"]

    main(asked)
    main([*asked, "--seed", "2"])

    assert [result["seed"] for result in lines(out.read_text(encoding="utf-8"))] == [1, 2]


def test_a_spoilt_instance_does_not_stop_the_others_and_is_tried_again(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder, out = an_own_folder(tmp_path), tmp_path / "results.jsonl"
    good = (folder / "one.json").read_text(encoding="utf-8")
    (folder / "one.json").write_text("{}", encoding="utf-8")
    asked = ["benchmark", str(folder), *LIMITS, "--json", "--out", str(out)]

    status = main(asked)
    one, two = lines(capsys.readouterr().out)
    (folder / "one.json").write_text(good, encoding="utf-8")
    main(asked)
    again, _ = lines(capsys.readouterr().out)

    assert status == 0
    assert (one["status"], two["status"], again["status"]) == ("unreadable", "optimal", "optimal")
    assert "one.json: problem: format is None" in one["why"]


@pytest.mark.parametrize(
    ("more", "said"),
    [
        (["--family", "jssp"], "family 'jssp' is not there; name one of fjsp_tiny, rcpsp_tiny"),
        (["--seconds", "0"], "limits: seconds is 0.0; give more than 0"),
        (["--workers", "0"], "limits: workers is 0; give 1 or more"),
        (["--limit", "0"], "limit is 0; give 1 or more"),
    ],
)
def test_what_is_asked_wrongly_is_said_in_a_sentence(
    more: list[str], said: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    status = main(["benchmark", str(a_folder(tmp_path)), *more])

    assert status == 2
    assert said in capsys.readouterr().err


def test_a_folder_without_tables_is_said_in_a_sentence(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    status = main(["benchmark", str(tmp_path)])

    assert status == 2
    assert "has neither best_known.csv nor network/reference.csv" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ("rcpsp_tiny,one,nine,yes,,,one.txt", "line 2: best known is 'nine'"),
        ("rcpsp_tiny,one", "line 2: column best_known is missing"),
    ],
)
def test_a_row_that_is_wrong_is_said_with_its_line(
    row: str, said: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    status = main(["benchmark", str(a_folder(tmp_path, row))])

    assert status == 2
    assert said in capsys.readouterr().err


def test_a_line_of_results_that_is_none_is_said_with_its_number(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "results.jsonl"
    out.write_text('{"family": "x"}\n', encoding="utf-8")

    status = main(["benchmark", str(a_folder(tmp_path)), "--out", str(out)])

    assert status == 2
    assert "results.jsonl line 1: result: field instance is missing" in capsys.readouterr().err


def test_a_family_nobody_reads_is_left_out(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = an_own_folder(tmp_path)
    table = folder / "best_known.csv"
    row = "carcpsp,demo,,no,,,demo.json\n"
    table.write_text(table.read_text(encoding="utf-8") + row, encoding="utf-8")

    main(["benchmark", str(folder), *LIMITS, "--json"])

    assert [r["family"] for r in lines(capsys.readouterr().out)] == ["kyoyo_a", "kyoyo_b"]


def test_pyjobshop_is_asked_for_only_where_it_is_installed(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = a_folder(tmp_path, "mspsp_tiny,gone,9,yes,,,gone.dzn")

    status = main(["benchmark", str(folder), "--against", "pyjobshop"])

    installed = find_spec("pyjobshop") is not None
    assert status == (0 if installed else 2)
    assert installed or "pip install pyjobshop" in capsys.readouterr().err
    if installed:
        check_installed()


def test_the_other_answer_is_judged_and_timed_by_its_log() -> None:
    problem = READERS["fjsp"](FLEXIBLE_JOBS)
    placements = [placed.to_json() for placed in best_plan(problem)]
    answer = {
        "objective": 7,
        "bound": 7,
        "status": "optimal",
        "building": 0.25,
        "placements": placements,
    }
    log = (
        "#Bound   0.01s best:inf   next:[4,10]     initial_domain\n"
        "#1       0.02s best:9     next:[4,8]      quick_restart (fixed_bools=0/8)\n"
        "#2       1.50s best:7     next:[4,6]      graph_var_lns\n"
        "#Done    1.70s core\n"
    )

    other = answered(problem, answer, log)

    assert (other.objective, other.seconds_to_best, other.judged) == (7, 1.75, True)


def test_an_empty_table_is_no_error(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "best_known.csv").write_text(HEADING + "\n", encoding="utf-8")

    assert main(["benchmark", str(tmp_path)]) == 0
    assert capsys.readouterr().out.split()[0] == "family"
