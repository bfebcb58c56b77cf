"""Cases seen from outside their facility: those a coordinator entered, those opened for a reason.

Everything confidential comes through disclosure, and only while it is known to the reader.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session, joinedload, selectinload

from booking.disclosure import CaseView, case_view
from booking.models import CaseOpening, Person, Placement, Proposal, Request, Reservation
from booking.permissions import Role
from booking.planning.grid import Moments
from booking.queries.desk_people import Named
from instruments.models import Unit
from instruments.words import Service


@dataclass(frozen=True, slots=True)
class CaseLine:
    """One line of a list of cases."""

    id: int
    status: str
    created_at: datetime
    company: str  # in the list of what one opened: empty, it stands on the case's page
    wanted: Named
    facility: Named | None
    open_until: datetime | None  # None: the reader's own


@dataclass(frozen=True, slots=True)
class PlacedTime:
    """A proposal or a reservation of the case."""

    status: str
    starts_at: datetime
    ends_at: datetime
    zone: str
    instrument: Named
    price_yen: int | None


@dataclass(frozen=True, slots=True)
class CasePage:
    """A case, to be read."""

    line: CaseLine
    view: CaseView
    zone: str
    service: Service
    minutes: int
    guidance: bool
    samples: int
    sends_samples: bool
    windows: tuple[Moments, ...]
    proposals: tuple[PlacedTime, ...]
    reservations: tuple[PlacedTime, ...]


_LISTED = (
    joinedload(Request.company),
    joinedload(Request.instrument),
    joinedload(Request.capability),
    joinedload(Request.facility),
    selectinload(Request.windows),
)


def entered_cases(session: Session, me: Person, *, at: datetime) -> list[CaseLine]:
    """The cases a coordinator entered, newest first; for everybody else there are none."""
    if me.role is not Role.COORDINATOR:
        return []
    entered = session.scalars(_newest().where(Request.entered_by_id == me.id).options(*_LISTED))
    views = ((one, case_view(session, me, one, at)) for one in entered.all())
    return [_line(one, view.company) for one, view in views]


def open_cases(session: Session, me: Person, *, at: datetime) -> list[CaseLine]:
    """The cases of others that are open for the reader now, for a reason given."""
    until = dict(
        session.execute(
            select(CaseOpening.request_id, func.max(CaseOpening.until))
            .where(CaseOpening.person_id == me.id, CaseOpening.at <= at, CaseOpening.until > at)
            .group_by(CaseOpening.request_id)
        ).all()
    )
    found = session.scalars(_newest().where(Request.id.in_(until)).options(*_LISTED)).all()
    return [_line(one, open_until=until[one.id]) for one in found]


def case_page(session: Session, me: Person, request: Request, *, at: datetime) -> CasePage:
    """The case on one page. The caller has made sure that the reader knows it."""
    view = case_view(session, me, request, at)
    opened = [line for line in open_cases(session, me, at=at) if line.id == request.id]
    return CasePage(
        line=_line(request, view.company, open_until=opened[0].open_until if opened else None),
        view=view,
        zone=request.facility.zone if request.facility else "Asia/Tokyo",
        service=request.service,
        minutes=request.minutes,
        guidance=request.guidance,
        samples=request.samples,
        sends_samples=request.sends_samples,
        windows=tuple((window.starts_at, window.ends_at) for window in request.windows),
        proposals=tuple(_proposals(session, request)),
        reservations=tuple(_reservations(session, request)),
    )


def _newest() -> Select[Request]:
    return select(Request).order_by(Request.created_at.desc(), Request.id.desc()).limit(200)


def _line(request: Request, company: str = "", *, open_until: datetime | None = None) -> CaseLine:
    wanted = request.instrument or request.capability
    if wanted is None:
        raise AssertionError("a CHECK of the table: one of the two is named")
    facility = request.facility
    return CaseLine(
        id=request.id,
        status=request.status.value,
        created_at=request.created_at,
        company=company,
        wanted=Named(wanted.name_ja, wanted.name_en),
        facility=Named(facility.name_ja, facility.name_en) if facility else None,
        open_until=open_until,
    )


def _proposals(session: Session, request: Request) -> Sequence[PlacedTime]:
    rows = session.scalars(
        select(Proposal)
        .where(Proposal.request_id == request.id)
        .order_by(Proposal.id)
        .options(joinedload(Proposal.placement).joinedload(Placement.unit))
    )
    return [_placed(row.status, row.placement.unit, row.placement, row.price_yen) for row in rows]


def _reservations(session: Session, request: Request) -> Sequence[PlacedTime]:
    rows = session.scalars(
        select(Reservation)
        .where(Reservation.request_id == request.id)
        .order_by(Reservation.id)
        .options(joinedload(Reservation.unit))
    )
    return [_placed(row.status, row.unit, row, row.price_yen) for row in rows]


def _placed(
    status: str, unit: Unit, place: Placement | Reservation, price_yen: int | None
) -> PlacedTime:
    instrument = unit.instrument
    return PlacedTime(
        status=str(status),
        starts_at=place.starts_at,
        ends_at=place.ends_at,
        zone=instrument.facility.zone,
        instrument=Named(instrument.name_ja, instrument.name_en),
        price_yen=price_yen,
    )
