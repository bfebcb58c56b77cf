"""One firm as the desk it asked sees it: its record, who acts for it, what stands, what changed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from booking.errors import NotFound
from booking.models import Company, HistoryEntry, Membership, Person, Request, Reservation
from booking.models.kinds import ReservationStatus
from booking.queries.desk_cases import RESERVED, Visit, visit_of
from booking.queries.desk_companies import company_of_desk
from booking.queries.desk_people import names_of
from booking.queries.members import Member, members_of
from booking.queries.prefectures import Prefecture, prefecture


@dataclass(frozen=True, slots=True)
class Correction:
    """One change of the record: `changes` are pairs of a field and what was said."""

    at: datetime
    what: str
    who: str  # a colleague's name, else empty
    changes: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class CompanyPage:
    """Everything the page of a firm shows."""

    id: int
    name: str
    reading: str
    prefecture: Prefecture
    city: str
    telephone: str
    email: str
    members: tuple[Member, ...]
    visits: tuple[Visit, ...]  # to come, at the reader's facility
    corrections: tuple[Correction, ...]  # newest first


def company_page(session: Session, me: Person, number: int, *, at: datetime) -> CompanyPage:
    """The firm of that number. A constant number of queries. Raises NotFound."""
    company = company_of_desk(session, me, number)
    return CompanyPage(
        id=company.id,
        name=company.name,
        reading=company.reading,
        prefecture=prefecture(company.prefecture_jis),
        city=company.city,
        telephone=company.telephone,
        email=company.email,
        members=members_of(session, company),
        visits=_visits(session, me, company, at=at),
        corrections=_corrections(session, me, company),
    )


def member_of_desk(session: Session, me: Person, number: int) -> Membership:
    """A membership of a firm whose record this desk keeps. Raises NotFound."""
    row = session.get(Membership, number)
    if row is None:
        raise NotFound
    company_of_desk(session, me, row.company_id)
    return row


def _visits(session: Session, me: Person, company: Company, *, at: datetime) -> tuple[Visit, ...]:
    rows = session.scalars(
        select(Reservation)
        .join(Request)
        .where(
            Request.company_id == company.id,
            Request.facility_id == me.facility_id,
            Reservation.status == ReservationStatus.STANDING,
            Reservation.ends_at > at,
        )
        .order_by(Reservation.starts_at, Reservation.id)
        .options(*RESERVED)
    )
    return tuple(visit_of(session, me, row, at) for row in rows)


def _corrections(session: Session, me: Person, company: Company) -> tuple[Correction, ...]:
    entries = session.scalars(
        select(HistoryEntry)
        .where(HistoryEntry.about == "company", HistoryEntry.about_id == company.id)
        .order_by(HistoryEntry.id.desc())
        .options(joinedload(HistoryEntry.remark))
    ).all()
    names = names_of(session, me.facility_id or 0, [entry.by_id for entry in entries])
    return tuple(
        Correction(entry.at, entry.what, names.get(entry.by_id or 0, ""), _changes(entry))
        for entry in entries
    )


def _changes(entry: HistoryEntry) -> tuple[tuple[str, str], ...]:
    words = entry.remark.text.split("\n") if entry.remark else []
    return tuple(zip(entry.after.get("changed", []), words, strict=False))
