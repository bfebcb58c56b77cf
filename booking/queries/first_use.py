"""Whether a company has been at an instrument before."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from booking.models import Company, Request, Reservation
from booking.models.kinds import ReservationStatus
from instruments.models import Instrument, Unit


def has_used(session: Session, company: Company, instrument: Instrument, *, at: datetime) -> bool:
    """Whether a visit of the company on the instrument has begun and was not cancelled."""
    visit = exists().where(
        Reservation.request_id == Request.id,
        Request.company_id == company.id,
        Reservation.unit_id == Unit.id,
        Unit.instrument_id == instrument.id,
        Reservation.status == ReservationStatus.STANDING,
        Reservation.starts_at <= at,
    )
    return bool(session.scalar(select(visit)))
