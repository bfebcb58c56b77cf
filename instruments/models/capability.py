"""What can be made or measured, and the everyday trouble that leads there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import CheckConstraint, Column, Connection, ForeignKey, Table, event
from sqlalchemy.orm import Mapped, Mapper, mapped_column, relationship

from instruments.database import Base
from instruments.search import key_of

if TYPE_CHECKING:
    from instruments.models.instrument import Instrument

instrument_capability = Table(
    "instrument_capability",
    Base.metadata,
    Column("instrument_id", ForeignKey("instrument.id"), primary_key=True),
    Column("capability_id", ForeignKey("capability.id"), primary_key=True, index=True),
)

trouble_capability = Table(
    "trouble_capability",
    Base.metadata,
    Column("trouble_id", ForeignKey("trouble.id"), primary_key=True),
    Column("capability_id", ForeignKey("capability.id"), primary_key=True, index=True),
)


class Capability(Base):
    """One thing an instrument can do, with the words a company would use for it."""

    __tablename__ = "capability"
    __table_args__ = (CheckConstraint("code <> ''", name="has_a_code"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(unique=True)
    name_ja: Mapped[str]
    name_en: Mapped[str] = mapped_column(default="")
    everyday_words: Mapped[str] = mapped_column(default="")  # separated by spaces
    search_key: Mapped[str] = mapped_column(default="")  # see instruments/search.py

    instruments: Mapped[list[Instrument]] = relationship(
        secondary=instrument_capability, back_populates="capabilities", order_by="Instrument.code"
    )
    troubles: Mapped[list[Trouble]] = relationship(
        secondary=trouble_capability, back_populates="capabilities", order_by="Trouble.code"
    )


class Trouble(Base):
    """A symptom in a company's own words (はがれ, 変色, 異物)."""

    __tablename__ = "trouble"
    __table_args__ = (CheckConstraint("code <> ''", name="has_a_code"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(unique=True)
    name_ja: Mapped[str]
    name_en: Mapped[str] = mapped_column(default="")
    reading: Mapped[str] = mapped_column(default="")
    everyday_words: Mapped[str] = mapped_column(default="")  # separated by spaces
    search_key: Mapped[str] = mapped_column(default="")

    capabilities: Mapped[list[Capability]] = relationship(
        secondary=trouble_capability, back_populates="troubles", order_by="Capability.code"
    )


@event.listens_for(Capability, "before_insert")
@event.listens_for(Capability, "before_update")
def _renew_capability_key(_: Mapper[Capability], __: Connection, it: Capability) -> None:
    # Written on every way in, so that no import or edit leaves a stale key behind.
    it.search_key = key_of([it.name_ja, it.name_en], [it.everyday_words])


@event.listens_for(Trouble, "before_insert")
@event.listens_for(Trouble, "before_update")
def _renew_trouble_key(_: Mapper[Trouble], __: Connection, it: Trouble) -> None:
    it.search_key = key_of([it.name_ja, it.reading, it.name_en], [it.everyday_words])
