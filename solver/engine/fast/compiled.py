"""Compiles the inner loops where numba is installed; without it they run as plain Python, slowly.

What is compiled is kept on disk under a digest of all sources of this package: numba itself looks
at the file of a function only, not at those of the functions it calls. No compiled function calls
itself: read back from disk, numba 0.68.1 made such a one crash.
"""

import hashlib
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar, cast

try:
    import numba
except ImportError:
    numba = None

__all__ = ["compiled", "numba"]

Function = TypeVar("Function", bound=Callable[..., Any])

HERE = Path(__file__).parent


def _digest() -> str:
    seen = hashlib.sha256()
    for file in sorted(HERE.rglob("*.py")):
        seen.update(file.read_bytes())
    return seen.hexdigest()[:16]


def _kept() -> bool:
    """Whether there is a folder in which numba can keep what it compiles; tell it which."""
    if "NUMBA_CACHE_DIR" in os.environ:
        return True
    for room in (HERE, Path.home()):
        if os.access(room, os.W_OK):
            inside = "__pycache__" if room == HERE else ".cache/kyoyo"
            numba.config.CACHE_DIR = str(room / inside / _digest())
            return True
    return False


_KEPT = numba is not None and _kept()


def compiled(function: Function) -> Function:
    """The function compiled on its first call, or as it is where numba is not installed."""
    if numba is None:
        return function
    return cast(Function, numba.njit(cache=_KEPT, nogil=True, error_model="numpy")(function))
