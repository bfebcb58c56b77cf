"""`python -m tools.race`: run the races, print the table, end with 1 when a promise was broken."""

from __future__ import annotations

import argparse
import signal
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from tools.postgres import PostgresMissing
from tools.race.measured import Measured, table
from tools.race.races import prepared, race
from tools.race.scenarios import SCENARIOS
from tools.race.servers import DoesNotStart, database

DATABASES = ("postgresql", "sqlite")


def main() -> int:
    """The exit code."""
    asked = _asked()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))  # so that every server is stopped
    results = [result for kind in asked.database for result in _on(kind, asked)]
    print()
    print(table(results))
    complaints = [
        f"{result.title}, {result.kind}, {result.database}: {text}"
        for result in results
        for text in result.complaints
    ]
    print("\n".join(["", *complaints]) if complaints else "\nEvery promise was kept.")
    return 1 if any(result.violations for result in results) else 0


def _asked() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tools.race", description=__doc__)
    parser.add_argument("--rounds", type=int, default=20, help="of each race")
    parser.add_argument("--clients", type=int, default=50, help="at once, at least 8")
    parser.add_argument("--only", nargs="+", choices=SCENARIOS, default=list(SCENARIOS))
    parser.add_argument("--database", nargs="+", choices=DATABASES, default=DATABASES)
    asked = parser.parse_args()
    if asked.clients < 8 or asked.rounds < 1:
        parser.error("--clients must be 8 or more, --rounds 1 or more")
    return asked


def _on(kind: str, asked: argparse.Namespace) -> Iterator[Measured]:
    with (
        tempfile.TemporaryDirectory(prefix="kyoyo-race-") as folder,
        database(kind, Path(folder)) as url,
        prepared(url, Path(folder), asked.clients) as (ground, running),
    ):
        print(f"{kind}, {running.way}: everybody is signed in", flush=True)
        races = [(SCENARIOS[name], what) for name in asked.only for what in SCENARIOS[name].kinds]
        for scenario, wanted in races:
            began = time.monotonic()
            result = race(ground, scenario, wanted, asked.rounds)
            seconds = time.monotonic() - began
            print(f"  {' · '.join(result.row())} ({seconds:.0f} s)", flush=True)
            yield result


if __name__ == "__main__":
    try:
        sys.exit(main())
    except (DoesNotStart, PostgresMissing) as error:
        sys.exit(str(error))
