"""Debian packages, where this user may install them: as root on Debian and its descendants."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

from tools.set_up.shell import works

_ENV = {"DEBIAN_FRONTEND": "noninteractive"}


def may_install() -> bool:
    """Only root: nobody is asked for a password."""
    return os.geteuid() == 0 and shutil.which("apt-get") is not None


def install(*packages: str, cwd: Path) -> bool:
    """Install packages from the machine's own sources; False when one cannot be had."""
    works("apt-get", "-q", "update", cwd=cwd, env=_ENV)  # a stale list may still be good enough
    return works(
        "apt-get", "-q", "-y", "install", "--no-install-recommends", *packages, cwd=cwd, env=_ENV
    )
