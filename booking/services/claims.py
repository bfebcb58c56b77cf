"""Lock, judge, claim: how anything comes to keep a unit or a technician.

Everyone locks the subjects in the order of their ids, so that two desks cannot lock each other out.
Only with the locks held does the judge's answer stay true until the claims are written. The guards
of the database refuse what slips past all of this.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from booking.errors import Taken
from booking.models import Claim, ClaimSubject, Company
from booking.models.kinds import AttendanceMode, ClaimKind, SubjectKind
from booking.planning.answers import Run
from booking.planning.grid import Moments


@dataclass(frozen=True, slots=True)
class Subjects:
    """The locked rows of some units and technicians."""

    units: dict[int, ClaimSubject]
    exclusive: dict[int, ClaimSubject]
    on_call: dict[int, list[ClaimSubject]]  # lanes of a technician

    @property
    def ids(self) -> list[int]:
        """Of every row."""
        lanes = [lane.id for lanes in self.on_call.values() for lane in lanes]
        return [*(s.id for s in (*self.units.values(), *self.exclusive.values())), *lanes]


def lock_company(session: Session, company_ids: Iterable[int]) -> None:
    """Lock the firms before their units and people.

    That one person is not on two instruments is judged over all visits of a firm: no claim and no
    constraint would stop two desks that place two of its visits at one time.
    """
    session.execute(
        select(Company.id)
        .where(Company.id.in_(list(company_ids)))
        .order_by(Company.id)
        .with_for_update()
    )


def lock_subjects(session: Session, runs: Iterable[Run], *, at: datetime) -> Subjects:
    """Lock every unit and technician the runs touch, and drop the holds on them that are over."""
    units = {run.unit_id for run in runs}
    people = {part.technician_id for run in runs for part in run.parts}
    return lock_rows(session, units, people, at=at)


def lock_rows(
    session: Session, unit_ids: Iterable[int], technician_ids: Iterable[int], *, at: datetime
) -> Subjects:
    """Lock these units and technicians, in the order of their ids, and drop expired holds."""
    rows = session.scalars(
        select(ClaimSubject)
        .where(
            ClaimSubject.unit_id.in_(list(unit_ids))
            | ClaimSubject.technician_id.in_(list(technician_ids))
        )
        .order_by(ClaimSubject.id)
        .with_for_update()
    ).all()
    lanes: dict[int, list[ClaimSubject]] = {}
    for row in rows:
        if row.kind is SubjectKind.ON_CALL and row.technician_id is not None:
            lanes.setdefault(row.technician_id, []).append(row)
    subjects = Subjects(
        units={row.unit_id: row for row in rows if row.unit_id is not None},
        exclusive={
            row.technician_id: row
            for row in rows
            if row.kind is SubjectKind.EXCLUSIVE and row.technician_id is not None
        },
        on_call=lanes,
    )
    # now() cannot stand in an EXCLUDE constraint: a hold that is over has to go before others claim
    over = Claim.valid_until <= at.replace(microsecond=0)
    session.execute(delete(Claim).where(Claim.subject_id.in_(subjects.ids), over))
    return subjects


def hold(
    session: Session,
    subjects: Subjects,
    runs: Sequence[Run],
    *,
    request_id: int,
    valid_until: datetime | None,
    setting: str,
) -> None:
    """Hold the union of the runs for the request: they are alternatives of which one will be taken.

    Raises Taken when the database finds a claim in the way.
    """
    # All read before anything is added: a read in between would write, and be refused, too early.
    for subject, spans in list(_wanted(session, subjects, runs)):
        for starts_at, ends_at in spans:
            session.add(
                Claim(
                    subject=subject,
                    starts_at=starts_at,
                    ends_at=ends_at,
                    kind=ClaimKind.HOLD,
                    valid_until=valid_until,
                    setting=setting,
                    request_id=request_id,
                )
            )
    flush_claims(session, runs[0].starts_at, runs[0].ends_at)


def still_held(session: Session, subjects: Subjects, request_id: int) -> bool:
    """Whether each of the locked units is still claimed for the request."""
    units = {unit.id for unit in subjects.units.values()}
    claimed = session.scalars(
        select(Claim.subject_id).where(Claim.subject_id.in_(units), Claim.request_id == request_id)
    )
    return units == set(claimed)


def flush_claims(session: Session, starts_at: datetime, ends_at: datetime) -> None:
    """Write the claims now, so that the database's refusal is heard here and said as Taken."""
    try:
        session.flush()
    except IntegrityError as error:
        if "claims_do_not_overlap" in str(error.orig):
            raise Taken(starts_at, ends_at) from error
        raise


