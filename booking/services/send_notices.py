"""The outbox: what is due, tried, sent. The mail itself goes out between two short transactions.

Each try is counted, and the next one put off, before the mail is handed over: whoever dies on the
way leaves a notice that is due again, never a lost one, and a notice that kills its worker does not
keep the others waiting. A repeat has the same Message-ID and the same calendar entry.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, and_, exists, select, update
from sqlalchemy.orm import Session

from booking.models import Notice

FIRST_DELAY = timedelta(minutes=1)  # longer than one mail server is waited for
LONGEST_DELAY = timedelta(hours=6)


def is_due(session: Session, *, at: datetime) -> bool:
    """Whether a notice waits to be sent; reads only, so that looking locks nothing."""
    return bool(session.scalar(select(exists().where(_due(at)))))


def take_next_notice(session: Session, *, at: datetime) -> Notice | None:
    """Lock the notice that has been due longest and put its next try off; None when none is due.

    Two workers never get the same one: the other skips the locked row, and then it is not due.
    """
    notice = session.scalar(
        select(Notice)
        .where(_due(at))
        .order_by(Notice.not_before, Notice.id)
        .limit(1)
        .with_for_update(skip_locked=True)
    )
    if notice is None:
        return None
    notice.attempts += 1
    notice.not_before = at.replace(microsecond=0) + delay_after(notice.attempts)
    return notice


def _due(at: datetime) -> ColumnElement[bool]:
    return and_(Notice.sent_at.is_(None), Notice.not_before <= at.replace(microsecond=0))


def delay_after(attempts: int) -> timedelta:
    """How long a notice rests after so many tries: one minute, doubled each time, at most 6 h."""
    doublings = min(attempts - 1, 16)  # far beyond the longest delay, and still a small number
    return min(FIRST_DELAY * (1 << doublings), LONGEST_DELAY)


def note_sent(session: Session, notice_id: int, *, at: datetime) -> None:
    """The mail was handed over; the first one to say so is right."""
    session.execute(
        update(Notice)
        .where(Notice.id == notice_id, Notice.sent_at.is_(None))
        .values(sent_at=at, error="")
    )


def note_failure(session: Session, notice_id: int, error: str) -> None:
    """Keep why the last try failed; `error` names kinds and codes, never a person or an address."""
    session.execute(
        update(Notice)
        .where(Notice.id == notice_id, Notice.sent_at.is_(None))
        .values(error=error[:200])
    )
