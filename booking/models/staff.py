"""What a technician can do and when he or she is there."""

from __future__ import annotations

from datetime import date, datetime, time

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from booking.models.people import Person
from instruments.database import Base
from instruments.models import Instrument


class Skill(Base):
    """A technician may guide on an instrument, up to and including the last valid day."""

    __tablename__ = "skill"
    __table_args__ = (UniqueConstraint("technician_id", "instrument_id", name="one_skill_a_pair"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    technician_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    instrument_id: Mapped[int] = mapped_column(ForeignKey("instrument.id"), index=True)
    is_primary: Mapped[bool] = mapped_column(default=True)  # 主担当; otherwise 副担当
    valid_until: Mapped[date | None]

    technician: Mapped[Person] = relationship()
    instrument: Mapped[Instrument] = relationship()


class WorkingTime(Base):
    """Regular hours of one weekday (0 is Monday), local to the technician's facility."""

    __tablename__ = "working_time"
    __table_args__ = (CheckConstraint("starts < ends", name="runs_forward"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    technician_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    weekday: Mapped[int]
    starts: Mapped[time]
    ends: Mapped[time]


class Absence(Base):
    """A technician is not there. No reason is stored; anyone of the site may enter it."""

    __tablename__ = "absence"
    __table_args__ = (CheckConstraint("starts_at < ends_at", name="runs_forward"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    technician_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    entered_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    taken_back_at: Mapped[datetime | None]  # it does not count any more

    technician: Mapped[Person] = relationship(foreign_keys=[technician_id])
