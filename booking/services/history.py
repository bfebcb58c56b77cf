"""One line of history beside every state change, in the same transaction."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from booking.models import HistoryEntry, Person, Remark


def record(
    session: Session,
    what: str,
    about: str,
    about_id: int,
    *,
    by: Person | None,
    at: datetime,
    before: dict[str, Any] | None = None,
    after: dict[str, Any] | None = None,
    words: str = "",
) -> None:
    """Write down that `by` did `what` to the row `about_id` of table `about`.

    `before` and `after` hold states, ids, moments and amounts; never a name or free text. What was
    said goes into `words`: it is shown to those who may know the case, and can be erased.
    """
    entry = HistoryEntry(
        at=at,
        by_id=by.id if by else None,
        what=what,
        about=about,
        about_id=about_id,
        before=before or {},
        after=after or {},
    )
    if words.strip():
        entry.remark = Remark(text=words.strip())
    session.add(entry)
