"""Everybody at once: people are signed in one after the other and let go together."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from threading import Barrier

from tools.race.visitors import PATIENCE_SECONDS, Answer, Visitor

SIGN_IN_AT_ONCE = 2  # checking a password takes a processor for itself
READY_SECONDS = 60.0


@dataclass(frozen=True, slots=True)
class Shot:
    """What one person sends when everybody is let go."""

    visitor: Visitor
    wants: str  # hold, confirm, refuse, move, close
    path: str
    fields: dict[str, str]


def sign_in(visitors: Sequence[Visitor], password: str) -> None:
    """Sign everybody in. Raises NotSignedIn."""
    with ThreadPoolExecutor(SIGN_IN_AT_ONCE) as pool:
        for done in [pool.submit(one.sign_in, password) for one in visitors]:
            done.result(READY_SECONDS + PATIENCE_SECONDS)


def let_go(shots: Sequence[Shot], beside: Callable[[], None] | None = None) -> list[Answer]:
    """Send all shots at one moment, and do `beside` in that moment too; answers in their order."""
    gate = Barrier(len(shots) + (beside is not None))

    def send(shot: Shot) -> Answer:
        shot.visitor.be_ready()
        gate.wait(READY_SECONDS)
        return shot.visitor.send(shot.path, shot.fields)

    def work(do: Callable[[], None]) -> None:
        gate.wait(READY_SECONDS)
        do()

    patience = READY_SECONDS + PATIENCE_SECONDS * 2
    with ThreadPoolExecutor(gate.parties) as pool:
        sent = [pool.submit(send, shot) for shot in shots]
        if beside is not None:
            pool.submit(work, beside).result(patience)
        return [one.result(patience) for one in sent]
