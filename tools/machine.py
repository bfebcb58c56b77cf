"""What this machine offers to tests: PostgreSQL's programs, a Chromium, a Japanese font."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
CHROMIUMS = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome")


def postgresql_programs() -> Path | None:
    """The folder with initdb and postgres: KYOYO_PG_BIN, else Debian's newest, else the PATH's."""
    named = os.environ.get("KYOYO_PG_BIN")
    if named:
        return Path(named) if (Path(named) / "initdb").exists() else None
    found = Path("/usr/lib/postgresql").glob("*/bin/initdb")
    by_version = sorted(found, key=lambda initdb: int(re.sub(r"\D", "", initdb.parts[4]) or 0))
    if by_version:
        return by_version[-1].parent
    on_path = shutil.which("initdb")
    return Path(on_path).resolve().parent if on_path else None


def chromium() -> Path | None:
    """The browser: KYOYO_CHROMIUM, else the first Chromium or Chrome on the PATH."""
    named = os.environ.get("KYOYO_CHROMIUM")
    found = shutil.which(named) if named else next(filter(None, map(shutil.which, CHROMIUMS)), None)
    return Path(found) if found else None


def browser_driver_starts() -> bool:
    """Whether Playwright's own Node finds its libraries; a bare Debian lacks one of them."""
    for node in (ROOT / ".venv").glob("lib/python*/site-packages/playwright/driver/node"):
        return subprocess.run([node, "--version"], capture_output=True, check=False).returncode == 0
    return False


def has_a_japanese_font() -> bool:
    """Without one, Japanese shows as boxes, and no test would say so."""
    if sys.platform == "darwin":
        return True  # part of the system
    lister = shutil.which("fc-list")
    if lister is None:
        return False
    fonts = subprocess.run([lister, ":lang=ja", "family"], capture_output=True, check=False)
    return bool(fonts.stdout.strip())
