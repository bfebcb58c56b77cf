"""What the tests need beside Python: a real PostgreSQL, a real Chromium, Japanese fonts.

Installed where that is allowed; otherwise a sentence says what to install. Never skipped.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from tools import machine
from tools.set_up import debian
from tools.set_up.shell import SetUpFailed, say

_NEEDS: tuple[tuple[str, Callable[[], object], tuple[str, ...], str], ...] = (
    (
        "PostgreSQL",
        machine.postgresql_programs,
        ("postgresql",),
        "or set KYOYO_PG_BIN to the folder that holds initdb",
    ),
    (
        "Chromium",
        machine.chromium,
        ("chromium",),
        "or set KYOYO_CHROMIUM to the program of a Chromium or Chrome",
    ),
    (
        "the library that Playwright's driver loads",
        machine.browser_driver_starts,
        ("libatomic1",),
        "or what .venv/bin/python -m playwright --version asks for",
    ),
    (
        "a Japanese font",
        machine.has_a_japanese_font,
        ("fonts-noto-cjk", "fontconfig"),
        "or any font that fc-list :lang=ja finds",
    ),
)


def equip() -> None:
    """Install what is missing. Raises SetUpFailed naming what could not be had."""
    missing = [need for need in _NEEDS if not need[1]()]
    if missing and debian.may_install():
        say(f"Installing {', '.join(what for what, *_ in missing)} for the tests …")
        debian.install(*(name for need in missing for name in need[2]), cwd=Path("/"))
        missing = [need for need in missing if not need[1]()]
    if missing:
        raise SetUpFailed("\n".join(_sentence(*need) for need in missing))


def _sentence(what: str, _there: object, packages: tuple[str, ...], instead: str) -> str:
    return (
        f"The tests need {what}: install it (Debian, Ubuntu: apt-get install "
        f"{' '.join(packages)}) {instead}, and start again."
    )
