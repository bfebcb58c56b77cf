"""A unit is planned to be out of use: maintenance, calibration, own use, training."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from booking.errors import ClosureOverReservation, NotAllowed, NotFound, NotNow, Taken
from booking.models import Claim, Closure, Person
from booking.models.kinds import ClaimKind, ClosureKind
from booking.permissions import Action, require
from booking.services.claims import flush_claims, lock_rows
from booking.services.history import record
from instruments.models import Unit


def close_unit(
    session: Session,
    unit: Unit,
    kind: ClosureKind,
    starts_at: datetime,
    ends_at: datetime,
    *,
    note: str = "",
    by: Person,
    at: datetime,
) -> Closure:
    """Close the unit in [starts_at, ends_at). Never over a reservation or over a hold.

    Raises NotAllowed off the site, NotNow for a time that is over or runs backward,
    ClosureOverReservation.
    """
    _require_own(unit, by=by)
    if ends_at <= starts_at or ends_at <= at:
        raise NotNow("over")
    subject = lock_rows(session, [unit.id], [], at=at).units[unit.id]
    in_the_way = session.scalar(
        select(func.count()).where(
            Claim.subject_id == subject.id, Claim.starts_at < ends_at, Claim.ends_at > starts_at
        )
    )
    if in_the_way:
        raise ClosureOverReservation(in_the_way, starts_at, ends_at)
    closure = Closure(
        unit_id=unit.id,
        kind=kind,
        starts_at=starts_at,
        ends_at=ends_at,
        note=note,
        entered_by_id=by.id,
    )
    session.add(closure)
    session.flush()  # the claim names the closure
    session.add(
        Claim(
            subject=subject,
            starts_at=starts_at,
            ends_at=ends_at,
            kind=ClaimKind.OWN_USE if kind is ClosureKind.OWN_USE else ClaimKind.CLOSURE,
            closure_id=closure.id,
        )
    )
    try:
        flush_claims(session, starts_at, ends_at)
    except Taken as error:
        raise ClosureOverReservation(1, starts_at, ends_at) from error
    record(
        session,
        "close_unit",
        "closure",
        closure.id,
        by=by,
        at=at,
        after={"unit": unit.id, "starts_at": starts_at.isoformat(), "ends_at": ends_at.isoformat()},
    )
    return closure


def reopen_unit(session: Session, closure: Closure, *, by: Person, at: datetime) -> None:
    """Take the closure back: the time is free at once.

    Raises NotAllowed off the site, NotFound when somebody was faster.
    """
    _require_own(closure.unit, by=by)
    there = select(Closure.id).where(Closure.id == closure.id).with_for_update()
    if session.scalar(there) is None:
        raise NotFound
    record(
        session,
        "reopen_unit",
        "closure",
        closure.id,
        by=by,
        at=at,
        before={
            "unit": closure.unit_id,
            "starts_at": closure.starts_at.isoformat(),
            "ends_at": closure.ends_at.isoformat(),
        },
    )
    session.execute(delete(Claim).where(Claim.closure_id == closure.id))
    session.delete(closure)


def _require_own(unit: Unit, *, by: Person) -> None:
    require(by, Action.CLOSE)
    if unit.instrument.facility_id != by.facility_id:
        raise NotAllowed(Action.CLOSE)
