"""An exception to a rule of the house carries its reason on the same line."""

import re

import pytest

from tests.house.tree import lines

# A named rule and, after it, words: "noqa: S101 - why", "type: ignore[misc]  # why".
_WITH_REASON = re.compile(
    r"#\s*(?:noqa: [A-Z]+\d+(?:, ?[A-Z]+\d+)*|type: ignore\[[\w, -]+\])\s+[#-]\s*\w+"
)
_EXCEPTION = re.compile(r"#\s*(?:noqa\b|type:\s*ignore\b)")
_SKIPPED = re.compile(r"pytest\.(?:skip|xfail|importorskip)\(|mark\.(?:skip|skipif|xfail)\b")


def lacks_a_reason(line: str) -> bool:
    return _EXCEPTION.search(line) is not None and _WITH_REASON.search(line) is None


def test_every_exception_names_its_rule_and_its_reason() -> None:
    here = "tests/house/test_reasons.py"
    found = [
        where
        for where, line in lines("*.py")
        if lacks_a_reason(line) and not where.startswith(here)
    ]

    assert found == []


def test_no_test_is_skipped() -> None:
    here = "tests/house/test_reasons.py"
    found = [
        where
        for where, line in lines("tests/*.py")
        if _SKIPPED.search(line) and not where.startswith(here)
    ]

    assert found == []


@pytest.mark.parametrize(
    "line",
    [
        "x = 1  # noqa",
        "x = 1  # noqa: S101",
        "x = y  # type: ignore",
        "x = y  # type: ignore[arg-type]",
    ],
)
def test_the_wall_sees(line: str) -> None:
    assert lacks_a_reason(line)


@pytest.mark.parametrize(
    "line",
    [
        "x = 1  # noqa: S101  # a tool asserts here",
        "x = y  # type: ignore[misc]  # no types published",
    ],
)
def test_the_wall_lets_reasons_be(line: str) -> None:
    assert not lacks_a_reason(line)
