"""Planned closures of a facility's units, and the units one may close."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload, selectinload

from booking.errors import AlreadyDecided, NotFound
from booking.models import Closure, HistoryEntry, Person
from booking.models.kinds import ClosureKind
from booking.queries.desk_cases import named, unit_label
from booking.queries.desk_people import Named, my_instruments, names_of
from instruments.models import Instrument, Unit
from instruments.words import InstrumentState


@dataclass(frozen=True, slots=True)
class UnitLine:
    """A unit of the facility, for a list to choose from."""

    id: int
    instrument: Named
    label: str
    mine: bool


@dataclass(frozen=True, slots=True)
class ClosureLine:
    """A planned closure."""

    id: int
    unit: UnitLine
    kind: ClosureKind
    starts_at: datetime
    ends_at: datetime
    note: str
    entered_by: str


def units_of_desk(session: Session, me: Person) -> list[UnitLine]:
    """Every active unit of the facility, the reader's own instruments first. Three queries."""
    own = my_instruments(session, me)
    rows = session.scalars(
        select(Unit)
        .join(Instrument)
        .where(
            Instrument.facility_id == me.facility_id,
            Instrument.state != InstrumentState.RETIRED,
            Unit.active,
        )
        .order_by(Instrument.reading, Instrument.name_ja, Unit.instrument_id, Unit.label)
        .options(joinedload(Unit.instrument).selectinload(Instrument.units))
    ).all()
    return sorted((_line(row, own) for row in rows), key=lambda line: not line.mine)


def closures_of_desk(session: Session, me: Person, *, at: datetime) -> list[ClosureLine]:
    """Closures that are not over, by start."""
    own = my_instruments(session, me)
    rows = session.scalars(
        select(Closure)
        .join(Unit)
        .join(Instrument)
        .where(Instrument.facility_id == me.facility_id, Closure.ends_at > at)
        .order_by(Closure.starts_at, Closure.id)
        .options(
            joinedload(Closure.unit).joinedload(Unit.instrument).selectinload(Instrument.units)
        )
    ).all()
    names = names_of(session, me.facility_id or 0, [row.entered_by_id for row in rows])
    return [
        ClosureLine(
            id=row.id,
            unit=_line(row.unit, own),
            kind=row.kind,
            starts_at=row.starts_at,
            ends_at=row.ends_at,
            note=row.note,
            entered_by=names.get(row.entered_by_id, ""),
        )
        for row in rows
    ]


def unit_of_desk(session: Session, me: Person, number: int) -> Unit:
    """A unit of the reader's own facility. Raises NotFound."""
    unit = session.scalar(
        select(Unit)
        .join(Instrument)
        .where(Unit.id == number, Instrument.facility_id == me.facility_id)
        .options(selectinload(Unit.instrument))
    )
    if unit is None:
        raise NotFound
    return unit


def same_closure(
    session: Session, unit_id: int, kind: ClosureKind, starts_at: datetime, ends_at: datetime
) -> Closure | None:
    """The closure that says exactly this, if it was entered already."""
    return session.scalar(
        select(Closure).where(
            Closure.unit_id == unit_id,
            Closure.kind == kind,
            Closure.starts_at == starts_at,
            Closure.ends_at == ends_at,
        )
    )


def say_if_reopened(session: Session, me: Person, number: int) -> None:
    """Raise AlreadyDecided when this closure of the facility is gone, taken back before."""
    if session.get(Closure, number) is not None:
        return
    entry = session.scalar(
        select(HistoryEntry)
        .where(
            HistoryEntry.about == "closure",
            HistoryEntry.about_id == number,
            HistoryEntry.what == "reopen_unit",
        )
        .order_by(HistoryEntry.id.desc())
        .limit(1)
    )
    if entry is not None:
        unit_of_desk(session, me, int(entry.before["unit"]))  # of another facility: not found
        raise AlreadyDecided("reopened", entry.by_id, entry.at)


def _line(unit: Unit, own: frozenset[int]) -> UnitLine:
    return UnitLine(
        id=unit.id,
        instrument=named(unit.instrument),
        label=unit_label(unit),
        mine=unit.instrument_id in own,
    )
