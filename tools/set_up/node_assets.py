"""Bootstrap, htmx and axe-core by npm; where there is no npm, Node comes as a Python package."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

from tools.set_up.shell import quietly, say
from tools.set_up.stamps import Stamps, fingerprint

LOCK = "package-lock.json"
NODE = "requirements-node.lock"


def install(root: Path, stamps: Stamps) -> None:
    """`npm ci` unless node_modules is what the lock says. Raises SetUpFailed."""
    made_of = fingerprint([root / LOCK, root / "package.json", root / ".npmrc"])
    if (root / "node_modules").is_dir() and stamps.says(LOCK, made_of):
        return
    if shutil.which("npm") is None and not (root / ".venv/bin/npm").exists():
        _fetch_node(root)
    say("Installing page assets …")
    quietly(
        "npm", "ci", "--ignore-scripts", "--loglevel=error",
        cwd=root,
        env={
            "PATH": f"{os.environ.get('PATH', '')}{os.pathsep}{root / '.venv/bin'}",
            "NODE_USE_SYSTEM_CA": "1",  # the fetched Node trusts whom this machine trusts
        },
        otherwise="The page assets could not be installed: look at the lines above "
        "(is this machine online, are npm's settings right?) and start again.",
    )  # fmt: skip
    stamps.remember(LOCK, made_of)


def _fetch_node(root: Path) -> None:
    say("Installing Node, because there is no npm on this machine …")
    quietly(
        ".venv/bin/python", "-m", "pip", "install", "--require-hashes", "-r", NODE,
        cwd=root,
        otherwise="There is no npm and Node could not be fetched: install Node 18 or newer "
        "(Debian, Ubuntu: apt-get install nodejs npm) and start again.",
    )  # fmt: skip
