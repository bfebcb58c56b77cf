"""What another library finds for the same instance, with the same seconds and workers."""

import json
import re
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from solver.benchmark.known import Known
from solver.benchmark.readers.registry import group
from solver.judge import judge
from solver.outcome import Placement
from solver.problem import Problem

PYJOBSHOP = "pyjobshop"
# Teams (mspsp) would have to be enumerated; network weeks have travel that depends on the choice.
CAN_SAY = ("rcpsp", "mmrcpsp", "rcmpsp", "fjsp", "fjspw", "imopse", "rcpspmax")
_STARTING_SECONDS = 120.0  # for reading, building and the way back; then it is given up
_FOUND = re.compile(
    r"^#\d+\s+(?P<seconds>[\d.]+)s\s+best:\s*(?P<objective>[\d.e+-]+)", re.MULTILINE
)
_FOLDER = Path(__file__).parent.parent.parent  # the one `solver` is imported from


@dataclass(frozen=True, slots=True, kw_only=True)
class Other:
    """The other's answer."""

    objective: int | None
    bound: int | None
    status: str
    seconds_to_best: float | None  # building its model included
    judged: bool | None


def check_installed() -> None:
    """Raise ValueError where PyJobShop is not there."""
    if find_spec(PYJOBSHOP) is None:
        raise ValueError(
            "PyJobShop is not installed, and is no dependency of ours: "
            "pip install pyjobshop (0.0.9 was compared) into this environment"
        )


def ask_pyjobshop(
    known: Known, problem: Problem, *, seconds: float, workers: int, seed: int
) -> Other | None:
    """Let PyJobShop solve the instance in a process of its own; None where it cannot say it.

    Raises ValueError with the last line it said where it ended without an answer.
    """
    if group(known.family) not in CAN_SAY:
        return None
    command = [sys.executable, "-m", "solver.benchmark.said_to_pyjobshop"]
    command += [str(known.file.resolve()), known.family, "--seconds", str(seconds)]
    command += ["--workers", str(workers), "--seed", str(seed)]
    done = subprocess.run(  # noqa: S603  # our own module, by this Python
        command,
        cwd=_FOLDER,
        capture_output=True,
        text=True,
        timeout=seconds + _STARTING_SECONDS,
        check=False,
    )
    if done.returncode:
        said = (done.stderr.strip().splitlines() or ["nothing"])[-1]
        raise ValueError(f"{known.instance}: PyJobShop ended with {done.returncode}: {said}")
    log, _, answer = done.stdout.rstrip().rpartition("\n")
    return answered(problem, json.loads(answer), log)


def answered(problem: Problem, answer: Mapping[str, Any], log: str) -> Other:
    """Its answer, its plan judged; the log of CP-SAT tells when it found the plan."""
    placements = [Placement.from_json(data) for data in answer["placements"]]
    times = [float(line["seconds"]) for line in _FOUND.finditer(log)]
    return Other(
        objective=answer["objective"],
        bound=answer["bound"],
        status=answer["status"],
        seconds_to_best=answer["building"] + times[-1] if times and placements else None,
        judged=not judge(problem, placements) if placements else None,
    )
