"""Work to be done outside the web request: a row, written in the transaction that asks for it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from booking.models.kinds import JobState
from booking.models.people import Person
from instruments.database import Base, EpochSeconds
from instruments.models import Facility


class Job(Base):
    """Background work, claimed with a lease and a fencing token; a crash loses none."""

    __tablename__ = "job"

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str]
    payload: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    state: Mapped[JobState] = mapped_column(default=JobState.QUEUED, index=True)
    progress: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    error: Mapped[str] = mapped_column(default="")
    cancel_asked: Mapped[bool] = mapped_column(default=False)
    attempt: Mapped[int] = mapped_column(default=0)
    max_attempts: Mapped[int] = mapped_column(default=3)
    fence: Mapped[str | None]  # token of the worker that runs it now
    lease_until: Mapped[datetime | None] = mapped_column(EpochSeconds)
    created_at: Mapped[datetime]
    created_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))


class Notice(Base):
    """A message to one person, sent at least once; a repeat keeps its Message-ID."""

    __tablename__ = "notice"

    id: Mapped[int] = mapped_column(primary_key=True)
    to_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    template: Mapped[str]
    request_id: Mapped[int | None] = mapped_column(ForeignKey("request.id"))
    reservation_id: Mapped[int | None] = mapped_column(ForeignKey("reservation.id"))
    facts: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)  # no names, no free text
    message_id: Mapped[str] = mapped_column(unique=True)
    created_at: Mapped[datetime]
    not_before: Mapped[datetime] = mapped_column(EpochSeconds, index=True)
    sent_at: Mapped[datetime | None]
    attempts: Mapped[int] = mapped_column(default=0)
    error: Mapped[str] = mapped_column(default="")

    to: Mapped[Person] = relationship()


class PlanningRun(Base):
    """One run of the solver over a facility's waiting requests, with question and answer."""

    __tablename__ = "planning_run"

    id: Mapped[int] = mapped_column(primary_key=True)
    facility_id: Mapped[int] = mapped_column(ForeignKey("facility.id"), index=True)
    job_id: Mapped[int] = mapped_column(ForeignKey("job.id"))
    asked_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    asked_at: Mapped[datetime]
    question: Mapped[dict[str, Any] | None] = mapped_column(JSON)  # a solver Problem
    answer: Mapped[dict[str, Any] | None] = mapped_column(JSON)  # a Schedule or NoSchedule
    placed: Mapped[int] = mapped_column(default=0)
    bound: Mapped[float | None]
    seconds: Mapped[float | None]

    facility: Mapped[Facility] = relationship()
    job: Mapped[Job] = relationship()
