"""What happened: append-only, by ids; the words that went with it; who opened somebody's case."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from instruments.database import Base


class HistoryEntry(Base):
    """Who did what, when; before and after. Holds no personal text: people and things by id."""

    __tablename__ = "history_entry"
    __table_args__ = (Index("ix_history_entry_about", "about", "about_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime]
    by_id: Mapped[int | None]  # None: the product itself; no foreign key, entries outlive people
    what: Mapped[str]  # the verb, as the service is called
    about: Mapped[str]  # table name
    about_id: Mapped[int]
    before: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    after: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)

    remark: Mapped[Remark | None] = relationship(back_populates="entry")


class Remark(Base):
    """What somebody said when it happened: a reason, who agreed. Free text, so it can be erased."""

    __tablename__ = "remark"

    entry_id: Mapped[int] = mapped_column(ForeignKey("history_entry.id"), primary_key=True)
    text: Mapped[str]

    entry: Mapped[HistoryEntry] = relationship(back_populates="remark")


class CaseOpening(Base):
    """Somebody outside a case opened it for a stated reason; it closes by itself at `until`."""

    __tablename__ = "case_opening"

    id: Mapped[int] = mapped_column(primary_key=True)
    request_id: Mapped[int] = mapped_column(ForeignKey("request.id"), index=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime]
    until: Mapped[datetime]
    reason: Mapped[str]
