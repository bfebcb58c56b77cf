"""Who may import whom: the contracts in pyproject.toml, and what importing really loads."""

import subprocess
import sys

import pytest

from tests.house.tree import ROOT


def test_no_arrow_between_the_rooms_runs_back() -> None:
    program = [
        sys.executable,
        "-c",
        "from importlinter.cli import lint_imports_command as lint; lint()",
    ]

    done = subprocess.run(
        [*program, "--no-logo"], cwd=ROOT, capture_output=True, encoding="utf-8", check=False
    )

    assert done.returncode == 0, done.stdout + done.stderr


# The imports of ortools and numba cost 0.7 s and about 100 MB each; contracts do not see what a
# parent package loads.
@pytest.mark.parametrize(
    "module",
    ["solver.problem", "solver.judge", "solver.explain", "solver.offers", "booking.app"],
)
def test_what_answers_inside_a_request_starts_without_a_solver(module: str) -> None:
    look = f"import sys, {module}; sys.exit(not {{'ortools', 'numba'}}.isdisjoint(sys.modules))"

    done = subprocess.run([sys.executable, "-c", look], cwd=ROOT, check=False)

    assert done.returncode == 0
