"""Name, role, place and end of an account are changed; whoever leaves a place leaves its skills."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import uuid4

from sqlalchemy import select
from sqlalchemy.orm import Session

from booking.errors import NotAllowed, RequestIncomplete
from booking.models import Person, Skill
from booking.permissions import AT_A_FACILITY, WHO_GUIDES, Action, Role
from booking.services.add_person import (
    flush_address,
    refuse_other_roles,
    require_manager_of,
    roles_given_by,
)
from booking.services.claims import lock_rows
from booking.services.history import record
from booking.services.request_use import Broken
from booking.services.uncovered import Uncovered, uncovered


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountFacts:
    """An account as it is to be."""

    name: str
    reading: str
    email: str
    role: Role
    facility_id: int | None
    valid_until: date | None
    active: bool
    password: str = ""  # the hash of a new one; empty: it stays


WORDS = ("name", "reading", "email")  # history says that they changed, never what they were
STATES = ("role", "facility_id", "valid_until", "active")


def change_account(
    session: Session, person: Person, facts: AccountFacts, *, by: Person, at: datetime
) -> list[Uncovered]:
    """Make the account so; gives what the person attends and is not qualified or there for now.

    Qualifications that the new role or facility does not go with end. Raises NotAllowed beyond the
    own facility, and for roles `by` does not give; RequestIncomplete: the address is taken, the
    role needs a facility or is the own one.
    """
    require_manager_of(by, person.facility_id)
    if person.role not in roles_given_by(by):  # nobody takes over an account that may do more
        raise NotAllowed(Action.MANAGE_STAFF)
    if facts.facility_id != person.facility_id:
        require_manager_of(by, facts.facility_id)
    _refuse(session, person, facts, by)
    lock_rows(session, [], [person.id], at=at)
    before = _state(person)
    changed = [name for name in WORDS if getattr(person, name) != getattr(facts, name)]
    for name in (*WORDS, *STATES):
        setattr(person, name, getattr(facts, name))
    if facts.password:
        person.password, person.fs_uniquifier = facts.password, uuid4().hex  # ends every session
        changed.append("password")
    flush_address(session)
    session.refresh(person, ["facility"])
    ended = _end_what_does_not_go(session, person)
    _note(session, person, before, changed, ended, by=by, at=at)
    return uncovered(session, [person], at=at).get(person.id, [])


def _refuse(session: Session, person: Person, facts: AccountFacts, by: Person) -> None:
    refuse_other_roles(facts.role, roles_given_by(by))
    broken: list[Broken] = []
    taken = select(Person.id).where(Person.email == facts.email, Person.id != person.id)
    if session.scalar(taken) is not None:
        broken.append(("email", "is_taken", {}))
    if (facts.role in AT_A_FACILITY) != (facts.facility_id is not None):
        broken.append(("facility", "goes_with_the_role", {}))
    # Nobody locks himself or herself out: another one has to do it.
    own = (person.role, person.facility_id, True)
    if person.id == by.id and (facts.role, facts.facility_id, facts.active) != own:
        broken.append(("role", "not_ones_own", {}))
    if broken:
        raise RequestIncomplete(broken)


def _end_what_does_not_go(session: Session, person: Person) -> list[int]:
    """The instruments whose qualification ended."""
    skills = session.scalars(
        select(Skill).where(Skill.technician_id == person.id).order_by(Skill.instrument_id)
    ).all()
    ended = [
        skill
        for skill in skills
        if person.role not in WHO_GUIDES or skill.instrument.facility_id != person.facility_id
    ]
    for skill in ended:
        session.delete(skill)
    session.flush()  # what is left is looked up from the rows
    return [skill.instrument_id for skill in ended]


def _state(person: Person) -> dict[str, Any]:
    until = person.valid_until.isoformat() if person.valid_until is not None else ""
    return {
        "role": person.role.value,
        "facility": person.facility_id,
        "valid_until": until,
        "active": person.active,
    }


def _note(
    session: Session,
    person: Person,
    before: dict[str, Any],
    changed: list[str],
    ended: list[int],
    *,
    by: Person,
    at: datetime,
) -> None:
    """What differs; nothing where nothing does."""
    after = _state(person)
    differing = [name for name in after if after[name] != before[name]]
    facts: dict[str, Any] = {name: after[name] for name in differing}
    facts |= {"changed": changed} if changed else {}
    facts |= {"ended": ended} if ended else {}
    if facts:
        was = {name: before[name] for name in differing}
        record(
            session, "change_account", "person", person.id, by=by, at=at, before=was, after=facts
        )
