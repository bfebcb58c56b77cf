"""What was promised: a unit at a time, with the technicians assigned and the price fixed."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from booking.models.kinds import AttendanceMode, ReservationStatus
from booking.models.people import Person
from booking.models.requests import Request
from instruments.database import Base
from instruments.models import Unit


class Reservation(Base):
    """A promise (予約確定). It never moves by itself; its price stands."""

    __tablename__ = "reservation"
    __table_args__ = (CheckConstraint("starts_at < ends_at", name="runs_forward"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    request_id: Mapped[int] = mapped_column(ForeignKey("request.id"), index=True)
    proposal_id: Mapped[int] = mapped_column(ForeignKey("proposal.id"))
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"), index=True)
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    status: Mapped[ReservationStatus] = mapped_column(default=ReservationStatus.STANDING)
    at_risk: Mapped[bool] = mapped_column(default=False)  # a technician's absence overlaps it
    price_yen: Mapped[int | None]
    price_lines: Mapped[list[dict[str, Any]]] = mapped_column(JSON, default=list)
    legal_basis: Mapped[str] = mapped_column(default="")
    confirmed_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    confirmed_at: Mapped[datetime]
    sequence: Mapped[int] = mapped_column(
        default=0
    )  # of the calendar entry; grows with every change

    request: Mapped[Request] = relationship()
    unit: Mapped[Unit] = relationship()
    assignments: Mapped[list[Assignment]] = relationship(
        back_populates="reservation", order_by="Assignment.starts_at", cascade="all, delete-orphan"
    )


class Assignment(Base):
    """A technician on a part of a reservation."""

    __tablename__ = "assignment"
    __table_args__ = (CheckConstraint("starts_at < ends_at", name="runs_forward"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    reservation_id: Mapped[int] = mapped_column(ForeignKey("reservation.id"), index=True)
    technician_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    mode: Mapped[AttendanceMode]
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]

    reservation: Mapped[Reservation] = relationship(back_populates="assignments")
    technician: Mapped[Person] = relationship()
