"""Python packages from a hash-locked file: by uv where pip can fetch it, by pip otherwise."""

from __future__ import annotations

from pathlib import Path

from tools.set_up.pip_settings import for_uv
from tools.set_up.shell import quietly, say, works
from tools.set_up.stamps import Stamps, fingerprint

RUNTIME, EVERYTHING, INSTALLER = (
    "requirements.lock",
    "requirements-dev.lock",
    "requirements-installer.lock",
)


def install(root: Path, lock: str, stamps: Stamps) -> None:
    """Install what `lock` names unless it is there already. Raises SetUpFailed.

    The development lock holds the same versions and more, so it serves a run as well.
    """
    serving = (lock, EVERYTHING)
    if any(stamps.says(name, fingerprint([root / name])) for name in serving):
        return
    say("Installing Python packages (a minute or two the first time) …")
    if not _by_uv(root, lock):
        _by_pip(root, lock)
    stamps.remember(lock, fingerprint([root / lock]))


def uv(root: Path) -> Path | None:
    """The uv of the virtual environment, fetched at need; None when it cannot be had."""
    program = root / ".venv/bin/uv"
    if program.exists() or works(*_pip(INSTALLER), cwd=root):
        return program
    return None


def _by_uv(root: Path, lock: str) -> bool:
    program = uv(root)
    return program is not None and works(
        program, "pip", "install", "--python", ".venv/bin/python", "--require-hashes", "-r", lock,
        cwd=root, env=for_uv(root),
    )  # fmt: skip


def _by_pip(root: Path, lock: str) -> None:
    quietly(
        *_pip(lock),
        cwd=root,
        otherwise="The Python packages could not be installed: look at the lines above "
        "(is this machine online, are pip's settings right?) and start again.",
    )


def _pip(lock: str) -> tuple[str, ...]:
    return (".venv/bin/python", "-m", "pip", "install", "--require-hashes", "-r", lock)
