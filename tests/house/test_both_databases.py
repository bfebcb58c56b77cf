"""The same test ids on SQLite and PostgreSQL: the rule itself, tried on small runs of its own."""

import os
import re
import subprocess
import sys
from pathlib import Path

from tests.house.tree import ROOT, lines

_PLUGINS = ("-p", "tests.support.both_databases", "-p", "no:cacheprovider", "-c", "/dev/null")
_FIXTURE = """
import pytest

@pytest.fixture
def database_url(request):
    return request.param
"""


def _run(folder: Path, tests: str) -> subprocess.CompletedProcess[str]:
    (folder / "test_example.py").write_text(_FIXTURE + tests)
    return subprocess.run(
        [sys.executable, "-m", "pytest", *_PLUGINS, "--rootdir", folder, "-v", folder],
        cwd=ROOT,
        env={**os.environ, "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )


def test_a_test_that_takes_a_database_runs_on_both(tmp_path: Path) -> None:
    done = _run(tmp_path, "def test_a(database_url): pass")

    assert "test_a[sqlite] PASSED" in done.stdout
    assert "test_a[postgresql] PASSED" in done.stdout
    assert done.returncode == 0


def test_a_test_with_one_side_only_fails(tmp_path: Path) -> None:
    done = _run(
        tmp_path,
        '@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)\n'
        "def test_a(database_url): pass",
    )

    assert "this test has no postgresql side" in done.stdout
    assert done.returncode == 1


def test_an_exception_is_listed_with_its_reason(tmp_path: Path) -> None:
    done = _run(
        tmp_path,
        '@pytest.mark.only_on("postgresql", reason="locks one row")\n'
        "def test_a(database_url): pass",
    )

    assert "test_a[postgresql] runs only on postgresql: locks one row" in done.stdout
    assert "1 passed" in done.stdout
    assert done.returncode == 0


def test_an_exception_without_a_reason_is_refused(tmp_path: Path) -> None:
    done = _run(tmp_path, '@pytest.mark.only_on("sqlite")\ndef test_a(database_url): pass')

    assert 'write only_on("sqlite" or "postgresql", reason="…")' in done.stdout + done.stderr
    assert done.returncode != 0


# The journeys fill a database once with the demo and copy it for each: on both kinds.
MAKERS = ("tests/support/", "tests/house/", "tests/journeys/conftest.py")


def test_no_test_opens_a_database_of_its_own() -> None:
    opens = re.compile(r"\b(?:make_engine|create_engine|sqlite3\.connect|psycopg\.connect)\(")
    found = [
        where
        for where, line in lines("tests/*.py")
        if opens.search(line) and not where.startswith(MAKERS)
    ]

    assert found == [], "take database_url, so that the test runs on both databases"
