"""The files of the house: what git keeps, and what is about to be kept."""

from __future__ import annotations

import subprocess
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


@cache
def files(*patterns: str) -> tuple[Path, ...]:
    """Paths of the files that match one of git's patterns; ignored files are left out."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard", "--", *patterns],
        cwd=ROOT,
        capture_output=True,
        check=True,
        encoding="utf-8",
    )
    paths = (ROOT / name for name in listed.stdout.split("\0") if name)
    return tuple(path for path in paths if path.is_file())


def lines(*patterns: str) -> list[tuple[str, str]]:
    """Every line of text of those files, each as ("path:number", line)."""
    found = []
    for path in files(*patterns):
        try:
            text = path.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue  # an image or a font
        where = path.relative_to(ROOT)
        found += [(f"{where}:{n}", line) for n, line in enumerate(text.splitlines(), start=1)]
    return found
