"""The main flow, step by step, up to where a test begins. Each step is the service itself."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from booking.models import Company, Offer, Person, Proposal, Request, Reservation
from booking.services.apply_with_offer import apply_with_offer
from booking.services.confirm_proposal import confirm_proposal
from booking.services.hold_offers import hold_offers
from booking.services.leave_to_facility import leave_to_facility
from booking.services.request_use import request_use
from instruments.models import Capability
from tests.builders import SETTINGS, TODAY, House, a_draft


def asked(
    session: Session,
    house: House,
    *,
    by: tuple[Company, Person] | None = None,
    capability: Capability | None = None,
    at: datetime = TODAY,
    **draft: Any,
) -> Request:
    """A company asks; the house's own unless another is named."""
    company, person = by or (house.company, house.engineer)
    wanted = a_draft(capability or house.instrument, **draft)
    return request_use(session, wanted, company, by=person, at=at)


def held(session: Session, request: Request, *, at: datetime = TODAY) -> list[Offer]:
    """The request's offers, shown and held."""
    assert request.asked_by is not None
    return hold_offers(session, request, by=request.asked_by, at=at, settings=SETTINGS)


def applied(session: Session, house: House, *, at: datetime = TODAY, **draft: Any) -> Proposal:
    """The company took the first offer."""
    request = asked(session, house, at=at, **draft)
    offer = held(session, request, at=at)[0]
    assert request.asked_by is not None
    return apply_with_offer(session, offer, by=request.asked_by, at=at, settings=SETTINGS)


def confirmed(session: Session, house: House, *, at: datetime = TODAY, **draft: Any) -> Reservation:
    """The desk confirmed what the company applied for; committed."""
    proposal = applied(session, house, at=at, **draft)
    reservation = confirm_proposal(session, proposal, by=house.technician, at=at, settings=SETTINGS)
    session.commit()
    return reservation


def waiting(session: Session, house: House, *, at: datetime = TODAY, **draft: Any) -> Request:
    """The company left the time to the facility."""
    request = asked(session, house, at=at, **draft)
    assert request.asked_by is not None
    leave_to_facility(session, request, by=request.asked_by, at=at)
    return request
