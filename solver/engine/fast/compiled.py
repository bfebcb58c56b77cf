"""Compiles the inner loops where numba is installed; without it they run as plain Python, slowly.

What is compiled is kept on disk (solver.engine.fast.kept). No compiled function calls itself: read
back from disk, numba 0.68.1 made such a one crash.
"""

import os
from collections.abc import Callable
from typing import Any, TypeVar, cast

from solver.engine.fast.kept import folder

numba: Any
os.environ.setdefault("NUMBA_OPT", "2")  # plans as fast as with 3, compiles in 46 s, not 52
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
    options = {"cache": _KEEPS, "nogil": True, "error_model": "numpy", "no_cfunc_wrapper": True}
    compiling = numba.njit(**options)(function)
    _widen_whole_numbers(compiling)
    return cast(Function, compiling)


def _widen_whole_numbers(compiling: Any) -> None:
    """Let numba take every whole number for one of 64 bits when compiled code calls this.

    Else a function is compiled anew for each constant it is called with and for each mixture of 32
    and 64 bits: measured on the whole core, 313 functions in 83 s instead of 181 in 52 s.
    """
    ask = compiling.get_call_template
    compiling.get_call_template = lambda given, named: ask(
        tuple(map(_widened, given)), {name: _widened(kind) for name, kind in named.items()}
    )


def _widened(kind: Any) -> Any:
    plain = numba.types.unliteral(kind)
    return numba.types.int64 if plain == numba.types.int32 else plain
