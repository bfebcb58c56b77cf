"""The register of firms as a desk needs it: who is meant, who is entered twice, who wants in."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from itertools import combinations

from rapidfuzz import fuzz
from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import InstrumentedAttribute, Session, joinedload

from booking.errors import NotFound
from booking.models import Company, Membership, Person, Request
from booking.services.companies import similar_companies

ALIKE_FROM = 90  # of 100, rapidfuzz's ratio of two whole keys: one wrong character in ten
MOST_COMPARED = 600  # the newest firms; each is held against each
MOST_PAIRS = 20


@dataclass(frozen=True, slots=True)
class CompanyLine:
    """A firm of the register; what it asked elsewhere is not counted."""

    id: int
    name: str
    reading: str
    city: str
    requests: int  # at the reader's facility
    members: int
    may_be_kept: bool  # its record can be opened and corrected from here


@dataclass(frozen=True, slots=True)
class Pair:
    """Two entries that look like one firm; the one with more requests here first."""

    kept: CompanyLine
    double: CompanyLine


@dataclass(frozen=True, slots=True)
class Applicant:
    """Somebody who says he or she acts for a firm, and is not approved yet."""

    membership_id: int
    person: str
    email: str
    company: str
    asked_at: datetime


def found_companies(session: Session, me: Person, text: str) -> list[CompanyLine]:
    """Firms by name or reading, likeliest first."""
    return _lines(session, me, similar_companies(session, text, most=20))


def similar_pairs(session: Session, me: Person) -> list[Pair]:
    """Entries that look alike, where at least one has asked at this facility."""
    companies = session.scalars(
        select(Company)
        .where(Company.merged_into_id.is_(None))
        .order_by(Company.id.desc())
        .limit(MOST_COMPARED)
    ).all()
    alike = [
        (one, other)
        for one, other in combinations(companies, 2)
        if fuzz.ratio(_first(one), _first(other), score_cutoff=ALIKE_FROM)
    ]
    lines = {line.id: line for line in _lines(session, me, {c for pair in alike for c in pair})}
    pairs = []
    for pair in alike:
        one, other = sorted((lines[c.id] for c in pair), key=lambda c: (-c.requests, c.id))
        if one.requests:
            pairs.append(Pair(kept=one, double=other))
    return pairs[:MOST_PAIRS]


def company_line(session: Session, me: Person, number: int) -> CompanyLine:
    """One firm that is not merged into another. Raises NotFound."""
    company = session.get(Company, number)
    if company is None or company.merged_into_id is not None:
        raise NotFound
    return _lines(session, me, [company])[0]


def applicants(session: Session, me: Person) -> list[Applicant]:
    """Who waits to be approved for a firm known here, or for one nobody speaks for yet."""
    rows = session.scalars(
        select(Membership)
        .where(Membership.approved_at.is_(None), may_be_approved_by(me))
        .order_by(Membership.asked_at, Membership.id)
        .options(joinedload(Membership.person), joinedload(Membership.company))
    ).all()
    return [
        Applicant(
            membership_id=row.id,
            person=row.person.name,
            email=row.person.email or "",
            company=row.company.name,
            asked_at=row.asked_at,
        )
        for row in rows
    ]


def may_be_approved_by(me: Person) -> ColumnElement[bool]:
    """Memberships a desk may answer: the firm asked here, or has neither members nor requests."""
    here = select(Request.company_id).where(Request.facility_id == me.facility_id)
    anywhere = select(Request.company_id)
    spoken_for = select(Membership.company_id).where(Membership.approved_at.is_not(None))
    nobodys = Membership.company_id.not_in(anywhere) & Membership.company_id.not_in(spoken_for)
    return or_(Membership.company_id.in_(here), nobodys)


def membership_of_desk(session: Session, me: Person, number: int) -> Membership:
    """A membership this desk may answer, waiting or approved. Raises NotFound."""
    row = session.scalar(
        select(Membership).where(
            Membership.id == number,
            or_(may_be_approved_by(me), Membership.approved_by_id == me.id),
        )
    )
    if row is None:
        raise NotFound
    return row


def may_be_kept_by(me: Person) -> ColumnElement[bool]:
    """Firms whose record a desk keeps: those that asked here.

    Of those that asked nowhere yet: whom nobody acts for, and whose people a colleague entered.
    """
    here = select(Request.company_id).where(Request.facility_id == me.facility_id)
    nowhere = Company.id.not_in(select(Request.company_id))
    spoken_for = select(Membership.company_id).where(Membership.approved_at.is_not(None))
    by_us = (
        select(Membership.company_id)
        .join(Person, Membership.approved_by_id == Person.id)
        .where(Person.facility_id == me.facility_id)
    )
    nobodys = or_(Company.id.not_in(spoken_for), Company.id.in_(by_us))
    return or_(Company.id.in_(here), nowhere & nobodys)


def company_of_desk(session: Session, me: Person, number: int) -> Company:
    """A firm whose record this desk keeps, not merged into another. Raises NotFound."""
    company = session.scalar(
        select(Company).where(
            Company.id == number, Company.merged_into_id.is_(None), may_be_kept_by(me)
        )
    )
    if company is None:
        raise NotFound
    return company


def _first(company: Company) -> str:
    """The name's part of the key: two firms of one reading need not be one."""
    return company.search_key.split(" ")[0]


def _lines(session: Session, me: Person, companies: Collection[Company]) -> list[CompanyLine]:
    ids = [company.id for company in companies]
    requests = _counts(
        session, Request.company_id, ids, Request.facility_id == (me.facility_id or 0)
    )
    members = _counts(session, Membership.company_id, ids, Membership.approved_at.is_not(None))
    kept = set(session.scalars(select(Company.id).where(Company.id.in_(ids), may_be_kept_by(me))))
    return [
        CompanyLine(
            id=c.id,
            name=c.name,
            reading=c.reading,
            city=c.city,
            requests=requests.get(c.id, 0),
            members=members.get(c.id, 0),
            may_be_kept=c.id in kept,
        )
        for c in companies
    ]


def _counts(
    session: Session,
    column: InstrumentedAttribute[int],
    ids: Collection[int],
    condition: ColumnElement[bool],
) -> dict[int, int]:
    rows = session.execute(
        select(column, func.count()).where(column.in_(ids), condition).group_by(column)
    )
    return dict(rows.all())
