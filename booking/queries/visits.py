"""A promised visit as its company sees it: when, where, with whom, what it costs to cancel."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from booking.disclosure import CaseView, case_view
from booking.models import Person, Reservation
from booking.models.kinds import ReservationStatus
from booking.queries.happened import Happened, happened
from booking.queries.slots import Slot, slot_of
from instruments.models import Facility
from instruments.words import Service


@dataclass(frozen=True, slots=True)
class Cancellation:
    """What giving the visit back costs, by the facility's rule."""

    last_free_day: date
    free_days: int
    late_percent: int  # of the fee, after the last free day
    is_late: bool
    late_yen: int | None  # None while no price is fixed

    @property
    def costs_now(self) -> bool:
        """Whether a cancellation at this moment is charged."""
        return self.is_late and self.late_percent > 0


@dataclass(frozen=True, slots=True)
class VisitPage:
    """Everything the page of a visit shows."""

    slot: Slot
    request_id: int
    service: Service
    samples: int
    sends_samples: bool
    legal_basis: str
    case: CaseView
    cancellation: Cancellation
    is_cancelled: bool
    has_begun: bool
    is_over: bool
    at_risk: bool
    history: tuple[Happened, ...]

    @property
    def cancelled_because(self) -> str:
        """The facility's reason, where it cancelled."""
        said = (line.words for line in self.history if line.what == "cancel_reservation")
        return next(said, "")

    @property
    def can_be_cancelled(self) -> bool:
        """Whether it still stands and has not begun."""
        return not (self.is_cancelled or self.has_begun)


def visit_page(
    session: Session, person: Person, reservation: Reservation, *, at: datetime
) -> VisitPage:
    """The page of a visit the person may see."""
    request = reservation.request
    slot = slot_of(reservation)
    return VisitPage(
        slot=slot,
        request_id=request.id,
        service=request.service,
        samples=request.samples,
        sends_samples=request.sends_samples,
        legal_basis=reservation.legal_basis,
        case=case_view(session, person, request, at),
        cancellation=cancellation(slot.facility, slot.starts_at, slot.price_yen, at=at),
        is_cancelled=reservation.status is ReservationStatus.CANCELLED,
        has_begun=reservation.starts_at <= at,
        is_over=reservation.ends_at <= at,
        at_risk=reservation.at_risk,
        history=happened(session, request),
    )


def cancellation(
    facility: Facility, starts_at: datetime, price_yen: int | None, *, at: datetime
) -> Cancellation:
    """The rule applied to a visit: free until so many calendar days before it, then a share."""
    zone = ZoneInfo(facility.zone)
    free_days = facility.cancellation_free_days
    last = starts_at.astimezone(zone).date() - timedelta(days=free_days)
    percent = facility.cancellation_fraction_percent
    return Cancellation(
        last_free_day=last,
        free_days=free_days,
        late_percent=percent,
        is_late=at.astimezone(zone).date() > last,
        late_yen=None if price_yen is None else -(-price_yen * percent // 100),
    )
