"""Where the compiled core is kept, and whether it is there. numba itself is not needed to ask.

The folder is named by a digest of all sources of this package: numba looks at the file of a
function only, not at those of the functions it calls.
"""

import hashlib
import os
import platform
import shutil
import time
from functools import cache
from importlib.util import find_spec
from pathlib import Path

HERE = Path(__file__).parent
_READY = "ready"
_KEPT_SECONDS = 24 * 3600.0


@cache
def folder() -> Path | None:
    """The folder for what is compiled; None where nothing can be written."""
    for room, inside in ((HERE, "__pycache__"), (Path.home(), ".cache/kyoyo")):
        if os.access(room, os.W_OK):
            return room / inside / _digest()
    return None


def _digest() -> str:
    seen = hashlib.sha256(f"{platform.python_version()} {platform.processor()}".encode())
    for file in sorted(HERE.rglob("*.py")):
        seen.update(file.read_bytes())
    return seen.hexdigest()[:16]


def is_ready() -> bool:
    """Whether the core is compiled, or cannot be: then nothing is gained by compiling ahead."""
    kept = folder()
    return kept is None or find_spec("numba") is None or (kept / _READY).exists()


def note_ready() -> None:
    """From now on `is_ready`; what was kept of earlier versions goes after a day."""
    kept = folder()
    if kept is not None:
        kept.mkdir(parents=True, exist_ok=True)
        (kept / _READY).touch()
        forget_old(kept.parent)


def forget_old(room: Path) -> None:
    """Remove what was made ready in a room more than a day ago: 20 MB for each version."""
    for mark in room.glob(f"*/{_READY}"):
        if time.time() - mark.stat().st_mtime > _KEPT_SECONDS:
            shutil.rmtree(mark.parent, ignore_errors=True)
