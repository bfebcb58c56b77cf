"""Who must hear of what: rows written with the change, sent by the worker."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import uuid4

from sqlalchemy import select
from sqlalchemy.orm import Session

from booking.models import Membership, Notice, Person, Request, Reservation, Skill


def tell(
    session: Session,
    to: Iterable[Person],
    template: str,
    *,
    at: datetime,
    request: Request | None = None,
    reservation: Reservation | None = None,
    **facts: Any,
) -> None:
    """Put one notice per person with an address into the outbox.

    `facts` are states, ids and numbers; whatever is confidential is read, through disclosure, when
    the notice is written out for its reader.
    """
    for person in {p.id: p for p in to if p.email and p.active}.values():
        session.add(
            Notice(
                to_id=person.id,
                template=template,
                request_id=request.id if request else None,
                reservation_id=reservation.id if reservation else None,
                facts=facts,
                message_id=f"<{uuid4().hex}@kyoyo.invalid>",
                created_at=at,
                not_before=at.replace(microsecond=0),
            )
        )


def desk_of(session: Session, instrument_id: int, *, without: Person | None = None) -> list[Person]:
    """The technicians in charge of the instrument; the deputies where nobody (else) is."""
    rows = session.execute(
        select(Person, Skill.is_primary)
        .join(Skill, Skill.technician_id == Person.id)
        .where(Skill.instrument_id == instrument_id, Person.active)
        .order_by(Person.id)
    ).all()
    there = [(p, is_primary) for p, is_primary in rows if without is None or p.id != without.id]
    primary = [person for person, is_primary in there if is_primary]
    return primary or [person for person, _ in there]


def attending(session: Session, reservation: Reservation) -> list[Person]:
    """The technicians of the visit; whoever is in charge of the instrument when none attends."""
    technicians = [a.technician for a in reservation.assignments]
    return technicians or desk_of(session, reservation.unit.instrument_id)


def asker_of(session: Session, request: Request) -> list[Person]:
    """Whoever asked, while he or she acts for the firm; else its approved members, if any."""
    members = session.scalars(
        select(Person)
        .join(Membership, Membership.person_id == Person.id)
        .where(
            Membership.company_id == request.company_id,
            Membership.approved_at.is_not(None),
            Person.active,
        )
        .order_by(Person.id)
    ).all()
    asker = [person for person in members if person.id == request.asked_by_id]
    return asker or list(members)
