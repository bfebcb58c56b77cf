"""One request as its company sees it: where it stands, what is offered, what would change it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload, selectinload

from booking.disclosure import CaseView, case_view
from booking.models import (
    Attendance,
    HistoryEntry,
    Offer,
    Person,
    Placement,
    Proposal,
    Request,
    Reservation,
)
from booking.models.kinds import Answerer, OfferStatus, ProposalStatus, RequestStatus
from booking.planning.grid import Moments
from booking.queries.happened import Happened, happened
from booking.queries.slots import Slot, slot_of
from booking.services.hold_offers import why_nothing_fits
from booking.settings import Settings
from instruments.models import Capability, Facility, Instrument, Unit, instrument_capability
from instruments.opening import staffed_spans
from instruments.words import InstrumentState, Service, Sharing
from solver.outcome import Refusal

MOST_ALTERNATIVES = 5


class Standing(StrEnum):
    """Where a request stands, as the company sees it."""

    CHOOSE = "choose"
    EXPIRED = "expired"  # the offers' hold is over
    NOTHING = "nothing"  # nothing fitted when it was last looked for
    UNSEARCHED = "unsearched"  # saved, not looked for yet
    LEFT = "left"
    APPLIED = "applied"
    ACCEPT = "accept"
    CONFIRMED = "confirmed"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True)
class Wish:
    """What was asked for."""

    request_id: int
    what: Instrument | Capability
    instrument: Instrument | None
    capability: Capability | None
    facility: Facility | None
    service: Service
    minutes: int
    guidance: bool
    samples: int
    sends_samples: bool
    confidential: bool
    created_at: datetime
    windows: tuple[Moments, ...]
    case: CaseView

    @property
    def zone(self) -> str:
        """Of the clock at the facility."""
        return self.facility.zone if self.facility else "Asia/Tokyo"


@dataclass(frozen=True, slots=True)
class Answer:
    """The proposal that waits, or the one that was refused."""

    slot: Slot
    answer_by: datetime
    late: bool
    reason: str


@dataclass(frozen=True, slots=True)
class RequestPage:
    """Everything the page of a request shows."""

    wish: Wish
    standing: Standing
    offers: tuple[Slot, ...]
    held_until: datetime | None  # of the offers now, or of those that are over
    answer: Answer | None
    reservation_id: int | None
    refusal: Refusal | None
    windows_too_short: bool  # each is shorter than the use
    windows_closed: bool  # the facility is closed in all of them
    others: tuple[Instrument, ...]
    history: tuple[Happened, ...]


def request_page(
    session: Session, person: Person, request: Request, *, at: datetime, settings: Settings
) -> RequestPage:
    """The page of a request the person may see. A constant number of queries."""
    offers = _offers(session, request)
    answer = _answer(session, request)
    standing = _standing(session, request, offers, answer, at=at)
    live = standing is Standing.CHOOSE
    stuck = standing is Standing.NOTHING
    return RequestPage(
        wish=_wish(session, person, request, at=at),
        standing=standing,
        offers=tuple(slot_of(offer) for offer in offers) if live else (),
        held_until=offers[0].held_until if offers else None,
        answer=_shown(answer, at=at) if answer else None,
        reservation_id=session.scalar(
            select(Reservation.id).where(Reservation.request_id == request.id)
        ),
        refusal=why_nothing_fits(session, request, at=at, settings=settings) if stuck else None,
        windows_too_short=_too_short(request),
        windows_closed=_closed(request),
        others=_others(session, request) if stuck or standing is Standing.REFUSED else (),
        history=happened(session, request),
    )


def _offers(session: Session, request: Request) -> Sequence[Offer]:
    """What is held, or was until its time was over."""
    placement = joinedload(Offer.placement)
    return session.scalars(
        select(Offer)
        .where(Offer.request_id == request.id, Offer.status == OfferStatus.HELD)
        .options(
            placement.joinedload(Placement.unit)
            .joinedload(Unit.instrument)
            .options(joinedload(Instrument.facility), selectinload(Instrument.units)),
            placement.selectinload(Placement.attendance).joinedload(Attendance.technician),
        )
        .order_by(Offer.rank)
    ).all()


def _answer(session: Session, request: Request) -> Proposal | None:
    """The newest proposal, if it waits for an answer or was refused."""
    proposal = session.scalar(
        select(Proposal)
        .where(Proposal.request_id == request.id)
        .order_by(Proposal.id.desc())
        .limit(1)
    )
    shown = {ProposalStatus.WAITING, ProposalStatus.REFUSED}
    return proposal if proposal is not None and proposal.status in shown else None


def _shown(proposal: Proposal, *, at: datetime) -> Answer:
    return Answer(
        slot=slot_of(proposal),
        answer_by=proposal.answer_by,
        late=proposal.answer_by <= at,
        reason=proposal.reason,
    )


def _standing(
    session: Session,
    request: Request,
    offers: Sequence[Offer],
    answer: Proposal | None,
    *,
    at: datetime,
) -> Standing:
    match request.status:
        case RequestStatus.OPEN if offers:
            return Standing.CHOOSE if offers[0].held_until > at else Standing.EXPIRED
        case RequestStatus.OPEN:
            return Standing.NOTHING if _searched(session, request) else Standing.UNSEARCHED
        case RequestStatus.PROPOSED:
            mine = answer is not None and answer.awaits is Answerer.COMPANY
            return Standing.ACCEPT if mine else Standing.APPLIED
        case RequestStatus.WAITING:
            return Standing.LEFT
        case other:
            return Standing(other.value)


def _searched(session: Session, request: Request) -> bool:
    """Whether the newest thing that happened to the open request is a search."""
    newest = session.scalar(
        select(HistoryEntry.what)
        .where(
            HistoryEntry.about == "request",
            HistoryEntry.about_id == request.id,
            HistoryEntry.what.in_(("hold_offers", "request_use", "change_windows")),
        )
        .order_by(HistoryEntry.id.desc())
        .limit(1)
    )
    return newest == "hold_offers"


def _wish(session: Session, person: Person, request: Request, *, at: datetime) -> Wish:
    what = request.instrument or request.capability
    if what is None:
        raise AssertionError(f"request {request.id} names nothing")
    return Wish(
        request_id=request.id,
        what=what,
        instrument=request.instrument,
        capability=request.capability,
        facility=request.instrument.facility if request.instrument else request.facility,
        service=request.service,
        minutes=request.minutes,
        guidance=request.guidance,
        samples=request.samples,
        sends_samples=request.sends_samples,
        confidential=request.confidential,
        created_at=request.created_at,
        windows=tuple((w.starts_at, w.ends_at) for w in request.windows),
        case=case_view(session, person, request, at),
    )


def _too_short(request: Request) -> bool:
    longest = max((w.ends_at - w.starts_at for w in request.windows), default=None)
    return longest is not None and longest.total_seconds() < 60 * request.minutes


def _closed(request: Request) -> bool:
    """Whether the facility asked is closed in every window."""
    facility = request.instrument.facility if request.instrument else None
    if facility is None or not request.windows:
        return False
    zone = ZoneInfo(facility.zone)
    first = min(w.starts_at for w in request.windows).astimezone(zone).date()
    last = max(w.ends_at for w in request.windows).astimezone(zone).date()
    spans = staffed_spans(facility, first, last)
    return not any(
        w.starts_at < ends_at and starts_at < w.ends_at
        for w in request.windows
        for starts_at, ends_at in spans
    )


def _others(session: Session, request: Request) -> tuple[Instrument, ...]:
    """Other instruments that can do what the one asked for can, at facilities that confirm here."""
    if request.instrument is not None:
        capabilities = [c.id for c in request.instrument.capabilities]
    else:
        capabilities = [request.capability_id] if request.capability_id else []
    having = select(instrument_capability.c.instrument_id).where(
        instrument_capability.c.capability_id.in_(capabilities)
    )
    return tuple(
        session.scalars(
            select(Instrument)
            .join(Instrument.facility)
            .where(
                Instrument.id.in_(having),
                Instrument.id != (request.instrument_id or 0),
                Instrument.state == InstrumentState.AVAILABLE,
                Facility.sharing == Sharing.CONFIRMS,
            )
            .options(joinedload(Instrument.facility))
            .order_by(Instrument.code)
            .limit(MOST_ALTERNATIVES)
        )
    )
