"""The instances of a folder, chosen by family, half and number."""

from pathlib import Path

import pytest

from solver.benchmark.known import Half, chosen, instances
from tests.solver.benchmark.folders import a_folder, a_network_folder

ROWS = (
    "rcpsp_a,first,9,yes,,,one.txt",  # line 2
    "rcpsp_a,second,,no,,,one.txt",
    "rcpspmax_b,third,infeasible,yes,,,one.txt",
    "rcpsp_c,fourth,12,no,,,one.txt",  # line 5
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Four instances of three families and a network week."""
    return a_network_folder(a_folder(tmp_path, *ROWS))


def test_a_best_value_is_a_number_nothing_or_infeasible(folder: Path) -> None:
    known = instances(folder)

    assert [one.best for one in known] == [9, None, "infeasible", 12, 5982]
    assert known[0].file == folder / "one.txt"
    assert known[4].file == folder / "network" / "tiny.json.gz"


@pytest.mark.parametrize(
    ("families", "names"),
    [
        (["rcpsp"], ["first", "second", "fourth"]),
        (["rcpsp_a"], ["first", "second"]),
        (["network", "rcpspmax_b"], ["third", "tiny"]),
        ([], ["first", "second", "third", "fourth", "tiny"]),
    ],
)
def test_families_are_named_in_full_or_by_their_group(
    families: list[str], names: list[str], folder: Path
) -> None:
    some = chosen(instances(folder), families=families)

    assert [one.instance for one in some] == names


@pytest.mark.parametrize(
    ("half", "names"),
    [("odd", ["second", "fourth", "tiny"]), ("even", ["first", "third", "tiny"])],
)
def test_a_half_is_that_of_the_lines_of_the_file(
    half: Half, names: list[str], folder: Path
) -> None:
    some = chosen(instances(folder), half=half)

    assert [one.instance for one in some] == names


def test_a_limit_counts_in_each_family(folder: Path) -> None:
    some = chosen(instances(folder), limit=1)

    assert [one.instance for one in some] == ["first", "third", "fourth", "tiny"]
