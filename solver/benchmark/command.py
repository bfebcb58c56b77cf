"""`python -m solver benchmark DIR`: solves the instances of a folder and says how well.

DIR holds best_known.csv (columns family, instance, best_known, file) and the files it names, and
perhaps network/reference.csv with network weeks. Every plan is judged. Without --json a table with
a row per family is printed, and on standard error a line per instance.
"""

import argparse
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path

from solver.benchmark.against import PYJOBSHOP, check_installed
from solver.benchmark.known import Known, chosen, instances
from solver.benchmark.result import AGAIN, Result, results_in, to_line
from solver.benchmark.run import Asked, Solve, run
from solver.benchmark.table import table


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; gives the exit status, 2 for what was asked wrongly."""
    given = _parser().parse_args(arguments)
    try:
        results = _results(given)
    except (OSError, ValueError) as wrong:
        print(f"benchmark: {wrong}", file=sys.stderr)  # noqa: T201  # a command speaks here
        return 2
    if not given.json:
        print(table(results, against=given.against or ""))  # noqa: T201  # a command speaks here
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m solver benchmark", description=__doc__)
    add = parser.add_argument
    add("folder", metavar="DIR", type=Path)
    add("--family", action="extend", nargs="+", default=[], help="only these: fjspw, rcpsp_j30 …")
    half = parser.add_mutually_exclusive_group()
    half.add_argument(
        "--odd",
        dest="half",
        action="store_const",
        const="odd",
        help="odd lines of best_known.csv (tuned on)",
    )
    half.add_argument(
        "--even", dest="half", action="store_const", const="even", help="even lines (reported)"
    )
    add("--limit", type=int, help="at most so many instances of each family")
    add("--seconds", type=float, default=10.0, help="for each instance (10)")
    add("--workers", type=int, default=2, help="threads of the search (2)")
    add("--seed", type=int, default=1, help="of the search (1)")
    add("--against", choices=[PYJOBSHOP], help="solve with it too: same seconds and workers")
    add("--json", action="store_true", help="a line of JSON per instance instead of the table")
    add("--out", type=Path, metavar="FILE", help="add lines of JSON here; skip those it has")
    add("--plans", type=Path, metavar="OUT", help="write plans of network weeks into this folder")
    return parser


def _results(given: argparse.Namespace) -> list[Result]:
    if given.against:
        check_installed()
    known = chosen(
        instances(given.folder), families=given.family, half=given.half or "", limit=given.limit
    )
    asked = Asked(
        seconds=given.seconds,
        workers=given.workers,
        seed=given.seed,
        against=bool(given.against),
        plans=given.plans,
    )
    done = results_in(given.out) if given.out else {}
    from solver.engine.solve import solve  # here: OR-Tools takes most of a second to import

    return [_told(result, given.json) for result in _each(known, asked, solve, done, given.out)]


def _each(
    known: Sequence[Known],
    asked: Asked,
    solve: Solve,
    done: dict[tuple[str, str, int, int, float], Result],
    out: Path | None,
) -> Iterable[Result]:
    """The results one after the other; each new one is written before the next begins."""
    for one in known:
        key = (one.family, one.instance, asked.seed, asked.workers, asked.seconds)
        earlier = done.get(key)
        if earlier is not None and earlier.status not in AGAIN:
            yield earlier
            continue
        result = run(one, asked, solve)
        if out is not None:
            with out.open("a", encoding="utf-8") as lines:
                lines.write(to_line(result) + "\n")
        yield result


def _told(result: Result, as_json: bool) -> Result:
    if as_json:
        print(to_line(result), flush=True)  # noqa: T201  # a command speaks here
    else:
        print(_sentence(result), file=sys.stderr, flush=True)  # noqa: T201  # a command speaks here
    return result


def _sentence(result: Result) -> str:
    said = f"{result.family} {result.instance}: {result.status}"
    if result.objective is not None:
        said += f" {result.objective} (best known {result.best_known}, bound {result.bound})"
    bad = f", BREAKS {', '.join(result.broken)}" if result.broken else ""
    return f"{said}, {result.seconds:.2f} s{bad}{': ' + result.why if result.why else ''}"
