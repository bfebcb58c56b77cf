"""The desk's one list: what waits for our answer, what needs a time, what is at risk, who comes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from booking.models import Person, Proposal, Request, Reservation
from booking.models.kinds import Answerer, ProposalStatus, RequestStatus, ReservationStatus
from booking.planning.grid import Moments
from booking.queries.desk_cases import (
    ASKED,
    PROPOSED,
    RESERVED,
    Asked,
    Proposed,
    Visit,
    asked_of,
    proposed_of,
    visit_of,
)
from booking.queries.desk_people import (
    day_span,
    local_date,
    my_facility,
    my_instruments,
    zone_of,
)
from instruments.models import Facility, instrument_capability
from instruments.opening import open_days_after

DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class DayOfVisits:
    """Who comes on one day: the list for the morning's calls."""

    day: date
    visits: tuple[Visit, ...]


@dataclass(frozen=True, slots=True)
class Worklist:
    """Everything of one facility that somebody there has to do something about."""

    zone: str
    mine: bool
    has_instruments: bool  # whether the reader is in charge of any
    to_answer: tuple[Proposed, ...]
    with_the_company: tuple[Proposed, ...]
    waiting: tuple[Asked, ...]
    at_risk: tuple[Visit, ...]
    days: tuple[DayOfVisits, ...]  # today and the next open day

    @property
    def empty(self) -> bool:
        """Whether there is nothing at all to show."""
        visits = any(day.visits for day in self.days)
        lists = (self.to_answer, self.with_the_company, self.waiting, self.at_risk)
        return not visits and not any(lists)


def worklist(session: Session, me: Person, *, mine: bool, at: datetime) -> Worklist:
    """The list of the reader's facility, or of the reader's own instruments only.

    A constant number of queries.
    """
    facility = my_facility(session, me)
    own = my_instruments(session, me)
    proposals = [
        p
        for p in _proposals(session, me, facility, at=at)
        if not mine or p.placed.instrument_id in own
    ]
    capabilities = _capabilities(session, own) if mine else frozenset()
    visits = [
        v
        for v in _visits(session, me, facility, at=at)
        if not mine or v.placed.instrument_id in own
    ]
    return Worklist(
        zone=facility.zone,
        mine=mine,
        has_instruments=bool(own),
        to_answer=tuple(p for p in proposals if p.awaits == Answerer.FACILITY),
        with_the_company=tuple(p for p in proposals if p.awaits == Answerer.COMPANY),
        waiting=tuple(
            request
            for request in _waiting(session, me, facility, at=at)
            if not mine or request.instrument_id in own or request.capability_id in capabilities
        ),
        at_risk=tuple(visit for visit in visits if visit.at_risk),
        days=tuple(_day(visits, span, day) for day, span in _two_days(facility, at)),
    )


def _proposals(session: Session, me: Person, facility: Facility, *, at: datetime) -> list[Proposed]:
    rows = session.scalars(
        select(Proposal)
        .join(Request)
        .where(Request.facility_id == facility.id, Proposal.status == ProposalStatus.WAITING)
        .order_by(Proposal.answer_by, Proposal.id)
        .options(*PROPOSED)
    )
    return [proposed_of(session, me, row, at) for row in rows]


def _waiting(session: Session, me: Person, facility: Facility, *, at: datetime) -> list[Asked]:
    rows = session.scalars(
        select(Request)
        .where(Request.facility_id == facility.id, Request.status == RequestStatus.WAITING)
        .order_by(Request.created_at, Request.id)
        .options(*ASKED)
    )
    return [asked_of(session, me, row, at) for row in rows]


def _visits(session: Session, me: Person, facility: Facility, *, at: datetime) -> list[Visit]:
    """Today's and the next open day's, and every visit at risk that is not over."""
    (_today, (begins, _)), (_next, (_, ends)) = _two_days(facility, at)
    soon = (Reservation.starts_at < ends) & (Reservation.ends_at > begins)
    rows = session.scalars(
        select(Reservation)
        .join(Request)
        .where(
            Request.facility_id == facility.id,
            Reservation.status == ReservationStatus.STANDING,
            soon | (Reservation.at_risk & (Reservation.ends_at > at)),
        )
        .order_by(Reservation.starts_at, Reservation.id)
        .options(*RESERVED)
    )
    return [visit_of(session, me, row, at) for row in rows]


def _two_days(facility: Facility, at: datetime) -> tuple[tuple[date, Moments], ...]:
    zone = zone_of(facility)
    today = local_date(at, zone)
    # one that has no hours yet never opens
    following = open_days_after(facility, today, 1) if facility.hours else today + DAY
    return (today, day_span(zone, today)), (following, day_span(zone, following))


def _day(visits: list[Visit], span: Moments, day: date) -> DayOfVisits:
    begins, ends = span
    return DayOfVisits(
        day, tuple(v for v in visits if v.placed.starts_at < ends and v.placed.ends_at > begins)
    )


def _capabilities(session: Session, instruments: frozenset[int]) -> frozenset[int]:
    return frozenset(
        session.scalars(
            select(instrument_capability.c.capability_id).where(
                instrument_capability.c.instrument_id.in_(instruments)
            )
        )
    )
