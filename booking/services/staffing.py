"""Who can guide on what, and when they work: what makes a technician one the planner can place."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime, time
from itertools import pairwise
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from booking.errors import RequestIncomplete
from booking.models import Company, Membership, Person, Skill, WorkingTime
from booking.permissions import Role
from booking.services.companies import company_key
from booking.services.history import record
from booking.services.subjects import ensure_subjects
from instruments.models import Instrument

Hours = tuple[time, time]


def grant_skill(
    session: Session,
    email: str,
    instrument_code: str,
    *,
    valid_until: date | None,
    is_primary: bool,
    on_call_lanes: int,
    at: datetime,
) -> Skill:
    """Let the technician guide on the instrument up to and including a day, or for good.

    A qualification that is there is renewed; a day that is over ends it. Raises RequestIncomplete:
    nobody of that address is a technician, or the instrument is not one of the own facility.
    """
    person = _technician(session, email)
    instrument = session.scalar(select(Instrument).where(Instrument.code == instrument_code))
    if instrument is None or instrument.facility_id != person.facility_id:
        raise RequestIncomplete([("instrument", "is_there", {})])
    skill = session.scalar(
        select(Skill).where(Skill.technician_id == person.id, Skill.instrument_id == instrument.id)
    )
    before = {} if skill is None else {"valid_until": _day(skill.valid_until)}
    if skill is None:
        skill = Skill(technician_id=person.id, instrument_id=instrument.id)
        session.add(skill)
    skill.valid_until, skill.is_primary = valid_until, is_primary
    session.flush()  # the lanes of everyone with a skill follow
    ensure_subjects(session, on_call_lanes=on_call_lanes)
    after = {"instrument": instrument.id, "valid_until": _day(valid_until)}
    _note(session, "grant_skill", person, at, before=before, after=after)
    return skill


def set_hours(
    session: Session, email: str, weekdays: Sequence[int], hours: Sequence[Hours], *, at: datetime
) -> None:
    """Let the technician work on these weekdays (0 is Monday) in these hours; none: not at all.

    Other weekdays stay as they are. Raises RequestIncomplete: nobody of that address is a
    technician, or hours do not run forward or overlap.
    """
    person = _technician(session, email)
    ordered = sorted(hours)
    forward = all(starts < ends for starts, ends in ordered)
    apart = all(one[1] <= other[0] for one, other in pairwise(ordered))
    if not (forward and apart):
        raise RequestIncomplete([("hours", "ends_after_it_starts", {})])
    session.execute(
        delete(WorkingTime).where(
            WorkingTime.technician_id == person.id, WorkingTime.weekday.in_(weekdays)
        )
    )
    session.add_all(
        WorkingTime(technician_id=person.id, weekday=day, starts=starts, ends=ends)
        for day in weekdays
        for starts, ends in ordered
    )
    after = {"weekdays": sorted(weekdays), "hours": [_span(*span) for span in ordered]}
    _note(session, "set_hours", person, at, before={}, after=after)


def admit_member(session: Session, email: str, company_name: str, *, at: datetime) -> Company:
    """Let a person of a company act for a firm that is known; twice is the same as once.

    Raises RequestIncomplete: nobody of that address has the role, or no firm has that name.
    """
    person = _person(session, email, {Role.COMPANY})
    firms = select(Company).where(Company.merged_into_id.is_(None)).order_by(Company.id)
    wanted = company_key(company_name)
    company = next((f for f in session.scalars(firms) if company_key(f.name) == wanted), None)
    if company is None:
        raise RequestIncomplete([("company", "is_there", {})])
    membership = session.scalar(
        select(Membership).where(
            Membership.person_id == person.id, Membership.company_id == company.id
        )
    )
    if membership is None:
        membership = Membership(person_id=person.id, company_id=company.id, asked_at=at)
        session.add(membership)
    if membership.approved_at is None:
        membership.approved_at = at
        _note(session, "admit_member", person, at, before={}, after={"company": company.id})
    return company


def _technician(session: Session, email: str) -> Person:
    return _person(session, email, {Role.TECHNICIAN, Role.FACILITY_MANAGER})


def _person(session: Session, email: str, roles: Iterable[Role]) -> Person:
    person = session.scalar(select(Person).where(Person.email == email.strip().lower()))
    if person is None or person.role not in roles:
        raise RequestIncomplete([("email", "is_there", {})])
    return person


def _note(
    session: Session,
    what: str,
    person: Person,
    at: datetime,
    *,
    before: dict[str, Any],
    after: dict[str, Any],
) -> None:
    record(session, what, "person", person.id, by=None, at=at, before=before, after=after)


def _day(day: date | None) -> str:
    return day.isoformat() if day is not None else ""


def _span(starts: time, ends: time) -> str:
    return f"{starts:%H:%M}-{ends:%H:%M}"
