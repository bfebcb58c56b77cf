"""Who may sign in is entered: by an operator, an administrator, or a facility's manager."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from uuid import uuid4

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from booking.errors import NotAllowed, RequestIncomplete
from booking.models import Person
from booking.permissions import AT_A_FACILITY, STAFF_OF_A_FACILITY, Action, Role, require
from booking.services.history import record
from instruments.models import Facility

BEYOND_A_FACILITY = tuple(
    role for role in Role if role not in AT_A_FACILITY | {Role.COMPANY, Role.PUBLIC}
)


def add_person(
    session: Session,
    *,
    email: str,
    name: str,
    reading: str = "",
    role: Role,
    facility_code: str = "",
    password: str,
    by: Person | None = None,
    at: datetime,
) -> Person:
    """Enter the person with the hash of a password; `by` is None at a terminal.

    Raises NotAllowed beyond the own facility; RequestIncomplete when the address is taken, or the
    role needs a facility that is there.
    """
    email = email.strip().lower()
    facility = session.scalar(select(Facility).where(Facility.code == facility_code))
    if by is not None:
        require_manager_of(by, facility.id if facility else None)
        refuse_other_roles(role, roles_given_by(by))
    if session.scalar(select(Person.id).where(Person.email == email)) is not None:
        raise RequestIncomplete([("email", "is_taken", {})])
    if facility is None and (facility_code or role in AT_A_FACILITY):
        raise RequestIncomplete([("facility", "is_one_of_the_choices", {})])
    person = Person(
        email=email,
        password=password,
        fs_uniquifier=uuid4().hex,
        name=name.strip(),
        reading=reading.strip(),
        role=role,
        facility_id=facility.id if facility else None,
    )
    session.add(person)
    flush_address(session)  # history names the person by id
    facts = {"role": role.value} | ({"facility": facility.id} if facility else {})
    record(session, "add_person", "person", person.id, by=by, at=at, after=facts)
    return person


def require_manager_of(by: Person, facility_id: int | None) -> None:
    """Raise NotAllowed unless `by` keeps the accounts of that facility; None: of no facility."""
    require(by, Action.MANAGE_STAFF)
    if by.role is not Role.ADMIN and (facility_id is None or by.facility_id != facility_id):
        raise NotAllowed(Action.MANAGE_STAFF)


def roles_given_by(by: Person) -> tuple[Role, ...]:
    """The roles that may be given to somebody at a facility: nobody gives more than there is."""
    given = AT_A_FACILITY if by.role is Role.ADMIN else STAFF_OF_A_FACILITY
    beyond = BEYOND_A_FACILITY if by.role is Role.ADMIN else ()
    return tuple(role for role in Role if role in given or role in beyond)


def refuse_other_roles(role: Role, roles: Iterable[Role]) -> None:
    """Raise RequestIncomplete for a role that is none of these."""
    if role not in roles:
        raise RequestIncomplete([("role", "is_one_of_the_choices", {})])


def flush_address(session: Session) -> None:
    """Write a new address; two who enter one at a moment are told apart by the database.

    Raises RequestIncomplete.
    """
    try:
        session.flush()
    except IntegrityError as refused:
        raise RequestIncomplete([("email", "is_taken", {})]) from refused
