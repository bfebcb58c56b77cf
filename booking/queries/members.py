"""Who acts for a company, and who waits to."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session, aliased, joinedload

from booking.models import Company, Membership, Person


@dataclass(frozen=True, slots=True)
class Member:
    """One membership of the company."""

    membership_id: int
    name: str
    email: str
    asked_at: datetime
    approved_at: datetime | None


@dataclass(frozen=True, slots=True)
class Pending:
    """A membership of one's own that nobody has approved yet; colleagues are counted, not named."""

    company: str
    asked_at: datetime
    approvers: int


def members_of(session: Session, company: Company) -> tuple[Member, ...]:
    """Everybody of the company, those who wait first. One query."""
    rows = session.scalars(
        select(Membership)
        .where(Membership.company_id == company.id)
        .options(joinedload(Membership.person))
        .order_by(Membership.approved_at.is_not(None), Membership.id)
    )
    return tuple(
        Member(row.id, row.person.name, row.person.email or "", row.asked_at, row.approved_at)
        for row in rows
    )


def pending_of(session: Session, person: Person) -> tuple[Pending, ...]:
    """The person's memberships that wait for approval, with how many could approve. One query."""
    colleague = aliased(Membership)
    approved = (
        select(func.count(colleague.id))
        .where(colleague.company_id == Company.id, colleague.approved_at.is_not(None))
        .correlate(Company)
        .scalar_subquery()
    )
    rows = session.execute(
        select(Company.name, Membership.asked_at, approved)
        .join(Membership, Membership.company_id == Company.id)
        .where(Membership.person_id == person.id, Membership.approved_at.is_(None))
        .order_by(Membership.id)
    )
    return tuple(Pending(name, asked_at, count) for name, asked_at, count in rows)
