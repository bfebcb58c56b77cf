"""Which instruments could serve a request, and what the company has used and holds already."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session, joinedload, selectinload

from booking.models import Offer, Placement, Proposal, Request, Reservation
from booking.models.kinds import OfferStatus, ProposalStatus, ReservationStatus
from booking.planning.grid import Moments
from instruments.models import Facility, Instrument, Unit, instrument_capability
from instruments.words import InstrumentState, OperatedBy, Service, Sharing


def candidates_for(session: Session, requests: Sequence[Request]) -> dict[int, list[Instrument]]:
    """Instruments by request id: the one named, or all that have the capability and may serve it.

    Facilities that only answer inquiries are left out: what they would say is not certain.
    """
    named = {request.instrument_id for request in requests if request.instrument_id}
    capable = {request.capability_id for request in requests if request.capability_id}
    having = select(instrument_capability.c.instrument_id).where(
        instrument_capability.c.capability_id.in_(capable)
    )
    found = session.scalars(
        _bookable(Instrument.id.in_(named) | Instrument.id.in_(having)).order_by(Instrument.code)
    ).all()
    return {request.id: [i for i in found if _serves(i, request)] for request in requests}


def _bookable(which: ColumnElement[bool]):  # type: ignore[no-untyped-def]  # a Select of many options
    return (
        select(Instrument)
        .join(Instrument.facility)
        .where(
            which,
            Instrument.state == InstrumentState.AVAILABLE,
            Facility.sharing == Sharing.CONFIRMS,
            Instrument.units.any(Unit.active),
        )
        .options(
            joinedload(Instrument.facility).selectinload(Facility.hours),
            joinedload(Instrument.facility).selectinload(Facility.closure_days),
            selectinload(Instrument.units),
            selectinload(Instrument.capabilities),
        )
    )


def _serves(instrument: Instrument, request: Request) -> bool:
    if request.instrument_id is not None:
        return instrument.id == request.instrument_id
    if all(capability.id != request.capability_id for capability in instrument.capabilities):
        return False
    if request.facility_id is not None and instrument.facility_id != request.facility_id:
        return False
    return allows_service(instrument, request.service) and (
        instrument.min_minutes <= request.minutes <= instrument.max_minutes
    )


def allows_service(instrument: Instrument, service: Service) -> bool:
    """Whether the instrument may be used that way: by the company, by staff, or taken along."""
    if service is Service.LENDING:
        return instrument.lendable
    barred = OperatedBy.STAFF if service is Service.EQUIPMENT_USE else OperatedBy.COMPANY
    return instrument.operated_by is not barred


def first_uses_of(
    session: Session, requests: Sequence[Request], instruments: dict[int, list[Instrument]]
) -> set[tuple[int, int]]:
    """(request id, instrument id) where no visit of the company had begun when it asked.

    Counted from the asking, so that an offer keeps its guidance and its price although an earlier
    visit begins before it is confirmed.
    """
    rows = session.execute(
        select(Request.company_id, Unit.instrument_id, func.min(Reservation.starts_at))
        .join(Reservation, Reservation.request_id == Request.id)
        .join(Unit, Unit.id == Reservation.unit_id)
        .where(
            Request.company_id.in_({request.company_id for request in requests}),
            Reservation.status == ReservationStatus.STANDING,
        )
        .group_by(Request.company_id, Unit.instrument_id)
    )
    began = {(company, instrument): begun for company, instrument, begun in rows}
    return {
        (request.id, instrument.id)
        for request in requests
        for instrument in instruments[request.id]
        if (key := (request.company_id, instrument.id)) not in began
        or began[key] > request.created_at
    }


def visits_of(
    session: Session, company_ids: Collection[int], *, at: datetime, not_of: Collection[int]
) -> dict[int, list[Moments]]:
    """When somebody of the company stands at another instrument: visits promised, held or proposed.

    For facilities where one person may not use two instruments at once.
    """
    found: dict[int, list[Moments]] = defaultdict(list)
    theirs = (
        Request.company_id.in_(company_ids),
        Request.id.not_in(not_of),
        Request.service == Service.EQUIPMENT_USE,
        Request.sends_samples.is_(False),
    )
    promised = (
        select(Request.company_id, Reservation.starts_at, Reservation.ends_at)
        .join(Request)
        .where(*theirs, Reservation.status == ReservationStatus.STANDING, Reservation.ends_at > at)
    )
    proposed = (
        select(Request.company_id, Placement.starts_at, Placement.ends_at)
        .join(Proposal, Placement.proposal_id == Proposal.id)
        .join(Request, Proposal.request_id == Request.id)
        .where(*theirs, Proposal.status == ProposalStatus.WAITING)
    )
    offered = (
        select(Request.company_id, Placement.starts_at, Placement.ends_at)
        .join(Offer, Placement.offer_id == Offer.id)
        .join(Request, Offer.request_id == Request.id)
        .where(*theirs, Offer.status == OfferStatus.HELD, Offer.held_until > at)
    )
    for query in (promised, proposed, offered):
        for company, starts_at, ends_at in session.execute(query):
            found[company].append((starts_at, ends_at))
    return found
