"""What is shown and held for a company, and what waits for somebody's answer."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from booking.models.kinds import Answerer, AttendanceMode, OfferStatus, ProposalStatus
from booking.models.people import Person
from booking.models.requests import Request
from instruments.database import Base
from instruments.models import Unit


class Offer(Base):
    """A time that is certain while its hold lasts (候補)."""

    __tablename__ = "offer"

    id: Mapped[int] = mapped_column(primary_key=True)
    request_id: Mapped[int] = mapped_column(ForeignKey("request.id"), index=True)
    rank: Mapped[int]
    status: Mapped[OfferStatus] = mapped_column(default=OfferStatus.HELD)
    held_until: Mapped[datetime]
    price_yen: Mapped[int | None]  # None: no tariff of that day is known yet
    price_lines: Mapped[list[dict[str, Any]]] = mapped_column(JSON, default=list)

    request: Mapped[Request] = relationship()
    placement: Mapped[Placement] = relationship(back_populates="offer")


class Proposal(Base):
    """A time that waits for an answer (日程案); its hold does not lapse silently (仮予約)."""

    __tablename__ = "proposal"

    id: Mapped[int] = mapped_column(primary_key=True)
    request_id: Mapped[int] = mapped_column(ForeignKey("request.id"), index=True)
    awaits: Mapped[Answerer]
    status: Mapped[ProposalStatus] = mapped_column(default=ProposalStatus.WAITING, index=True)
    made_at: Mapped[datetime]
    made_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    planning_run_id: Mapped[int | None] = mapped_column(ForeignKey("planning_run.id"))
    answer_by: Mapped[datetime]
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    decided_at: Mapped[datetime | None]
    reason: Mapped[str] = mapped_column(default="")
    price_yen: Mapped[int | None]
    price_lines: Mapped[list[dict[str, Any]]] = mapped_column(JSON, default=list)

    request: Mapped[Request] = relationship()
    placement: Mapped[Placement] = relationship(back_populates="proposal")


class Placement(Base):
    """The work on one unit at one time, with the people who attend it."""

    __tablename__ = "placement"
    __table_args__ = (
        CheckConstraint("starts_at < ends_at", name="runs_forward"),
        CheckConstraint(
            "(offer_id IS NULL) <> (proposal_id IS NULL)", name="belongs_to_an_offer_or_a_proposal"
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    offer_id: Mapped[int | None] = mapped_column(ForeignKey("offer.id"), unique=True)
    proposal_id: Mapped[int | None] = mapped_column(ForeignKey("proposal.id"), unique=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]  # the first moment it is free again

    offer: Mapped[Offer | None] = relationship(back_populates="placement")
    proposal: Mapped[Proposal | None] = relationship(back_populates="placement")
    unit: Mapped[Unit] = relationship()
    attendance: Mapped[list[Attendance]] = relationship(
        back_populates="placement", order_by="Attendance.starts_at", cascade="all, delete-orphan"
    )


class Attendance(Base):
    """A technician's part of a placement."""

    __tablename__ = "attendance"
    __table_args__ = (CheckConstraint("starts_at < ends_at", name="runs_forward"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    placement_id: Mapped[int] = mapped_column(ForeignKey("placement.id"), index=True)
    technician_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    mode: Mapped[AttendanceMode]
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]

    placement: Mapped[Placement] = relationship(back_populates="attendance")
    technician: Mapped[Person] = relationship()
