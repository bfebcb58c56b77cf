"""What the table says of results: means, counts and times."""

import pytest

from solver.benchmark.result import Result, Status
from solver.benchmark.table import table
from solver.benchmark.worth import Sense, gap_to_best, gap_to_bound


def a_result(
    objective: int | None = 110,
    best: int | str | None = 100,
    status: Status = "feasible",
    bound: int | None = 100,
    **changes: object,
) -> Result:
    """A makespan of 110, best known 100 and bound 100."""
    facts = {
        "family": "f",
        "instance": "i",
        "objective": objective,
        "bound": bound if objective is not None else None,
        "best_known": best,
        "status": status,
        "seconds": 1.0,
        "judged": None if objective is None else True,
    }
    return Result(**{**facts, **changes})  # type: ignore[arg-type]  # the test names the fields


def cells(*results: Result, against: str = "") -> dict[str, str]:
    """The one row of the table by its heading."""
    heading, row = table(results, against=against).splitlines()
    names = [name for name in heading.split("  ") if name]
    values = [value for value in row.split("  ") if value]
    return {n.strip(): v.strip() for n, v in zip(names, values, strict=True)}


@pytest.mark.parametrize(
    ("sense", "worth", "best", "gap"),
    [
        ("makespan", 110, 100, 0.1),
        ("makespan", 90, 100, -0.1),
        ("value", 90, 100, 0.1),
        ("value", 100, 100, 0.0),
        ("value", 0, 0, 0.0),
    ],
)
def test_the_gap_to_the_best_is_a_share_of_the_best(
    sense: Sense, worth: int, best: int, gap: float
) -> None:
    assert gap_to_best(sense, worth, best) == pytest.approx(gap)


@pytest.mark.parametrize(
    ("sense", "worth", "bound", "gap"),
    [
        ("makespan", 110, 100, 0.1),
        ("makespan", 10, 0, 1.0),
        ("value", 80, 100, 0.25),
        ("value", 0, 100, 1.0),
        ("value", 0, 0, 0.0),
    ],
)
def test_the_gap_to_the_bound_is_a_share_of_bound_or_value(
    sense: Sense, worth: int, bound: int, gap: float
) -> None:
    assert gap_to_bound(sense, worth, bound) == pytest.approx(gap)


def test_no_plan_counts_as_a_gap_of_a_hundred_percent() -> None:
    row = cells(a_result(), a_result(objective=None, status="out_of_time"))

    assert (row["gap to best"], row["bound gap"]) == ("55.00 %", "10.00 %")
    assert (row["instances"], row["unsolved"]) == ("2", "1")
    assert row["better/equal/worse"] == "0/0/2"


def test_an_impossible_instance_proven_so_is_equal() -> None:
    row = cells(
        a_result(objective=None, best="infeasible", status="proven_impossible"),
        a_result(best="infeasible"),
        a_result(objective=None, best="infeasible", status="out_of_time"),
    )

    assert row["better/equal/worse"] == "1/1/1"
    assert (row["gap to best"], row["proven"]) == ("-", "1")


def test_what_the_solver_cannot_do_counts_in_no_mean() -> None:
    row = cells(a_result(), a_result(objective=None, status="unsupported", seconds=9.0))

    assert (row["gap to best"], row["unsupported"], row["seconds"]) == ("10.00 %", "1", "1.00")


def test_a_plan_that_is_judged_bad_is_counted() -> None:
    row = cells(a_result(judged=False), a_result(objective=None, status="broken", judged=False))

    assert row["judged bad"] == "2"


def test_the_other_is_compared_where_both_tried() -> None:
    row = cells(
        a_result(other_objective=120, other_status="feasible", seconds_to_other=0.5,
                 other_seconds_to_best=4.0),
        a_result(other_objective=100, other_status="optimal", other_seconds_to_best=2.0),
        a_result(other_status="time-limit"),
        a_result(),
        against="pyjobshop",
    )  # fmt: skip

    assert row["pyjobshop gap"] == "40.00 %"
    assert row["pyjobshop proven"] == "1"
    assert row["than it"] == "2/0/1"
    assert (row["its seconds to its best"], row["ours to that"], row["of"]) == (
        "3.00",
        "0.50",
        "1/2",
    )
