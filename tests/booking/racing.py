"""Many at the same moment, each in a transaction of its own, and what must be true afterwards."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import TypeVar

from sqlalchemy import Engine, text
from sqlalchemy.orm import Session

from booking.database import in_transaction, writing_sessions
from booking.errors import BookingError

T = TypeVar("T")

_OVERLAPS = """SELECT count(*) FROM claim one JOIN claim other ON one.subject_id = other.subject_id
AND one.id < other.id AND one.starts_at < other.ends_at AND one.ends_at > other.starts_at"""
_DOUBLES = """SELECT count(*) FROM reservation one JOIN reservation other
ON one.unit_id = other.unit_id AND one.id < other.id AND one.starts_at < other.ends_at
AND one.ends_at > other.starts_at AND one.status = 'standing' AND other.status = 'standing'"""
_TWICE = """SELECT count(*) FROM (SELECT request_id FROM reservation WHERE status = 'standing'
GROUP BY request_id HAVING count(*) > 1) AS twice"""
_KEPT_BY_NOBODY = """SELECT count(*) FROM reservation r WHERE r.status = 'standing' AND NOT EXISTS (
SELECT 1 FROM claim c WHERE c.reservation_id = r.id AND c.kind = 'reservation')"""


def race(engine: Engine, works: Sequence[Callable[[Session], T]]) -> list[T | BookingError]:
    """Do all the works at once; what each gave, or how it was refused, in their order.

    Anything but a refusal, a deadlock for one, is a failure of the test.
    """
    sessions, together = writing_sessions(engine), Barrier(len(works))

    def run(work: Callable[[Session], T]) -> T | BookingError:
        together.wait(30)
        try:
            return in_transaction(sessions, work)
        except BookingError as refused:
            return refused

    with ThreadPoolExecutor(len(works)) as pool:
        outcomes = list(pool.map(run, works))
    nothing_is_double(engine)
    return outcomes


def winners(outcomes: Sequence[T | BookingError]) -> list[T]:
    """What came of those that were not refused and got something."""
    return [one for one in outcomes if one and not isinstance(one, BookingError)]


def refusals(outcomes: Sequence[object]) -> set[type]:
    """The kinds of refusals."""
    return {type(one) for one in outcomes if isinstance(one, BookingError)}


def nothing_is_double(engine: Engine) -> None:
    """No claims overlap, nothing is reserved twice, and every promise keeps its claim."""
    with engine.connect() as connection:
        for query in (_OVERLAPS, _DOUBLES, _TWICE, _KEPT_BY_NOBODY):
            assert connection.scalar(text(query)) == 0, query
