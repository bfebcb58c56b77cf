"""A file that is not as its format says is refused: its name, the place, what belongs there."""

import json
from pathlib import Path
from typing import Any

import pytest

from solver.benchmark.readers.registry import READERS, read_instance
from tests.solver.benchmark.tiny import INSTANCES, a_week

SPOILT = [
    ("rcpsp", "4 2 0 1 5", "4 2 x 1 5", "line 6: found 'x'; expected a demand of task 2"),
    ("rcpsp", "4 2 0 1 5", "4 2 0 1 7", "line 6: found '7'; expected a successor of task 2"),
    ("rcpsp", "3 1 1 1 6\n0 0 0 0\n", "3 1 1 1 6\n0 0 0\n", "line 11: the file ends here"),
    ("rcpsp", "0 0 0 0\n", "0 0 0 0 9\n", "line 11: found '9'; expected the end of the file"),
    ("rcpsp", "4 2 0 1 5", "-4 2 0 1 5", "expected the duration of task 2, a whole number of 0"),
    ("rcpsp", "3 1 1 1 6", "3 1 1 1 2", "lags form a circle"),
    ("mmrcpsp", "PRECEDENCE", "ORDER", "expected a line 'PRECEDENCE RELATIONS'"),
    (
        "mmrcpsp",
        "	2	5	1	0",
        "	2	0	1	0",
        "modes of job 2 that all take time",
    ),
    (
        "mmrcpsp",
        "	2	5	1	0",
        "	2	0	1	1",
        "found '1'; expected job 2 to take time in mode 2",
    ),
    (
        "mmrcpsp",
        "3	1	4	1	2",
        "4	1	4	1	2",
        "found '4'; expected job number 3",
    ),
    (
        "rcmpsp",
        "1 1:4\n   1 ",
        "1 2:4\n   1 ",
        "line 10: found '2:4'; expected a successor as 1:task",
    ),
    ("rcmpsp", "2:2\n", "2:2 2:3\n", "line 17: found '2:3'; expected the end of the line"),
    ("fjsp", "1 2 3", "1 3 3", "line 3: found '3'; expected a machine of operation J2-1"),
    (
        "fjsp",
        "1 2 3",
        "1 2 0",
        "expected a duration of operation J2-1, a whole number of 1 or more",
    ),
    (
        "fjsp",
        "1  1 2 3",
        "1  1 2 3 4",
        "expected the end of the line after the operations of job 2",
    ),
    ("fjspw", "3.9999", "four", "line 2: found 'four'; expected a duration of J1-1 on M1"),
    ("fjspw", "3.9999", "0.2", "expected a duration of J1-1 on M1 of 1 or more"),
    ("fjspw", "1 1 3", "1 3 3", "line 3: found '3'; expected a worker of J2-1 on M2"),
    ("imopse", "TaskID", "Task", "expected a heading 'TaskID'"),
    ("imopse", "Q1: 1\t Q0: 0", "Q1: 1\t Q0:", "line 8: found '1 50.0 Q1: 1 Q0:'"),
    ("imopse", "Q0: 0\t1\t2", "Q0: 0\t1\t3", "line 14: found '3'; expected the id of a task"),
    ("imopse", "4\t\t4\t Q0", "4\t\tfour\t Q0", "expected the duration of T4, a whole number"),
    ("mspsp", "dur = [0,3,2,0];", "dur = [0,3,2];", "line 4: dur has 3 values; expected 4"),
    (
        "mspsp",
        "succ = [2,3,4,4];",
        "succ = [2,3,4,5];",
        "succ has task 5; expected tasks from 1 to 4",
    ),
    ("mspsp", "nSkills = 2;", "", "nSkills is missing"),
    ("mspsp", "| false,true", "| maybe,true", "line 13: mastery has 'maybe true'"),
    ("mspsp", "| 0,1,", "| 0,1,1,", "sreq is not a table of 4 rows with 2 values"),
    ("rcpspmax", "[-6]", "[six]", "line 4: found '[six]'; expected a lag of task 2"),
    ("rcpspmax", "\t[-6]\t[2]", "\t[-6]\t[3]", "task 2: its lag to the end is 3"),
    ("rcpspmax", "2\t1\t2\t2\n", "2\t2\t2\t2\n", "found '2'; expected mode 1 of task 2"),
    ("network", '"network-week-1"', '"network-week-2"', "the format is not 'network-week-1'"),
    ("network", '"start"', '"end"', "staff: is 'end'; use one of"),
    ("network", '"instrument": "I2"', '"instrument": "I9"', "name 'I9', which is no instrument"),
    ("network", '"guidance_slots": 2', '"guidance_slots": null', "has no guidance_slots"),
]


@pytest.mark.parametrize(("group", "good", "bad", "said"), SPOILT)
def test_a_spoilt_file_is_refused_by_name_and_place(
    group: str, good: str, bad: str, said: str, tmp_path: Path
) -> None:
    text = INSTANCES[group][0]
    assert good in text
    file = tmp_path / "spoilt.txt"
    file.write_text(text.replace(good, bad, 1), encoding="utf-8")

    with pytest.raises(ValueError) as refused:  # noqa: PT011  # the sentence is asserted below
        read_instance(file, group)

    assert str(refused.value).startswith(f"{file}: ")
    assert said in str(refused.value)


def test_a_week_whose_gaps_do_not_fit_its_steps_is_refused() -> None:
    week: dict[str, Any] = a_week()
    week["requests"][0]["max_gap"] = []

    with pytest.raises(ValueError, match="request R0: expected 1 values in min_gap and in max_gap"):
        READERS["network"](json.dumps(week))


def test_a_week_whose_ways_are_no_table_is_refused() -> None:
    week: dict[str, Any] = a_week()
    week["transport_slots"] = [[0, 2]]

    with pytest.raises(ValueError, match="transport_slots is not a table"):
        READERS["network"](json.dumps(week))


def test_a_family_without_a_reader_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "x.json"
    file.write_text("{}", encoding="utf-8")

    with pytest.raises(ValueError, match=r"x\.json: family 'carcpsp' has no reader; name one of"):
        read_instance(file, "carcpsp")


def test_a_file_of_no_known_format_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "letter.txt"
    file.write_text("Dear Sir", encoding="utf-8")

    with pytest.raises(
        ValueError, match=r"letter\.txt: keeps none of the formats; name the family"
    ):
        read_instance(file)


def test_a_file_that_cannot_be_unpacked_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "week.json.gz"
    file.write_bytes(b"{}")

    with pytest.raises(ValueError, match=r"week\.json\.gz: cannot be unpacked"):
        read_instance(file, "network")
