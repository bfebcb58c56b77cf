"""`make help` tells of every command, and continuous integration runs the one people run."""

import re
import subprocess

from tests.house.tree import ROOT


def test_help_lists_every_target_with_a_sentence() -> None:
    targets = re.findall(r"^\.PHONY: (\S+)$", (ROOT / "Makefile").read_text(), re.MULTILINE)

    told = subprocess.run(
        ["make", "help"], cwd=ROOT, capture_output=True, encoding="utf-8", check=True
    ).stdout

    assert {"run", "test", "help"} <= set(targets)
    assert re.findall(r"^  make (\S+) +\S", told, re.MULTILINE) == targets


def test_every_target_is_phony() -> None:
    makefile = (ROOT / "Makefile").read_text()

    targets = re.findall(r"^([a-z][a-z-]*):", makefile, re.MULTILINE)

    assert targets == re.findall(r"^\.PHONY: (\S+)$", makefile, re.MULTILINE)


def test_continuous_integration_runs_make_test() -> None:
    assert (ROOT / ".ci/run").read_text().rstrip().endswith("exec make test")
