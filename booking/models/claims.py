"""The one table that keeps a unit or a technician, whoever wants it and on whatever way in."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from booking.models.kinds import ClaimKind, ClosureKind, SubjectKind
from booking.models.people import Person
from instruments.database import Base, EpochSeconds
from instruments.models import Unit


class ClaimSubject(Base):
    """What can be claimed: a unit, a technician's exclusive lane, or one of the on-call lanes.

    Its row is also the lock: who wants to claim takes the rows in the order of their ids first.
    """

    __tablename__ = "claim_subject"
    __table_args__ = (
        CheckConstraint(
            "(unit_id IS NULL) <> (technician_id IS NULL)", name="is_a_unit_or_a_person"
        ),
        UniqueConstraint("unit_id", name="one_subject_a_unit"),
        UniqueConstraint("technician_id", "kind", "lane", name="one_subject_a_lane"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[SubjectKind]
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("unit.id"))
    technician_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    lane: Mapped[int] = mapped_column(default=0)

    unit: Mapped[Unit | None] = relationship()
    technician: Mapped[Person | None] = relationship()


class Claim(Base):
    """A subject is kept in [starts_at, ends_at). The database refuses overlaps (guards.py)."""

    __tablename__ = "claim"
    __table_args__ = (
        CheckConstraint("starts_at < ends_at", name="runs_forward"),
        CheckConstraint("valid_until IS NULL OR kind = 'hold'", name="only_holds_lapse"),
        Index("ix_claim_subject_time", "subject_id", "starts_at", "ends_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    subject_id: Mapped[int] = mapped_column(ForeignKey("claim_subject.id"))
    starts_at: Mapped[datetime] = mapped_column(EpochSeconds)
    ends_at: Mapped[datetime] = mapped_column(EpochSeconds)
    kind: Mapped[ClaimKind]
    valid_until: Mapped[datetime | None] = mapped_column(EpochSeconds)  # None: until released
    setting: Mapped[str] = mapped_column(default="")  # of the run, for change-over
    request_id: Mapped[int | None] = mapped_column(ForeignKey("request.id"), index=True)
    reservation_id: Mapped[int | None] = mapped_column(ForeignKey("reservation.id"), index=True)
    closure_id: Mapped[int | None] = mapped_column(ForeignKey("closure.id"), index=True)

    subject: Mapped[ClaimSubject] = relationship()


class Closure(Base):
    """A unit is planned to be out of use; refused over a reservation or a hold."""

    __tablename__ = "closure"
    __table_args__ = (
        CheckConstraint("starts_at < ends_at", name="runs_forward"),
        # History names closures by number, and they are deleted: a number is never given again.
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"), index=True)
    kind: Mapped[ClosureKind]
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    note: Mapped[str] = mapped_column(default="")
    entered_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))

    unit: Mapped[Unit] = relationship()
