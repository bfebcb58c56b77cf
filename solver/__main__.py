"""`python -m solver solve|judge|suggest|explain|replan|whatif FILE`: a JSON file in, JSON out.

FILE holds a problem; for judge {"problem": ..., "placements": [...]}, for replan besides that
{"outage": {"units": [[CODE, [START, END]]], "people": [...]}, "locked": [STEP, ...]}, for whatif
{"problem": ..., "instead": ...}. What is wrong with it is said in one sentence on standard error;
the exit status is then 2. `python -m solver benchmark DIR` solves a folder of instances instead
(see its --help), `python -m solver schema [KIND]` prints the JSON Schema of a problem, a placement,
a schedule or no_schedule.
"""

import argparse
import json
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from solver.benchmark.command import main as benchmark
from solver.difference import difference
from solver.explain import explain
from solver.judge import judge
from solver.offers import offers
from solver.outcome import NoSchedule, Placement, Schedule
from solver.problem import Problem
from solver.replan import Outage, disturbed
from solver.schema import KINDS, schema
from solver.written import read, write


def main(arguments: Sequence[str] | None = None) -> int:
    """Answer one question, or run the benchmark; gives the exit status."""
    given = sys.argv[1:] if arguments is None else arguments
    if given and given[0] == "benchmark":
        return benchmark(given[1:])
    if given and given[0] == "schema":
        return _schema(given[1:])
    asked = _parser().parse_args(given)
    try:
        answer = _ANSWERS[asked.verb](_file(asked.file), asked)
    except (OSError, ValueError) as wrong:
        print(f"{asked.file}: {wrong}", file=sys.stderr)  # noqa: T201  # a command speaks here
        return 2
    return _say(answer)


def _say(answer: Any) -> int:
    print(json.dumps(answer, ensure_ascii=False, indent=2))  # noqa: T201  # a command speaks here
    return 0


def _schema(given: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(prog="python -m solver schema", description=schema.__doc__)
    parser.add_argument("kind", nargs="?", choices=sorted(KINDS), default="problem")
    return _say(schema(parser.parse_args(given).kind))


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m solver", description=__doc__)
    parser.add_argument("verb", choices=sorted(_ANSWERS))
    parser.add_argument("file", type=Path)
    parser.add_argument("--request", help="suggest, explain: only this request (default: each)")
    parser.add_argument("--count", type=int, default=3, help="suggest: at most so many places")
    parser.add_argument(
        "--seconds", type=float, default=10.0, help="solve, replan: at most so long"
    )
    parser.add_argument(
        "--workers", type=int, default=1, help="solve, replan: threads of the search"
    )
    parser.add_argument("--seed", type=int, default=1, help="solve, replan: of the search")
    return parser


def _file(path: Path) -> dict[str, Any]:
    data = json.loads(path.read_text(encoding="utf-8"))
    if not isinstance(data, dict):
        raise ValueError(f"holds a {type(data).__name__}; give a JSON object")  # noqa: TRY004  # data
    return data


def _solved(problem: Problem, asked: argparse.Namespace) -> Schedule | NoSchedule:
    from solver.engine.solve import Limits, solve  # here: OR-Tools takes most of a second to import

    limits = Limits(seconds=asked.seconds, workers=asked.workers, seed=asked.seed)
    return solve(problem, limits)


def _solve(data: dict[str, Any], asked: argparse.Namespace) -> Any:
    return _solved(Problem.from_json(data), asked).to_json()


def _judge(data: dict[str, Any], asked: argparse.Namespace) -> Any:
    if set(data) != {"problem", "placements"} or not isinstance(data["placements"], list):
        raise ValueError('needs the fields "problem" and "placements" (a list), and no other')
    problem = Problem.from_json(data["problem"])
    placements = [Placement.from_json(placement) for placement in data["placements"]]
    return [
        {"rule": found.rule, "facts": dict(found.facts)} for found in judge(problem, placements)
    ]


def _suggest(data: dict[str, Any], asked: argparse.Namespace) -> Any:
    problem = Problem.from_json(data)
    return {
        code: [[p.to_json() for p in plan] for plan in offers(problem, code, count=asked.count)]
        for code in _codes(problem, asked)
    }


def _explain(data: dict[str, Any], asked: argparse.Namespace) -> Any:
    problem = Problem.from_json(data)
    return {code: write(explain(problem, code)) for code in _codes(problem, asked)}


def _replan(data: dict[str, Any], asked: argparse.Namespace) -> Any:
    if not {"problem", "placements", "outage"} <= set(data):
        raise ValueError('needs the fields "problem", "placements" and "outage"')
    outage: Outage = read(Outage, data["outage"], "outage")
    plan = [Placement.from_json(placement) for placement in data["placements"]]
    problem = Problem.from_json(data["problem"])
    after = disturbed(problem, plan, outage, locked=data.get("locked", []))
    from solver.engine.fewest_moves import fewest_moves  # here, as in _solved
    from solver.engine.limits import Limits

    limits = Limits(seconds=asked.seconds, workers=asked.workers, seed=asked.seed)
    return write(fewest_moves(after, plan, outage, limits))


def _whatif(data: dict[str, Any], asked: argparse.Namespace) -> Any:
    if set(data) != {"problem", "instead"}:
        raise ValueError('needs the fields "problem" and "instead", and no other')
    answers = [_solved(Problem.from_json(data[name]), asked) for name in ("problem", "instead")]
    plans = [answer.placements if isinstance(answer, Schedule) else () for answer in answers]
    return {
        "problem": answers[0].to_json(),
        "instead": answers[1].to_json(),
        "difference": write(difference(*plans)),
    }


def _codes(problem: Problem, asked: argparse.Namespace) -> list[str]:
    return [asked.request] if asked.request else [request.code for request in problem.requests]


_ANSWERS: dict[str, Callable[[dict[str, Any], argparse.Namespace], Any]] = {
    "solve": _solve,
    "judge": _judge,
    "suggest": _suggest,
    "explain": _explain,
    "replan": _replan,
    "whatif": _whatif,
}

if __name__ == "__main__":
    sys.exit(main())
