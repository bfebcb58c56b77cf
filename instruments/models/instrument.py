"""An instrument as the catalogue shows it, and its interchangeable units."""

from __future__ import annotations

from datetime import time
from typing import TYPE_CHECKING

from sqlalchemy import CheckConstraint, Connection, ForeignKey, UniqueConstraint, event
from sqlalchemy.orm import Mapped, Mapper, mapped_column, relationship

from instruments.category_names import CATEGORY_NAMES
from instruments.database import Base, one_of
from instruments.models.capability import Capability, instrument_capability
from instruments.models.facility import Facility
from instruments.search import key_of
from instruments.words import Attended, Category, Guidance, InstrumentState, OperatedBy

if TYPE_CHECKING:
    from instruments.models.money import Tariff


class Instrument(Base):
    """What it can do, who runs it, and what a use of it must respect. Lengths are in minutes."""

    __tablename__ = "instrument"
    __table_args__ = (
        CheckConstraint("code <> ''", name="has_a_code"),
        CheckConstraint(
            "0 < min_minutes AND min_minutes <= typical_minutes AND typical_minutes <= max_minutes",
            name="typical_length_lies_between_shortest_and_longest",
        ),
        CheckConstraint(
            "grid_minutes BETWEEN 1 AND 1440 AND 1440 % grid_minutes = 0", name="grid_divides_a_day"
        ),
        CheckConstraint("batch_capacity >= 1", name="batch_holds_at_least_one"),
        CheckConstraint("changeover_minutes >= 0", name="changeover_is_not_negative"),
        CheckConstraint(
            "start_minutes >= 0 AND end_minutes >= 0", name="attended_ends_are_not_negative"
        ),
        one_of("category", Category),
        one_of("operated_by", OperatedBy),
        one_of("guidance", Guidance),
        one_of("attended", Attended),
        one_of("state", InstrumentState),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(unique=True)
    facility_id: Mapped[int] = mapped_column(ForeignKey("facility.id"), index=True)
    name_ja: Mapped[str]
    name_en: Mapped[str] = mapped_column(default="")
    reading: Mapped[str] = mapped_column(default="")  # hiragana
    category: Mapped[Category]
    maker_model: Mapped[str] = mapped_column(default="")  # empty unless a source names it
    operated_by: Mapped[OperatedBy] = mapped_column(default=OperatedBy.COMPANY)
    guidance: Mapped[Guidance] = mapped_column(default=Guidance.FIRST)
    attended: Mapped[Attended] = mapped_column(default=Attended.FULL)
    start_minutes: Mapped[int] = mapped_column(default=30)  # attended, when attended is "ends"
    end_minutes: Mapped[int] = mapped_column(default=30)
    typical_minutes: Mapped[int] = mapped_column(default=60)
    min_minutes: Mapped[int] = mapped_column(default=30)
    max_minutes: Mapped[int] = mapped_column(default=480)
    grid_minutes: Mapped[int] = mapped_column(default=30)  # starts, counted from local midnight
    fixed_starts: Mapped[str] = mapped_column(default="")  # local times: "09:00,13:00"
    batch_capacity: Mapped[int] = mapped_column(default=1)
    changeover_family: Mapped[str] = mapped_column(default="")
    changeover_minutes: Mapped[int] = mapped_column(default=0)  # when the setting differs
    conditions_ja: Mapped[str] = mapped_column(default="")
    conditions_en: Mapped[str] = mapped_column(default="")
    notes_ja: Mapped[str] = mapped_column(default="")
    notes_en: Mapped[str] = mapped_column(default="")
    state: Mapped[InstrumentState] = mapped_column(default=InstrumentState.AVAILABLE)
    lendable: Mapped[bool] = mapped_column(default=False)
    source: Mapped[str] = mapped_column(default="")
    verified: Mapped[bool] = mapped_column(default=False)
    search_key: Mapped[str] = mapped_column(default="")  # see instruments/search.py

    facility: Mapped[Facility] = relationship(back_populates="instruments")
    units: Mapped[list[Unit]] = relationship(
        back_populates="instrument", order_by="Unit.label", cascade="all, delete-orphan"
    )
    capabilities: Mapped[list[Capability]] = relationship(
        secondary=instrument_capability, back_populates="instruments", order_by="Capability.code"
    )
    tariffs: Mapped[list[Tariff]] = relationship(
        back_populates="instrument", order_by="(Tariff.service, Tariff.valid_from)"
    )

    @property
    def fixed_start_times(self) -> tuple[time, ...]:
        """The local times of day at which a use may begin; empty when the grid decides."""
        return tuple(time.fromisoformat(text) for text in self.fixed_starts.split(",") if text)


class Unit(Base):
    """One of several interchangeable instruments; the thing that is in fact taken."""

    __tablename__ = "unit"
    __table_args__ = (UniqueConstraint("instrument_id", "label"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    instrument_id: Mapped[int] = mapped_column(ForeignKey("instrument.id"))
    label: Mapped[str]
    active: Mapped[bool] = mapped_column(default=True)

    instrument: Mapped[Instrument] = relationship(back_populates="units")


@event.listens_for(Instrument, "before_insert")
@event.listens_for(Instrument, "before_update")
def _renew_instrument_key(_: Mapper[Instrument], __: Connection, it: Instrument) -> None:
    # Written on every way in, so that no import or edit leaves a stale key behind.
    it.search_key = key_of(
        [it.name_ja, it.reading, it.name_en, it.maker_model],
        [*CATEGORY_NAMES[it.category], it.notes_ja, it.notes_en],
        [it.conditions_ja, it.conditions_en],
    )
