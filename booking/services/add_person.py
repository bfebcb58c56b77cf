"""An operator enters somebody who may sign in: the first administrator, or staff of a facility."""

from __future__ import annotations

from datetime import datetime
from uuid import uuid4

from sqlalchemy import select
from sqlalchemy.orm import Session

from booking.errors import RequestIncomplete
from booking.models import Person
from booking.permissions import STAFF_OF_A_FACILITY, Role
from booking.services.history import record
from instruments.models import Facility

AT_A_FACILITY = STAFF_OF_A_FACILITY | {Role.PARTNER}


def add_person(
    session: Session,
    *,
    email: str,
    name: str,
    role: Role,
    facility_code: str = "",
    password: str,
    at: datetime,
) -> Person:
    """Enter the person with the hash of a password.

    Raises RequestIncomplete: the address is taken, or the role needs a facility that is there.
    """
    email = email.strip().lower()
    if session.scalar(select(Person.id).where(Person.email == email)) is not None:
        raise RequestIncomplete([("email", "is_taken", {})])
    facility = session.scalar(select(Facility).where(Facility.code == facility_code))
    if facility is None and (facility_code or role in AT_A_FACILITY):
        raise RequestIncomplete([("facility", "is_there", {})])
    person = Person(
        email=email,
        password=password,
        fs_uniquifier=uuid4().hex,
        name=name.strip(),
        role=role,
        facility_id=facility.id if facility else None,
    )
    session.add(person)
    session.flush()  # history names it by id
    record(session, "add_person", "person", person.id, by=None, at=at, after={"role": role.value})
    return person
