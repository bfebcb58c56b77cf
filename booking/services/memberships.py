"""Somebody acts for a firm, or does not any more. A person's own wish is approved elsewhere."""

from __future__ import annotations

from datetime import datetime
from uuid import uuid4

from sqlalchemy import select
from sqlalchemy.orm import Session

from booking.errors import NotNow, RequestIncomplete
from booking.models import Company, Membership, Person
from booking.permissions import Action, Role, require
from booking.services.add_person import flush_address
from booking.services.companies import company_key
from booking.services.history import record


def admit_member(
    session: Session, person: Person, company: Company, *, by: Person | None, at: datetime
) -> Membership:
    """Let a person of a company act for a firm; twice is the same as once.

    `by` is None at a terminal. Raises NotAllowed; NotNow when the firm was merged into another;
    RequestIncomplete: the person does not have that role.
    """
    if by is not None:
        require(by, Action.KEEP_COMPANY)
    if company.merged_into_id is not None:
        raise NotNow("merged")
    if person.role is not Role.COMPANY:
        raise RequestIncomplete([("email", "is_of_no_company", {})])
    membership = session.scalar(
        select(Membership).where(
            Membership.person_id == person.id, Membership.company_id == company.id
        )
    )
    if membership is None:
        membership = Membership(person=person, company=company, asked_at=at)
        session.add(membership)
    if membership.approved_at is None:
        membership.approved_at, membership.approved_by_id = at, by.id if by else None
        record(
            session,
            "admit_member",
            "person",
            person.id,
            by=by,
            at=at,
            after={"company": company.id},
        )
    session.flush()  # a membership can be named by its id
    return membership


def admit_newcomer(
    session: Session,
    company: Company,
    *,
    email: str,
    name: str,
    password: str,
    by: Person,
    at: datetime,
) -> bool:
    """Let whoever has the address act for the firm; entered with the hash of a password if new.

    Whether a new account was made. Raises NotAllowed, NotNow, RequestIncomplete.
    """
    require(by, Action.KEEP_COMPANY)
    person = session.scalar(select(Person).where(Person.email == email))
    if person is not None:
        admit_member(session, person, company, by=by, at=at)
        return False
    lacking = [field for field, said in (("name", name), ("password", password)) if not said]
    if lacking:
        raise RequestIncomplete([(field, "says_something", {}) for field in lacking])
    person = Person(
        email=email,
        password=password,
        fs_uniquifier=uuid4().hex,
        name=name,
        role=Role.COMPANY,
    )
    session.add(person)
    flush_address(session)  # history names the person by id
    facts = {"role": person.role.value}
    record(session, "add_person", "person", person.id, by=by, at=at, after=facts)
    admit_member(session, person, company, by=by, at=at)
    return True


def end_membership(session: Session, membership: Membership, *, by: Person, at: datetime) -> None:
    """The person does not act for the firm any more: sees none of its cases, gets none of its mail.

    What was asked for stands; it is the firm's. Raises NotAllowed.
    """
    require(by, Action.KEEP_COMPANY)
    session.delete(membership)
    record(
        session,
        "end_membership",
        "person",
        membership.person_id,
        by=by,
        at=at,
        before={"company": membership.company_id},
    )


def firm_of_name(session: Session, name: str) -> Company:
    """The firm the facilities know by that name, its legal form left aside.

    Raises RequestIncomplete.
    """
    firms = select(Company).where(Company.merged_into_id.is_(None)).order_by(Company.id)
    wanted = company_key(name)
    found = next((f for f in session.scalars(firms) if company_key(f.name) == wanted), None)
    if found is None:
        raise RequestIncomplete([("company", "is_one_of_the_choices", {})])
    return found
