"""Where the races are run: the stage, the people signed in, and a way to the database of one's own.

What happens before a round goes through the product's services; the round itself is HTTP alone.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import TypeVar
from uuid import uuid4

from sqlalchemy import Engine, delete, or_, select
from sqlalchemy.orm import Session

from booking.database import in_transaction, writing_sessions
from booking.models import (
    Assignment,
    Attendance,
    Claim,
    Closure,
    Job,
    Notice,
    Offer,
    Person,
    Placement,
    PlanningRun,
    Proposal,
    RefusedWish,
    Request,
    Reservation,
    Window,
)
from booking.planning.grid import Moments
from booking.services.apply_with_offer import apply_with_offer
from booking.services.companies import company_of
from booking.services.confirm_proposal import confirm_proposal
from booking.services.hold_offers import hold_offers
from booking.services.leave_to_facility import leave_to_facility
from booking.services.request_use import RequestDraft, request_use
from booking.settings import Settings
from instruments.models import Capability, Instrument
from instruments.words import Service
from tools.race.plan_writer import PlanWriter
from tools.race.stage import Stage
from tools.race.visitors import Visitor

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Ground:
    """One database with its running product and its people."""

    stage: Stage
    engine: Engine
    settings: Settings
    engineers: tuple[Visitor, ...]
    desk: tuple[Visitor, ...]
    plan_writer: PlanWriter

    @property
    def clients(self) -> int:
        """How many act at once."""
        return len(self.engineers)

    def do(self, work: Callable[[Session], T]) -> T:
        """In one transaction, as a door would."""
        return in_transaction(writing_sessions(self.engine), work)

    def clear(self, *, keep: Collection[int] = ()) -> None:
        """Take away every request but those to keep, with all that follows; history stays."""
        self.do(lambda session: _clear(session, keep))

    def applied(
        self, session: Session, number: int, wish: str, unit_id: int, hour: Moments
    ) -> Proposal:
        """The number-th company asked for that hour and took the unit; the desk is asked."""
        by, at = self._asker(session, number), now()
        request = self._asked(session, by, wish, hour, at=at)
        offers = hold_offers(session, request, by=by, at=at, settings=self.settings)
        offer = next(offer for offer in offers if offer.placement.unit_id == unit_id)
        return apply_with_offer(session, offer, by=by, at=at, settings=self.settings)

    def visiting(
        self, session: Session, number: int, wish: str, unit_id: int, hour: Moments
    ) -> Reservation:
        """The number-th company is promised that unit at that hour."""
        proposal = self.applied(session, number, wish, unit_id, hour)
        by = session.get_one(Person, self.stage.desk[0])
        return confirm_proposal(session, proposal, by=by, at=now(), settings=self.settings)

    def waiting(self, session: Session, number: int, wish: str, hour: Moments) -> Request:
        """The number-th company left its wish for that hour to the facility."""
        by, at = self._asker(session, number), now()
        request = self._asked(session, by, wish, hour, at=at)
        leave_to_facility(session, request, by=by, at=at)
        return request

    def _asked(
        self, session: Session, by: Person, wish: str, hour: Moments, *, at: datetime
    ) -> Request:
        draft = _draft(session, wish, hour)
        return request_use(session, draft, company_of(session, by), by=by, at=at)

    def _asker(self, session: Session, number: int) -> Person:
        return session.get_one(Person, self.stage.engineers[number])


def now() -> datetime:
    """This moment, in whole seconds as at every door."""
    return datetime.now(UTC).replace(microsecond=0)


def settings_for(url: str, secret: str) -> Settings:
    """The product's own settings on that database."""
    return replace(Settings(database_url=url, secret_key=secret), demo=False)


def _draft(session: Session, wish: str, hour: Moments) -> RequestDraft:
    what, _, code = wish.partition("=")
    return RequestDraft(
        token=uuid4().hex,
        instrument=(
            session.scalars(select(Instrument).where(Instrument.code == code)).one()
            if what == "instrument"
            else None
        ),
        capability=(
            session.scalars(select(Capability).where(Capability.code == code)).one()
            if what == "capability"
            else None
        ),
        service=Service.EQUIPMENT_USE,
        minutes=60,
        guidance=False,
        windows=(hour,),
    )


def _clear(session: Session, keep: Collection[int]) -> None:
    gone = select(Request.id).where(Request.id.not_in(keep))
    offers = select(Offer.id).where(Offer.request_id.in_(gone))
    proposals = select(Proposal.id).where(Proposal.request_id.in_(gone))
    reservations = select(Reservation.id).where(Reservation.request_id.in_(gone))
    placements = select(Placement.id).where(
        or_(Placement.offer_id.in_(offers), Placement.proposal_id.in_(proposals))
    )
    for statement in (
        delete(Claim).where(or_(Claim.request_id.is_(None), Claim.request_id.in_(gone))),
        delete(Closure),
        delete(Notice),
        delete(Assignment).where(Assignment.reservation_id.in_(reservations)),
        delete(Reservation).where(Reservation.request_id.in_(gone)),
        delete(Attendance).where(Attendance.placement_id.in_(placements)),
        delete(Placement).where(Placement.id.in_(placements)),
        delete(Offer).where(Offer.request_id.in_(gone)),
        delete(Proposal).where(Proposal.request_id.in_(gone)),
        delete(PlanningRun),
        delete(Job),
        delete(Window).where(Window.request_id.in_(gone)),
        delete(RefusedWish).where(RefusedWish.request_id.in_(gone)),
        delete(Request).where(Request.id.not_in(keep)),
    ):
        session.execute(statement, execution_options={"synchronize_session": False})
