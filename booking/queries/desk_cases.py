"""A case as the desk of its facility sees it: request, proposal, reservation.

Names and telephone numbers come through disclosure; a case of another facility is a time without a
name.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy.orm import Session, joinedload, selectinload

from booking.disclosure import CaseView, case_view, handles
from booking.models import (
    Assignment,
    Attendance,
    Person,
    Placement,
    Proposal,
    Request,
    Reservation,
)
from booking.models.kinds import AttendanceMode
from booking.planning.grid import Moments
from booking.queries.desk_people import Named
from instruments.models import Facility, Instrument, Unit
from instruments.words import Service


@dataclass(frozen=True, slots=True)
class Attending:
    """A technician's part of a visit."""

    technician_id: int
    name: str
    mode: AttendanceMode
    starts_at: datetime
    ends_at: datetime


@dataclass(frozen=True, slots=True)
class Asked:
    """What was asked for, and by whom as far as the reader may know."""

    id: int
    status: str
    view: CaseView
    ours: bool  # asked at the reader's facility
    company_id: int
    company_telephone: str
    by_telephone: bool
    created_at: datetime
    service: Service
    minutes: int
    guidance: bool
    samples: int
    sends_samples: bool
    confidential: bool
    instrument: Named | None
    instrument_id: int | None
    capability: Named | None
    capability_id: int | None
    windows: tuple[Moments, ...]


@dataclass(frozen=True, slots=True)
class Placed:
    """Where and when, and with whom."""

    unit_id: int
    unit: str  # its label; empty where the instrument has one unit only
    instrument: Named
    instrument_id: int
    starts_at: datetime
    ends_at: datetime
    people: tuple[Attending, ...]


@dataclass(frozen=True, slots=True)
class Proposed:
    """A proposal with its request."""

    id: int
    status: str
    awaits: str
    asked: Asked
    placed: Placed
    answer_last: datetime  # the last moment of the last day on which it is answered in time
    overdue: bool
    made_at: datetime
    made_by_id: int | None
    planning_run_id: int | None
    decided_by_id: int | None
    decided_at: datetime | None
    reason: str
    price_yen: int | None
    price_lines: tuple[dict[str, Any], ...]


@dataclass(frozen=True, slots=True)
class Visit:
    """A promised visit with its request."""

    id: int
    status: str
    asked: Asked
    placed: Placed
    at_risk: bool
    begun: bool
    price_yen: int | None
    price_lines: tuple[dict[str, Any], ...]
    legal_basis: str


# What a list of cases needs, in a constant number of queries.
ASKED = (
    joinedload(Request.company),
    joinedload(Request.asked_by),
    joinedload(Request.instrument),
    joinedload(Request.capability),
    selectinload(Request.windows),
)
PROPOSED = (
    joinedload(Proposal.request).options(*ASKED),
    joinedload(Proposal.placement).options(
        joinedload(Placement.unit).joinedload(Unit.instrument).selectinload(Instrument.units),
        selectinload(Placement.attendance).joinedload(Attendance.technician),
    ),
)
RESERVED = (
    joinedload(Reservation.request).options(*ASKED),
    joinedload(Reservation.unit).joinedload(Unit.instrument).selectinload(Instrument.units),
    selectinload(Reservation.assignments).joinedload(Assignment.technician),
)


def named(row: Instrument | Facility) -> Named:
    """The two names of a row of the catalogue."""
    return Named(row.name_ja, row.name_en)


def unit_label(unit: Unit) -> str:
    """Which of several units; empty where there is only one."""
    return unit.label if len(unit.instrument.units) > 1 else ""


def known_view(session: Session, me: Person, request: Request, at: datetime) -> CaseView:
    """The names of a case that is the reader's own; of any other, none, and no query."""
    if not handles(session, me, request):
        return CaseView(request_id=request.id, known=False)
    return case_view(session, me, request, at)


def asked_of(session: Session, me: Person, request: Request, at: datetime) -> Asked:
    """The request as the reader may see it."""
    view = case_view(session, me, request, at)
    instrument, capability = request.instrument, request.capability
    return Asked(
        id=request.id,
        status=request.status.value,
        view=view,
        ours=request.facility_id == me.facility_id,
        company_id=request.company_id if view.known else 0,
        company_telephone=request.company.telephone if view.known else "",
        by_telephone=request.asked_by_id is None,
        created_at=request.created_at,
        service=request.service,
        minutes=request.minutes,
        guidance=request.guidance,
        samples=request.samples,
        sends_samples=request.sends_samples,
        confidential=request.confidential,
        instrument=named(instrument) if instrument else None,
        instrument_id=request.instrument_id,
        capability=Named(capability.name_ja, capability.name_en) if capability else None,
        capability_id=request.capability_id,
        windows=tuple((w.starts_at, w.ends_at) for w in request.windows),
    )


def proposed_of(session: Session, me: Person, proposal: Proposal, at: datetime) -> Proposed:
    """The proposal with its request, as the reader may see them."""
    placement = proposal.placement
    return Proposed(
        id=proposal.id,
        status=proposal.status.value,
        awaits=proposal.awaits.value,
        asked=asked_of(session, me, proposal.request, at),
        placed=_placed(
            placement.unit, placement.starts_at, placement.ends_at, placement.attendance
        ),
        answer_last=proposal.answer_by - timedelta(seconds=1),
        overdue=proposal.answer_by <= at,
        made_at=proposal.made_at,
        made_by_id=proposal.made_by_id,
        planning_run_id=proposal.planning_run_id,
        decided_by_id=proposal.decided_by_id,
        decided_at=proposal.decided_at,
        reason=proposal.reason,
        price_yen=proposal.price_yen,
        price_lines=tuple(proposal.price_lines),
    )


def visit_of(session: Session, me: Person, reservation: Reservation, at: datetime) -> Visit:
    """The reservation with its request, as the reader may see them."""
    return Visit(
        id=reservation.id,
        status=reservation.status.value,
        asked=asked_of(session, me, reservation.request, at),
        placed=_placed(
            reservation.unit,
            reservation.starts_at,
            reservation.ends_at,
            reservation.assignments,
        ),
        at_risk=reservation.at_risk,
        begun=reservation.starts_at <= at,
        price_yen=reservation.price_yen,
        price_lines=tuple(reservation.price_lines),
        legal_basis=reservation.legal_basis,
    )


def _placed(
    unit: Unit,
    starts_at: datetime,
    ends_at: datetime,
    people: list[Attendance] | list[Assignment],
) -> Placed:
    return Placed(
        unit_id=unit.id,
        unit=unit_label(unit),
        instrument=named(unit.instrument),
        instrument_id=unit.instrument_id,
        starts_at=starts_at,
        ends_at=ends_at,
        people=tuple(
            Attending(p.technician_id, p.technician.name, p.mode, p.starts_at, p.ends_at)
            for p in people
        ),
    )
