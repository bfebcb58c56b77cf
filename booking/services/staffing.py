"""Who can guide on what, and when they work: what makes a technician one the planner can place.

Each takes effect at once, whatever stands. What that leaves uncovered is given back, and stays
listed (`uncovered`) until somebody takes it over. `by` is None at a terminal.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, time
from itertools import pairwise
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from booking.errors import NotFound, RequestIncomplete
from booking.models import Person, Skill, WorkingTime
from booking.permissions import WHO_GUIDES, Role
from booking.services.add_person import require_manager_of
from booking.services.claims import lock_rows
from booking.services.history import record
from booking.services.subjects import ensure_subjects
from booking.services.uncovered import Uncovered, uncovered
from instruments.models import Instrument

Hours = tuple[time, time]
Week = Mapping[int, Sequence[Hours]]  # by weekday, 0 is Monday; a day left out stays as it is
DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


def grant_skill(
    session: Session,
    person: Person,
    instrument: Instrument | None,
    *,
    valid_until: date | None,
    is_primary: bool,
    on_call_lanes: int,
    by: Person | None,
    at: datetime,
) -> list[Uncovered]:
    """Let the technician guide on the instrument up to and including a day, or for good.

    A qualification that is there is renewed, or ends on an earlier day. Raises NotAllowed;
    RequestIncomplete when the instrument is not one of the own facility.
    """
    _begin(session, person, by, at=at)
    if instrument is None or instrument.facility_id != person.facility_id:
        raise RequestIncomplete([("instrument", "is_one_of_the_choices", {})])
    skill = _skill(session, person, instrument.id)
    before = {} if skill is None else _facts(skill)
    if skill is None:
        skill = Skill(technician_id=person.id, instrument_id=instrument.id)
        session.add(skill)
    skill.valid_until, skill.is_primary = valid_until, is_primary
    session.flush()  # the lanes of everyone with a skill follow
    ensure_subjects(session, on_call_lanes=on_call_lanes)
    if before != _facts(skill):
        _note(session, "grant_skill", person, by, at, before=before, after=_facts(skill))
    return _left(session, person, at=at)


def end_skill(
    session: Session, person: Person, instrument_id: int, *, by: Person | None, at: datetime
) -> list[Uncovered]:
    """Take the qualification away, from this moment on. Raises NotAllowed, NotFound."""
    _begin(session, person, by, at=at)
    skill = _skill(session, person, instrument_id)
    if skill is None:
        raise NotFound
    session.delete(skill)
    session.flush()  # what is left is looked up from the rows
    _note(session, "end_skill", person, by, at, before=_facts(skill), after={})
    return _left(session, person, at=at)


def set_hours(
    session: Session, person: Person, week: Week, *, by: Person | None, at: datetime
) -> list[Uncovered]:
    """Let the technician work in these hours; on a day without any: not at all.

    Raises NotAllowed; RequestIncomplete when hours do not run forward, or overlap.
    """
    _begin(session, person, by, at=at)
    ordered = {day: sorted(hours) for day, hours in week.items()}
    wrong = [day for day, hours in ordered.items() if not in_order(hours)]
    if wrong:
        raise RequestIncomplete([(f"hours-{day}", "hours_in_order", {}) for day in wrong])
    rows = session.scalars(select(WorkingTime).where(WorkingTime.technician_id == person.id)).all()
    before = {
        day: sorted((row.starts, row.ends) for row in rows if row.weekday == day) for day in ordered
    }
    changed = sorted(day for day, hours in ordered.items() if hours != before[day])
    session.execute(
        delete(WorkingTime).where(
            WorkingTime.technician_id == person.id, WorkingTime.weekday.in_(changed)
        )
    )
    session.add_all(
        WorkingTime(technician_id=person.id, weekday=day, starts=starts, ends=ends)
        for day in changed
        for starts, ends in ordered[day]
    )
    session.flush()  # what is left is looked up from the rows
    if changed:
        _note(
            session,
            "set_hours",
            person,
            by,
            at,
            before={DAYS[day]: _said(before[day]) for day in changed},
            after={DAYS[day]: _said(ordered[day]) for day in changed},
        )
    return _left(session, person, at=at)


def guide_of(session: Session, email: str) -> Person:
    """The person of that address who can be with a visitor. Raises RequestIncomplete."""
    return person_of(session, email, WHO_GUIDES)


def person_of(session: Session, email: str, roles: Iterable[Role]) -> Person:
    """The person of that address with one of the roles. Raises RequestIncomplete."""
    person = session.scalar(select(Person).where(Person.email == email.strip().lower()))
    if person is None or person.role not in roles:
        raise RequestIncomplete([("email", "is_one_of_the_choices", {})])
    return person


def _begin(session: Session, person: Person, by: Person | None, *, at: datetime) -> None:
    """Who may, for whom; and nobody places the technician until this is written."""
    if by is not None:
        require_manager_of(by, person.facility_id)
    if person.role not in WHO_GUIDES:
        raise RequestIncomplete([("role", "does_not_guide", {})])
    lock_rows(session, [], [person.id], at=at)


def _skill(session: Session, person: Person, instrument_id: int) -> Skill | None:
    return session.scalar(
        select(Skill).where(Skill.technician_id == person.id, Skill.instrument_id == instrument_id)
    )


def in_order(hours: Sequence[Hours]) -> bool:
    """Whether the hours, sorted, run forward and do not overlap."""
    forward = all(starts < ends for starts, ends in hours)
    return forward and all(one[1] <= other[0] for one, other in pairwise(hours))


def _left(session: Session, person: Person, *, at: datetime) -> list[Uncovered]:
    return uncovered(session, [person], at=at).get(person.id, [])


def _note(
    session: Session,
    what: str,
    person: Person,
    by: Person | None,
    at: datetime,
    *,
    before: dict[str, Any],
    after: dict[str, Any],
) -> None:
    record(session, what, "person", person.id, by=by, at=at, before=before, after=after)


def _facts(skill: Skill) -> dict[str, Any]:
    until = skill.valid_until.isoformat() if skill.valid_until is not None else ""
    return {
        "instrument": skill.instrument_id,
        "valid_until": until,
        "is_primary": bool(skill.is_primary),
    }


def _said(hours: Sequence[Hours]) -> str:
    return " ".join(f"{starts:%H:%M}-{ends:%H:%M}" for starts, ends in hours)
