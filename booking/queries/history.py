"""What happened, newest first: by ids. An administrator reads the names of staff beside them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from booking.models import HistoryEntry, Person
from booking.permissions import Action, may
from booking.queries.people import staff_names

PAGE = 50  # entries on a page


@dataclass(frozen=True, slots=True)
class HistoryWish:
    """Which entries; an empty field asks for nothing."""

    what: str = ""
    about: str = ""
    about_id: int | None = None
    by_id: int | None = None
    before: int | None = None  # only entries older than the one of this id


@dataclass(frozen=True, slots=True)
class Change:
    """One fact of an entry; empty where there was or is none."""

    name: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class HistoryLine:
    """One entry. `by_name` is empty for people of companies, and for readers who see ids only."""

    id: int
    at: datetime
    by_id: int | None
    by_name: str
    what: str
    about: str
    about_id: int
    changes: tuple[Change, ...]


@dataclass(frozen=True, slots=True)
class HistoryPage:
    """A page of entries, the next older page, and what there is to filter by."""

    lines: tuple[HistoryLine, ...]
    older: int | None  # the wish's `before` of the next page
    whats: tuple[str, ...]
    abouts: tuple[str, ...]


def history_page(session: Session, me: Person, wish: HistoryWish) -> HistoryPage:
    """The newest entries of the wish. Four queries; the reader must be allowed to read history."""
    entries = session.scalars(
        select(HistoryEntry)
        .where(*_conditions(wish))
        .order_by(HistoryEntry.id.desc())
        .limit(PAGE + 1)
    ).all()
    shown = entries[:PAGE]
    people = {entry.by_id for entry in shown if entry.by_id is not None}
    names = staff_names(session, people) if may(me, Action.SEE_PEOPLE) else {}
    return HistoryPage(
        lines=tuple(_line(entry, names) for entry in shown),
        older=shown[-1].id if len(entries) > PAGE else None,
        whats=_all(session, HistoryEntry.what),
        abouts=_all(session, HistoryEntry.about),
    )


def _conditions(wish: HistoryWish) -> list[ColumnElement[bool]]:
    wanted = (
        (HistoryEntry.what, wish.what or None),
        (HistoryEntry.about, wish.about or None),
        (HistoryEntry.about_id, wish.about_id),
        (HistoryEntry.by_id, wish.by_id),
    )
    found: list[ColumnElement[bool]] = [
        column == value for column, value in wanted if value is not None
    ]
    if wish.before is not None:
        found.append(HistoryEntry.id < wish.before)
    return found


def _all(session: Session, column: InstrumentedAttribute[str]) -> tuple[str, ...]:
    return tuple(session.scalars(select(column).distinct().order_by(column)))


def _line(entry: HistoryEntry, names: dict[int, str]) -> HistoryLine:
    facts = dict.fromkeys([*entry.before, *entry.after])
    return HistoryLine(
        id=entry.id,
        at=entry.at,
        by_id=entry.by_id,
        by_name=names.get(entry.by_id or 0, ""),
        what=entry.what,
        about=entry.about,
        about_id=entry.about_id,
        changes=tuple(
            Change(name, _text(entry.before.get(name)), _text(entry.after.get(name)))
            for name in facts
        ),
    )


def _text(value: object) -> str:
    if isinstance(value, list):
        return ", ".join(str(one) for one in value)
    return "" if value is None else str(value)
