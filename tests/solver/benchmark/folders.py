"""Folders as the command reads them, and a solver that tries everything."""

import gzip
import json
from pathlib import Path
from typing import Any

from solver.engine.limits import Limits
from solver.objective import value
from solver.outcome import Schedule
from solver.problem import Problem
from tests.solver.benchmark.tiny import FLEXIBLE_JOBS, PATTERSON, a_week
from tests.solver.benchmark.trying_all import best_plan
from tests.solver.builders import a_problem, a_request

HEADING = "family,instance,best_known,optimal,source,lower_bound,file"
LIMITS = ("--seconds", "2", "--workers", "1")


def a_folder(at: Path, *rows: str) -> Path:
    """Two instances and a table of them; best known 9 is the optimum, 8 is better than that."""
    at.mkdir(exist_ok=True)
    (at / "one.txt").write_text(PATTERSON, encoding="utf-8")
    (at / "shop.txt").write_text(FLEXIBLE_JOBS, encoding="utf-8")
    table = rows or (
        "rcpsp_tiny,one,9,yes,by hand,9,one.txt",
        'fjsp_tiny,shop,8,no,"by hand, badly",,shop.txt',
    )
    (at / "best_known.csv").write_text("\n".join((HEADING, *table)) + "\n", encoding="utf-8")
    return at


def an_own_folder(at: Path) -> Path:
    """Two instances in the product's own format: one request, and two on one unit and person."""
    at.mkdir(exist_ok=True)
    both = a_problem(a_request(weight=2), a_request("R2", weight=3))
    for name, problem in (("one", a_problem(a_request())), ("two", both)):
        (at / f"{name}.json").write_text(json.dumps(problem.to_json()), encoding="utf-8")
    table = ("kyoyo_a,one,1,yes,,,one.json", "kyoyo_b,two,4,no,,,two.json")
    (at / "best_known.csv").write_text("\n".join((HEADING, *table)) + "\n", encoding="utf-8")
    return at


def a_network_folder(at: Path) -> Path:
    """One network week, with what a reference made of it."""
    (at / "network").mkdir(parents=True)
    packed = gzip.compress(json.dumps(a_week()).encode())
    (at / "network" / "tiny.json.gz").write_bytes(packed)
    (at / "network" / "reference.csv").write_text(
        "instance,requests,reference_value\ntiny,2,5982\n", encoding="utf-8"
    )
    return at


def try_all(problem: Problem, limits: Limits, *, progress: Any = None) -> Schedule:
    """A solver of the product's kind for tiny problems."""
    plan = best_plan(problem)
    worth = value(problem, plan)
    if progress is not None:
        progress(worth, worth, 0.25)
    return Schedule(
        placements=plan, refused=(), objective=worth, bound=worth, status="optimal", seconds=0.5
    )
