"""Where the compiled core is kept, and whether it is there. numba itself is not needed to ask.

The folder is named by a digest of all sources of this package: numba looks at the file of a
function only, not at those of the functions it calls.
"""

import hashlib
import os
import platform
from functools import cache
from importlib.util import find_spec
from pathlib import Path

HERE = Path(__file__).parent
_READY = "ready"


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
    """From now on `is_ready`."""
    kept = folder()
    if kept is not None:
        kept.mkdir(parents=True, exist_ok=True)
        (kept / _READY).touch()
