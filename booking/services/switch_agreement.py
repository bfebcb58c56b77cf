"""An agreement is switched on or off; of two that say different things of one pair, one holds.

Fixed prices stand. Estimates and offers made from now on follow the agreements then active.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from booking.errors import NotFound
from booking.models import Person
from booking.permissions import Action, require
from booking.services.history import record
from instruments.models import Agreement

_A_PAIR = 2  # prefectures: the least that an agreement can say anything of


def switch_agreement(
    session: Session, code: str, *, active: bool, by: Person, at: datetime
) -> list[Agreement]:
    """Switch the agreement; what is switched off with it follows. Returns what changed.

    Twice is the same as once. Raises NotAllowed, NotFound.
    """
    require(by, Action.SWITCH_AGREEMENT)
    # All rows, in one order: two administrators at once would otherwise leave both variants active.
    rows = session.scalars(
        select(Agreement)
        .order_by(Agreement.id)
        .with_for_update()
        .options(selectinload(Agreement.members))
        .execution_options(populate_existing=True)
    ).all()
    chosen = next((row for row in rows if row.code == code), None)
    if chosen is None:
        raise NotFound
    wanted = {chosen: active} | (dict.fromkeys(rivals(chosen, rows), False) if active else {})
    changed = [row for row, state in wanted.items() if row.active != state]
    for row in changed:
        row.active = wanted[row]
        record(
            session,
            "switch_agreement",
            "agreement",
            row.id,
            by=by,
            at=at,
            before={"active": not row.active},
            after={"active": row.active},
        )
    return changed


def rivals(chosen: Agreement, rows: Iterable[Agreement]) -> list[Agreement]:
    """The other agreements that speak of a pair of prefectures the chosen one speaks of, too."""
    members = prefectures(chosen)
    return [row for row in rows if row is not chosen and len(members & prefectures(row)) >= _A_PAIR]


def prefectures(agreement: Agreement) -> set[str]:
    """The members by JIS code."""
    return {member.prefecture_jis for member in agreement.members}
