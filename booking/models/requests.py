"""What a company asks for, when it can come, and what was refused."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from booking.models.kinds import RequestStatus
from booking.models.people import Company, Person
from instruments.database import Base
from instruments.models import Capability, Facility, Instrument
from instruments.words import Service


class Request(Base):
    """A company's wish for time on an instrument, or on any that has a capability."""

    __tablename__ = "request"
    __table_args__ = (
        CheckConstraint("minutes > 0", name="takes_time"),
        CheckConstraint("service <> 'guidance'", name="guidance_comes_with_a_use"),
        CheckConstraint(
            "(instrument_id IS NULL) <> (capability_id IS NULL)",
            name="names_an_instrument_or_a_capability",
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    token: Mapped[str] = mapped_column(
        unique=True
    )  # of the form: the same form sent twice is one request
    company_id: Mapped[int] = mapped_column(ForeignKey("company.id"), index=True)
    asked_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))  # None: by telephone
    entered_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    facility_id: Mapped[int | None] = mapped_column(ForeignKey("facility.id"), index=True)
    instrument_id: Mapped[int | None] = mapped_column(ForeignKey("instrument.id"))
    capability_id: Mapped[int | None] = mapped_column(ForeignKey("capability.id"))
    service: Mapped[Service]
    minutes: Mapped[int]
    guidance: Mapped[bool]
    samples: Mapped[int] = mapped_column(default=1)
    sends_samples: Mapped[bool] = mapped_column(default=False)  # posts them instead of coming
    confidential: Mapped[bool] = mapped_column(default=False)
    setting: Mapped[str] = mapped_column(default="")  # recipe, ink …: change-over depends on it
    status: Mapped[RequestStatus] = mapped_column(default=RequestStatus.OPEN, index=True)
    created_at: Mapped[datetime]
    # Personal or confidential text: erasable, and shown through disclosure only.
    purpose: Mapped[str] = mapped_column(default="")
    sample_text: Mapped[str] = mapped_column(default="")
    visitor: Mapped[str] = mapped_column(default="")
    visitor_telephone: Mapped[str] = mapped_column(default="")
    payer: Mapped[str] = mapped_column(default="")  # empty: the company itself

    company: Mapped[Company] = relationship()
    asked_by: Mapped[Person | None] = relationship(foreign_keys=[asked_by_id])
    facility: Mapped[Facility | None] = relationship()
    instrument: Mapped[Instrument | None] = relationship()
    capability: Mapped[Capability | None] = relationship()
    windows: Mapped[list[Window]] = relationship(
        back_populates="request", order_by="Window.starts_at", cascade="all, delete-orphan"
    )


class Window(Base):
    """A time the company can come in."""

    __tablename__ = "window"
    __table_args__ = (CheckConstraint("starts_at < ends_at", name="runs_forward"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    request_id: Mapped[int] = mapped_column(ForeignKey("request.id"), index=True)
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]

    request: Mapped[Request] = relationship(back_populates="windows")


class RefusedWish(Base):
    """A wish that nothing fitted, and the rules in its way: demand that was lost."""

    __tablename__ = "refused_wish"

    id: Mapped[int] = mapped_column(primary_key=True)
    request_id: Mapped[int] = mapped_column(ForeignKey("request.id"), index=True)
    at: Mapped[datetime]
    groups: Mapped[str]  # names of the rule groups, joined by a space
