"""The virtual environment .venv, with the way out when Debian's Python cannot make one."""

from __future__ import annotations

import sys
from pathlib import Path

from tools.set_up import debian
from tools.set_up.shell import SetUpFailed, say, works
from tools.set_up.stamps import Stamps

NO_VENV = (
    "This Python cannot make a virtual environment: install the part that is missing "
    "(Debian, Ubuntu: apt-get install python3-venv) and start again."
)


def make(root: Path, stamps: Stamps) -> None:
    """Make .venv unless one stands there that works. Raises SetUpFailed."""
    if (root / ".venv/bin/pip").exists() and _is_usable(root):
        return
    say("Making the virtual environment .venv …")
    stamps.forget_all()
    command = (sys.executable, "-m", "venv", "--clear", ".venv")
    if works(*command, cwd=root):
        return
    if not (debian.may_install() and _install_venv(root) and works(*command, cwd=root)):
        raise SetUpFailed(NO_VENV)


def _is_usable(root: Path) -> bool:
    """A virtual environment outlives an upgrade of the Python it was made from, but not its use."""
    if Path(sys.prefix) == root / ".venv":
        return True
    return works(".venv/bin/python", "-c", "import sys", cwd=root)


def _install_venv(root: Path) -> bool:
    version = f"python3.{sys.version_info.minor}-venv"
    return debian.install(version, cwd=root) or debian.install("python3-venv", cwd=root)
