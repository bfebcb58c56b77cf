"""A company's first page: what needs its answer, what comes next, what waits, what is over."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import func, select
from sqlalchemy.orm import Session, joinedload

from booking.models import Company, Offer, Placement, Proposal, Request, Reservation
from booking.models.kinds import (
    Answerer,
    OfferStatus,
    ProposalStatus,
    RequestStatus,
    ReservationStatus,
)
from instruments.models import Capability, Facility, Instrument, Unit

MOST_SHOWN = 200  # requests of a company, the newest first
MOST_OVER = 20


class State(StrEnum):
    """Where an entry of the page stands, as the company sees it."""

    CHOOSE = "choose"  # offers are held for it
    ACCEPT = "accept"  # the facility proposes another time
    CONTINUE = "continue"  # saved, and nothing is held
    VISIT = "visit"
    LEFT = "left"  # the facility looks for a time
    APPLIED = "applied"  # the facility answers
    OVER = "over"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"
    CANCELLED = "cancelled"


_NOW = (State.ACCEPT, State.CHOOSE, State.CONTINUE)
_WAITING = (State.APPLIED, State.LEFT)


@dataclass(frozen=True, slots=True)
class Entry:
    """One request or visit in one line."""

    state: State
    request_id: int
    reservation_id: int | None
    what: Instrument | Capability
    facility: Facility | None
    asked_by: str
    created_at: datetime
    until: datetime | None = None  # to choose, or to answer
    late: bool = False  # the time to answer is over
    starts_at: datetime | None = None
    ends_at: datetime | None = None
    offers: int = 0
    at_risk: bool = False

    @property
    def zone(self) -> str:
        """Of the clock at the facility."""
        return self.facility.zone if self.facility else "Asia/Tokyo"


@dataclass(frozen=True, slots=True)
class CompanyHome:
    """The page's four lists."""

    now: tuple[Entry, ...]
    upcoming: tuple[Entry, ...]
    waiting: tuple[Entry, ...]
    over: tuple[Entry, ...]

    @property
    def is_empty(self) -> bool:
        """Whether the company never asked for anything."""
        return not (self.now or self.upcoming or self.waiting or self.over)


def company_home(session: Session, company: Company, *, at: datetime) -> CompanyHome:
    """Everything of the company, sorted by what needs it first. Four queries."""
    held = _held(session, company, at=at)
    proposals = {p.request_id: p for p in _proposals(session, company)}
    visits = {r.request_id: r for r in _reservations(session, company)}
    entries = [
        _entry(request, held, proposals.get(request.id), visits.get(request.id), at=at)
        for request in _requests(session, company)
    ]
    visits_first = [e for e in entries if e.state is State.VISIT]
    return CompanyHome(
        now=_in(entries, _NOW),
        upcoming=tuple(sorted(visits_first, key=lambda e: e.starts_at or e.created_at)),
        waiting=_in(entries, _WAITING),
        over=tuple(e for e in entries if e.state not in (*_NOW, *_WAITING, State.VISIT))[
            :MOST_OVER
        ],
    )


def _in(entries: Sequence[Entry], states: Sequence[State]) -> tuple[Entry, ...]:
    chosen = [entry for entry in entries if entry.state in states]
    return tuple(sorted(chosen, key=lambda e: (states.index(e.state), e.until or e.created_at)))


def _requests(session: Session, company: Company) -> Sequence[Request]:
    return session.scalars(
        select(Request)
        .where(Request.company_id == company.id)
        .options(
            joinedload(Request.instrument).joinedload(Instrument.facility),
            joinedload(Request.capability),
            joinedload(Request.facility),
            joinedload(Request.asked_by),
        )
        .order_by(Request.id.desc())
        .limit(MOST_SHOWN)
    ).all()


def _held(session: Session, company: Company, *, at: datetime) -> dict[int, tuple[datetime, int]]:
    rows = session.execute(
        select(Offer.request_id, func.min(Offer.held_until), func.count())
        .join(Offer.request)
        .where(
            Request.company_id == company.id,
            Offer.status == OfferStatus.HELD,
            Offer.held_until > at,
        )
        .group_by(Offer.request_id)
    )
    return {request_id: (until, count) for request_id, until, count in rows}


def _proposals(session: Session, company: Company) -> Sequence[Proposal]:
    place = joinedload(Proposal.placement).joinedload(Placement.unit)
    return session.scalars(
        select(Proposal)
        .join(Proposal.request)
        .where(Request.company_id == company.id, Proposal.status == ProposalStatus.WAITING)
        .options(place.joinedload(Unit.instrument).joinedload(Instrument.facility))
    ).all()


def _reservations(session: Session, company: Company) -> Sequence[Reservation]:
    unit = joinedload(Reservation.unit)
    return session.scalars(
        select(Reservation)
        .join(Reservation.request)
        .where(Request.company_id == company.id)
        .options(unit.joinedload(Unit.instrument).joinedload(Instrument.facility))
        .order_by(Reservation.id)
    ).all()


def _entry(
    request: Request,
    held: dict[int, tuple[datetime, int]],
    proposal: Proposal | None,
    visit: Reservation | None,
    *,
    at: datetime,
) -> Entry:
    until, offers = held.get(request.id, (None, 0))
    if proposal is not None:
        until = proposal.answer_by
    where = visit or (proposal.placement if proposal else None)
    instrument = where.unit.instrument if where else request.instrument
    what = instrument or request.capability
    if what is None:
        raise AssertionError(f"request {request.id} names nothing")
    return Entry(
        state=_state(request, offers, proposal, visit, at=at),
        request_id=request.id,
        reservation_id=visit.id if visit else None,
        what=what,
        facility=instrument.facility if instrument else request.facility,
        asked_by=request.asked_by.name if request.asked_by else "",
        created_at=request.created_at,
        until=until,
        late=until is not None and until <= at,
        starts_at=where.starts_at if where else None,
        ends_at=where.ends_at if where else None,
        offers=offers,
        at_risk=bool(visit and visit.at_risk),
    )


def _state(
    request: Request,
    offers: int,
    proposal: Proposal | None,
    visit: Reservation | None,
    *,
    at: datetime,
) -> State:
    match request.status:
        case RequestStatus.OPEN:
            return State.CHOOSE if offers else State.CONTINUE
        case RequestStatus.PROPOSED:
            mine = proposal is not None and proposal.awaits is Answerer.COMPANY
            return State.ACCEPT if mine else State.APPLIED
        case RequestStatus.WAITING:
            return State.LEFT
        case RequestStatus.CONFIRMED if visit and visit.status is ReservationStatus.STANDING:
            return State.VISIT if visit.ends_at > at else State.OVER
        case RequestStatus.REFUSED:
            return State.REFUSED
        case RequestStatus.WITHDRAWN:
            return State.WITHDRAWN
        case _:
            return State.CANCELLED
