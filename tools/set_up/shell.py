"""Long work in one human line: the output of a program appears only when it fails."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Mapping
from pathlib import Path

LINES_SHOWN = 15  # of a failed program's output; the cause stands at the end


class SetUpFailed(Exception):
    """Something is missing or broken; the text says what, and what to do."""


def say(sentence: str) -> None:
    """One line about work that takes a while, seen at once."""
    print(sentence, flush=True)


def quietly(
    *command: str | Path, otherwise: str, cwd: Path, env: Mapping[str, str] | None = None
) -> None:
    """Run `command`; raise SetUpFailed with the end of its output and `otherwise` when it fails."""
    done = _run(command, cwd, env)
    if done.returncode != 0:
        lines = done.stdout.strip().splitlines()[-LINES_SHOWN:]
        raise SetUpFailed("\n".join([*(f"    {line}" for line in lines), otherwise]))


def works(*command: str | Path, cwd: Path, env: Mapping[str, str] | None = None) -> bool:
    """Whether `command` exists and ends well; its output is dropped."""
    return _run(command, cwd, env).returncode == 0


def _run(
    command: tuple[str | Path, ...], cwd: Path, env: Mapping[str, str] | None
) -> subprocess.CompletedProcess[str]:
    try:
        return subprocess.run(
            command,
            cwd=cwd,
            env={**os.environ, **(env or {})},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            encoding="utf-8",
            errors="replace",
            check=False,
        )
    except FileNotFoundError:
        # The answer of a shell; the caller's sentence says what to do about it.
        return subprocess.CompletedProcess(command, 127, stdout=f"{command[0]}: not found")
