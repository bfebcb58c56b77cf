"""A process killed at any statement of hold, confirm or cancel leaves all of it or nothing."""

import os
from collections.abc import Callable
from typing import Any

from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from booking.database import in_transaction, writing_sessions
from booking.models import (
    Claim,
    HistoryEntry,
    Notice,
    Offer,
    Person,
    Proposal,
    Request,
    Reservation,
)
from booking.models.kinds import (
    ClaimKind,
    OfferStatus,
    ProposalStatus,
    RequestStatus,
    ReservationStatus,
)
from booking.services.cancel_reservation import cancel_reservation
from booking.services.confirm_proposal import confirm_proposal
from instruments.database import Base
from instruments.words import Attended, Guidance, Service
from tests.booking.killed import killed_at
from tests.booking.racing import nothing_is_double
from tests.booking.steps import applied, asked, confirmed, held
from tests.builders import SETTINGS, TODAY, House, a_house, a_tariff, an_instrument

Everything = dict[str, list[tuple[Any, ...]]]


def _house(session: Session) -> House:
    """Guided and with a price, so that technicians, lines and notices are part of every step."""
    house = a_house(session, an_instrument(attended=Attended.FULL, guidance=Guidance.FIRST))
    session.add(a_tariff(house.instrument, 1000))
    session.add(a_tariff(house.instrument, 2500, service=Service.GUIDANCE))
    session.commit()
    return house


def _everything(engine: Engine) -> Everything:
    """Every row of every table, read by connections that are new."""
    engine.dispose()
    with engine.connect() as connection:
        return {
            table.name: [
                tuple(row) for row in connection.execute(select(table).order_by(*table.primary_key))
            ]
            for table in Base.metadata.sorted_tables
        }


def _killed_everywhere(engine: Engine, work: Callable[[Session], object]) -> int:
    """Kill the work at each of its statements, one after the other, then let it come to its end.

    Each kill must leave the database as it was; that the next one gets further, and the last one to
    the end, shows that nothing stands in its way. The last process is gone right after the commit.
    How often it was killed.
    """

    def act() -> None:
        in_transaction(writing_sessions(engine), work)
        os._exit(0)  # nothing is tidied up, as when the machine stops

    with writing_sessions(engine)() as session:  # children find every statement compiled
        work(session)
        session.rollback()
    before = _everything(engine)
    kills = 0
    while killed_at(kills + 1, engine, act):
        kills += 1
        assert _everything(engine) == before, f"killed at statement {kills}"
    nothing_is_double(engine)
    return kills


def _whats(session: Session) -> list[str]:
    return list(session.scalars(select(HistoryEntry.what).order_by(HistoryEntry.id)))


def test_a_hold_is_there_with_its_offers_or_not_at_all(engine: Engine, session: Session) -> None:
    house = _house(session)
    request_id = asked(session, house).id
    session.commit()

    kills = _killed_everywhere(
        engine, lambda session: held(session, session.get_one(Request, request_id))
    )

    assert kills > 20
    assert set(session.scalars(select(Offer.status))) == {OfferStatus.HELD}
    kept = session.execute(select(Claim.kind, Claim.request_id, Claim.valid_until)).all()
    until = session.scalars(select(Offer.held_until)).first()
    assert {tuple(row) for row in kept} == {(ClaimKind.HOLD, request_id, until)}
    assert {claim.subject.technician_id for claim in session.scalars(select(Claim))} == {
        None,
        house.technician.id,
    }
    assert _whats(session)[-1] == "hold_offers"


def test_a_promise_is_there_with_all_that_belongs_to_it_or_not_at_all(
    engine: Engine, session: Session
) -> None:
    house = _house(session)
    number, by = applied(session, house).id, house.technician.id
    session.commit()

    kills = _killed_everywhere(
        engine,
        lambda session: confirm_proposal(
            session,
            session.get_one(Proposal, number),
            by=session.get_one(Person, by),
            at=TODAY,
            settings=SETTINGS,
        ),
    )

    assert kills > 20
    session.expire_all()
    reservation = session.scalars(select(Reservation)).one()
    assert (reservation.status, reservation.price_yen) == (ReservationStatus.STANDING, 4500)
    assert len(reservation.assignments) == 2
    assert reservation.request.status is RequestStatus.CONFIRMED
    assert session.get_one(Proposal, number).status is ProposalStatus.CONFIRMED
    kept = session.execute(select(Claim.kind, Claim.reservation_id)).all()
    assert {tuple(row) for row in kept} == {(ClaimKind.RESERVATION, reservation.id)}
    assert len(kept) == 3
    assert _whats(session)[-1] == "confirm_proposal"
    told = session.scalars(select(Notice.to_id).where(Notice.reservation_id == reservation.id))
    assert told.all() == [house.engineer.id]


def test_a_cancelled_visit_is_free_and_told_or_stands(engine: Engine, session: Session) -> None:
    house = _house(session)
    number, by = confirmed(session, house).id, house.engineer.id

    kills = _killed_everywhere(
        engine,
        lambda session: cancel_reservation(
            session,
            session.get_one(Reservation, number),
            reason="",
            by=session.get_one(Person, by),
            at=TODAY,
        ),
    )

    assert kills > 8
    session.expire_all()
    reservation = session.get_one(Reservation, number)
    assert reservation.status is ReservationStatus.CANCELLED
    assert reservation.request.status is RequestStatus.CANCELLED
    assert session.scalars(select(Claim)).all() == []
    assert _whats(session)[-1] == "cancel_reservation"
    told = session.scalars(select(Notice.to_id).where(Notice.template == "reservation_cancelled"))
    assert told.all() == [house.technician.id]
