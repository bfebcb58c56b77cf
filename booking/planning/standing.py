"""What already stands: claims, working time, absences and skills, read in a few queries."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.orm import Session

from booking.models import Absence, Claim, ClaimSubject, Person, Skill, WorkingTime
from booking.models.kinds import ClaimKind, SubjectKind
from booking.planning.grid import Grid, Moments
from booking.planning.local import local_spans
from solver.problem import Occupied, Span
from solver.problem import Person as Technician
from solver.problem import Skill as Qualification


@dataclass
class UnitClaims:
    """What keeps one unit: runs with their setting, and times nobody may run."""

    runs: list[Occupied] = field(default_factory=list)
    blocked: list[Moments] = field(default_factory=list)


def standing(at: datetime) -> ColumnElement[bool]:
    """Claims that still hold at that moment: a hold whose time is over keeps nothing."""
    return or_(Claim.valid_until.is_(None), Claim.valid_until > at.replace(microsecond=0))


def claims_on_units(
    session: Session,
    unit_ids: Collection[int],
    grid: Grid,
    *,
    at: datetime,
    not_of: Collection[int] = (),
) -> dict[int, UnitClaims]:
    """Standing claims by unit id, those of the requests `not_of` left out."""
    found: dict[int, UnitClaims] = defaultdict(UnitClaims)
    for row in _claims(session, ClaimSubject.unit_id.in_(unit_ids), grid, at=at, not_of=not_of):
        span = (row.starts_at, row.ends_at)
        if row.unit_id is None:
            continue
        if row.kind in {ClaimKind.HOLD, ClaimKind.RESERVATION}:
            found[row.unit_id].runs += [
                Occupied(start=start, end=end, setting=row.setting)
                for start, end in grid.around([span])
            ]
        else:
            found[row.unit_id].blocked.append(span)
    return found


def technicians_for(
    session: Session,
    instrument_ids: Collection[int],
    grid: Grid,
    *,
    at: datetime,
    on_call_limit: int,
    not_of: Collection[int] = (),
) -> tuple[Technician, ...]:
    """Everyone who is qualified on one of the instruments, with working time and claims."""
    skills: dict[int, list[Skill]] = defaultdict(list)
    for skill in session.scalars(select(Skill).where(Skill.instrument_id.in_(instrument_ids))):
        skills[skill.technician_id].append(skill)
    people = session.scalars(
        select(Person).where(Person.id.in_(skills), Person.active).order_by(Person.id)
    ).all()
    working = _working_time(session, people, grid)
    lanes = _lanes(session, [p.id for p in people], grid, at=at, not_of=not_of)
    return tuple(
        Technician(
            code=f"P{person.id}",
            site=f"F{person.facility_id}",
            working=working[person.id],
            taken=grid.around(lanes[person.id, SubjectKind.EXCLUSIVE]),
            # not merged: two visitors at one time are two calls
            on_call=tuple(
                span
                for lane in lanes[person.id, SubjectKind.ON_CALL]
                for span in grid.around([lane])
            ),
            on_call_limit=on_call_limit,
            skills=tuple(_qualifications(skills[person.id], grid)),
        )
        for person in people
    )


def _claims(
    session: Session,
    whose: ColumnElement[bool],
    grid: Grid,
    *,
    at: datetime,
    not_of: Collection[int],
) -> Iterable[ClaimSubjectRow]:
    # Columns, not objects: after a lock is taken the rows must be read anew.
    rows = session.execute(
        select(
            ClaimSubject.unit_id,
            ClaimSubject.technician_id,
            ClaimSubject.kind.label("lane_kind"),
            Claim.kind,
            Claim.setting,
            Claim.starts_at,
            Claim.ends_at,
        )
        .join(ClaimSubject, Claim.subject_id == ClaimSubject.id)
        .where(
            whose,
            standing(at),
            Claim.starts_at < grid.moment(grid.horizon),
            Claim.ends_at > grid.origin,
            or_(Claim.request_id.is_(None), Claim.request_id.not_in(not_of)),
        )
    )
    return [ClaimSubjectRow(*row) for row in rows]


@dataclass(frozen=True, slots=True)
class ClaimSubjectRow:
    """A claim with what it is on."""

    unit_id: int | None
    technician_id: int | None
    lane_kind: SubjectKind
    kind: ClaimKind
    setting: str
    starts_at: datetime
    ends_at: datetime


def _lanes(
    session: Session,
    technician_ids: Collection[int],
    grid: Grid,
    *,
    at: datetime,
    not_of: Collection[int],
) -> dict[tuple[int, SubjectKind], list[Moments]]:
    found: dict[tuple[int, SubjectKind], list[Moments]] = defaultdict(list)
    whose = ClaimSubject.technician_id.in_(technician_ids)
    for row in _claims(session, whose, grid, at=at, not_of=not_of):
        if row.technician_id is not None:
            found[row.technician_id, row.lane_kind].append((row.starts_at, row.ends_at))
    return found


def _working_time(
    session: Session, people: Collection[Person], grid: Grid
) -> dict[int, tuple[Span, ...]]:
    ids = [person.id for person in people]
    weekly: dict[int, list[WorkingTime]] = defaultdict(list)
    for row in session.scalars(select(WorkingTime).where(WorkingTime.technician_id.in_(ids))):
        weekly[row.technician_id].append(row)
    away: dict[int, list[Moments]] = defaultdict(list)
    in_horizon = and_(Absence.ends_at > grid.origin, Absence.starts_at < grid.moment(grid.horizon))
    for absence in session.scalars(
        select(Absence).where(
            Absence.technician_id.in_(ids), Absence.taken_back_at.is_(None), in_horizon
        )
    ):
        away[absence.technician_id].append((absence.starts_at, absence.ends_at))
    return {
        person.id: _without(
            grid.inside(local_spans(weekly[person.id], grid, until=person.valid_until)),
            grid.around(away[person.id]),
        )
        for person in people
    }


def _without(spans: Iterable[Span], gaps: Iterable[Span]) -> tuple[Span, ...]:
    left = list(spans)
    for gap_start, gap_end in gaps:
        left = [
            piece
            for start, end in left
            for piece in ((start, min(end, gap_start)), (max(start, gap_end), end))
            if piece[0] < piece[1]
        ]
    return tuple(left)


def _qualifications(skills: Iterable[Skill], grid: Grid) -> Iterable[Qualification]:
    for skill in skills:
        end = _day_after(skill.valid_until, grid)
        if end > 0:
            yield Qualification(kind=f"I{skill.instrument_id}", valid=(0, end))


def _day_after(last: date | None, grid: Grid) -> int:
    if last is None:
        return grid.horizon
    first = grid.origin.astimezone(grid.zone).date()
    number = (last + timedelta(days=1) - first).days
    if number < 0:
        return 0
    return grid.days[number] if number < len(grid.days) else grid.horizon