def release(session: Session, request_id: int) -> None:
    """Let go of everything held or reserved for the request: free at once."""
    session.execute(delete(Claim).where(Claim.request_id == request_id))


def promise(session: Session, request_id: int, reservation_id: int) -> None:
    """Turn what is held for the request into what is reserved, in place."""
    session.execute(
        update(Claim)
        .where(Claim.request_id == request_id)
        .values(kind=ClaimKind.RESERVATION, valid_until=None, reservation_id=reservation_id)
    )


def _wanted(
    session: Session, subjects: Subjects, runs: Sequence[Run]
) -> Iterable[tuple[ClaimSubject, list[Moments]]]:
    on_unit: dict[int, list[Moments]] = {}
    of_person: dict[tuple[AttendanceMode, int], list[Moments]] = {}
    for run in runs:
        on_unit.setdefault(run.unit_id, []).append((run.starts_at, run.ends_at))
        for part in run.parts:
            span = (part.starts_at, part.ends_at)
            of_person.setdefault((part.mode, part.technician_id), []).append(span)
    for unit_id in sorted(on_unit):
        yield subjects.units[unit_id], merged(on_unit[unit_id])
    for mode, person_id in sorted(of_person):
        spans = merged(of_person[mode, person_id])
        if mode is AttendanceMode.EXCLUSIVE:
            yield subjects.exclusive[person_id], spans
        else:
            lanes = subjects.on_call.get(person_id, [])
            for lane, span in _on_lanes(session, lanes, spans):
                yield lane, [span]


def _on_lanes(
    session: Session, lanes: Sequence[ClaimSubject], spans: Sequence[Moments]
) -> Iterable[tuple[ClaimSubject, Moments]]:
    """Each span on free lanes, changing lane where it must.

    Lanes only count visitors. Kept on one lane, a long call would be refused while short ones stand
    on different lanes, though never too many at once. Raises Taken where no lane is free.
    """
    busy: dict[int, list[Moments]] = {lane.id: [] for lane in lanes}
    for subject_id, starts_at, ends_at in session.execute(
        select(Claim.subject_id, Claim.starts_at, Claim.ends_at).where(
            Claim.subject_id.in_(busy), Claim.ends_at > spans[0][0]
        )
    ):
        busy[subject_id].append((starts_at, ends_at))
    for starts_at, ends_at in spans:
        reached = starts_at
        while reached < ends_at:
            free = {lane.id: _free_until(busy[lane.id], reached, ends_at) for lane in lanes}
            lane = max(lanes, key=lambda lane: (free[lane.id], -lane.id), default=None)
            if lane is None or free[lane.id] == reached:
                raise Taken(starts_at, ends_at)
            yield lane, (reached, free[lane.id])
            reached = free[lane.id]


def _free_until(busy: Iterable[Moments], moment: datetime, ends_at: datetime) -> datetime:
    """How far a lane is free from the moment on; the moment itself when it is not."""
    in_the_way = (max(start, moment) for start, end in busy if end > moment)
    return min(ends_at, min(in_the_way, default=ends_at))


def merged(spans: Iterable[Moments]) -> list[Moments]:
    """The same time in as few spans as possible."""
    result: list[Moments] = []
    for starts_at, ends_at in sorted(spans):
        if result and starts_at <= result[-1][1]:
            result[-1] = (result[-1][0], max(result[-1][1], ends_at))
        else:
            result.append((starts_at, ends_at))
    return result
