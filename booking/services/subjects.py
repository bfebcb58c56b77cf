"""Every unit and every technician has the rows by which it is claimed and locked."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from booking.models import ClaimSubject, Skill
from booking.models.kinds import SubjectKind
from instruments.models import Unit


def ensure_subjects(session: Session, *, on_call_lanes: int) -> int:
    """Add the missing claim subjects of units and of everyone with a skill; how many were added.

    Follows every import and every new skill. Lanes are never taken away: claims may stand on them.
    """
    there = {
        (row.kind, row.unit_id or row.technician_id, row.lane)
        for row in session.scalars(select(ClaimSubject))
    }
    technicians = session.scalars(select(Skill.technician_id).distinct()).all()
    wanted = [(SubjectKind.UNIT, unit, 0) for unit in session.scalars(select(Unit.id))]
    wanted += [(SubjectKind.EXCLUSIVE, person, 0) for person in technicians]
    wanted += [
        (SubjectKind.ON_CALL, person, lane)
        for person in technicians
        for lane in range(1, on_call_lanes + 1)
    ]
    missing = sorted(key for key in wanted if key not in there)
    session.add_all(
        ClaimSubject(
            kind=kind,
            unit_id=number if kind is SubjectKind.UNIT else None,
            technician_id=None if kind is SubjectKind.UNIT else number,
            lane=lane,
        )
        for kind, number, lane in missing
    )
    return len(missing)
