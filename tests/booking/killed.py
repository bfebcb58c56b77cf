"""A fresh process that dies by SIGKILL at a chosen statement, as a machine that loses power."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable
from multiprocessing import get_context

from sqlalchemy import Engine, event

FORKED = get_context("fork")  # the child begins where the test is, with connections of its own


def killed_at(statement: int, engine: Engine, work: Callable[[], object]) -> bool:
    """Do the work in another process, killed just before it sends that statement.

    Whether it was killed: a work of fewer statements comes to its end. The connections of `engine`
    are left to this process; statements of every engine are counted.
    """

    def live() -> None:
        engine.dispose(close=False)
        sent = 0

        def count(*_: object) -> None:
            nonlocal sent
            sent += 1
            if sent == statement:
                os.kill(os.getpid(), signal.SIGKILL)

        event.listen(Engine, "before_cursor_execute", count)
        event.listen(Engine, "commit", count)
        work()

    child = FORKED.Process(target=live)
    child.start()
    child.join(60)
    assert child.exitcode in {0, -signal.SIGKILL}, f"the work itself failed: {child.exitcode}"
    return child.exitcode != 0


def statements_of(engine: Engine, work: Callable[[], object]) -> int:
    """How many statements and commits the work sends, counted in another process."""
    told, tell = FORKED.Pipe(duplex=False)

    def live() -> None:
        engine.dispose(close=False)
        sent = 0

        def count(*_: object) -> None:
            nonlocal sent
            sent += 1

        event.listen(Engine, "before_cursor_execute", count)
        event.listen(Engine, "commit", count)
        work()
        tell.send(sent)

    child = FORKED.Process(target=live)
    child.start()
    tell.close()
    child.join(60)
    assert child.exitcode == 0, "the work itself failed"
    counted: int = told.recv()
    return counted


def spread(count: int, samples: int) -> list[int]:
    """So many places among the statements 1 to `count`, the first and the last one included."""
    if count <= samples:
        return list(range(1, count + 1))
    return sorted({1 + (count - 1) * n // (samples - 1) for n in range(samples)})
