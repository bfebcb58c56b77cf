"""Compiles the inner loops where numba is installed; without it they run as plain Python, slowly.

What is compiled is kept on disk (solver.engine.fast.kept). No compiled function calls itself: read
back from disk, numba 0.68.1 made such a one crash.
"""

import os
from collections.abc import Callable
from typing import Any, TypeVar, cast

from solver.engine.fast.kept import folder

numba: Any
try:
    import numba
except ImportError:
    numba = None

__all__ = ["compiled", "numba"]

Function = TypeVar("Function", bound=Callable[..., Any])


def _keeps() -> bool:
    """Whether there is a folder in which numba can keep what it compiles; tell it which."""
    kept = folder()
    if "NUMBA_CACHE_DIR" not in os.environ and kept is not None:
        numba.config.CACHE_DIR = str(kept)
    return kept is not None


_KEEPS = numba is not None and _keeps()


def compiled(function: Function) -> Function:
    """The function compiled on its first call, or as it is where numba is not installed."""
    if numba is None:
        return function
    return cast(Function, numba.njit(cache=_KEEPS, nogil=True, error_model="numpy")(function))
