"""What else there is on one day: a row of bars per unit and technician, and other wishes."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from booking.models import Absence, Person, Request, Window, WorkingTime
from booking.models.kinds import RequestStatus, SubjectKind
from booking.planning.grid import Moments
from booking.queries.desk_cases import ASKED, Asked, asked_of, named, unit_label
from booking.queries.desk_claims import Kept, kept_on
from booking.queries.desk_people import Named, day_span, names_of, zone_of
from instruments.models import Facility, Instrument, Unit
from instruments.opening import staffed_spans

FIRST_HOUR, LAST_HOUR = 8, 18  # shown at least; a day with more shows more


@dataclass(frozen=True, slots=True)
class Bar:
    """A stretch of a row, in percent of the day shown."""

    left: float
    width: float
    look: str  # the claim's kind, "open", "absent" or "this"
    kept: Kept | None


@dataclass(frozen=True, slots=True)
class DayRow:
    """A unit, or one lane of a technician."""

    instrument: Named | None
    unit: str
    technician: str
    on_call: bool
    bars: tuple[Bar, ...]


@dataclass(frozen=True, slots=True)
class DayView:
    """One local day of some units and technicians."""

    day: date
    hours: tuple[tuple[int, float], ...]  # the hour, and where it stands in percent
    rows: tuple[DayRow, ...]
    others: tuple[Kept, ...]  # of other cases and closures, by start
    rivals: tuple[Asked, ...]  # waiting requests that could come on that day too


def day_view(
    session: Session,
    me: Person,
    facility: Facility,
    units: Collection[int],
    technicians: Collection[int],
    day: date,
    *,
    of: int,
    at: datetime,
) -> DayView:
    """The day of the units and technicians; what belongs to the request `of` looks different."""
    zone = zone_of(facility)
    span = day_span(zone, day)
    kept = kept_on(session, me, units, technicians, span, at=at)
    away = _absences(session, technicians, span)
    working = _working(session, technicians, day, zone)
    shown = _shown(zone, day, [(k.starts_at, k.ends_at) for k in kept])
    opened = [_bar(shown, *s, look="open") for s in staffed_spans(facility, day, day)]
    machines = _units(session, units)
    names = names_of(session, facility.id, technicians)
    rows = [_unit_row(unit, kept, opened, shown, of=of) for unit in machines]
    for number in sorted(technicians):
        there = [_bar(shown, *s, look="open") for s in working.get(number, [])]
        absent = [_bar(shown, *s, look="absent") for s in away.get(number, [])]
        own = [k for k in kept if k.technician_id == number]
        rows += _technician_rows(names.get(number, ""), own, [*there, *absent], shown, of=of)
    instruments = {unit.instrument_id for unit in machines}
    return DayView(
        day=day,
        hours=_hours(zone, shown),
        rows=tuple(rows),
        others=tuple(_once(k for k in kept if k.request_id != of)),
        rivals=tuple(_rivals(session, me, facility, instruments, span, of=of, at=at)),
    )


def _once(kept: Iterable[Kept]) -> list[Kept]:
    """Each case once, though it keeps a unit and a technician; the unit's line is the one kept."""
    seen: dict[tuple[int | None, int | None, int | None, datetime], Kept] = {}
    for one in kept:
        nameless = one.request_id is None and one.closure_id is None
        subject = one.subject_id if nameless else None
        key = (one.request_id, one.closure_id, subject, one.starts_at)
        if key not in seen or one.unit_id is not None:
            seen[key] = one
    return list(seen.values())


def _units(session: Session, ids: Collection[int]) -> Sequence[Unit]:
    return session.scalars(
        select(Unit)
        .where(Unit.id.in_(ids))
        .order_by(Unit.instrument_id, Unit.label)
        .options(selectinload(Unit.instrument).selectinload(Instrument.units))
    ).all()


def _absences(
    session: Session, technicians: Collection[int], span: Moments
) -> dict[int, list[Moments]]:
    begins, ends = span
    found: dict[int, list[Moments]] = {}
    for row in session.scalars(
        select(Absence).where(
            Absence.technician_id.in_(technicians),
            Absence.taken_back_at.is_(None),
            Absence.starts_at < ends,
            Absence.ends_at > begins,
        )
    ):
        found.setdefault(row.technician_id, []).append((row.starts_at, row.ends_at))
    return found


def _working(
    session: Session, technicians: Collection[int], day: date, zone: ZoneInfo
) -> dict[int, list[Moments]]:
    found: dict[int, list[Moments]] = {}
    for row in session.scalars(
        select(WorkingTime).where(
            WorkingTime.technician_id.in_(technicians), WorkingTime.weekday == day.weekday()
        )
    ):
        starts_at = datetime.combine(day, row.starts, zone).astimezone(UTC)
        ends_at = datetime.combine(day, row.ends, zone).astimezone(UTC)
        found.setdefault(row.technician_id, []).append((starts_at, ends_at))
    return found


def _rivals(
    session: Session,
    me: Person,
    facility: Facility,
    instruments: Collection[int],
    span: Moments,
    *,
    of: int,
    at: datetime,
) -> list[Asked]:
    begins, ends = span
    rows = session.scalars(
        select(Request)
        .where(
            Request.facility_id == facility.id,
            Request.status == RequestStatus.WAITING,
            Request.instrument_id.in_(instruments),
            Request.id != of,
            Request.windows.any((Window.starts_at < ends) & (Window.ends_at > begins)),
        )
        .order_by(Request.created_at, Request.id)
        .options(*ASKED)
    )
    return [asked_of(session, me, row, at) for row in rows]


def _unit_row(
    unit: Unit, kept: Sequence[Kept], opened: Sequence[Bar], shown: Moments, *, of: int
) -> DayRow:
    bars = [_bar_of(k, shown, of=of) for k in kept if k.unit_id == unit.id]
    return DayRow(
        instrument=named(unit.instrument),
        unit=unit_label(unit),
        technician="",
        on_call=False,
        bars=(*opened, *bars),
    )


def _technician_rows(
    name: str, own: Sequence[Kept], behind: Sequence[Bar], shown: Moments, *, of: int
) -> list[DayRow]:
    exclusive = [_bar_of(k, shown, of=of) for k in own if k.lane is SubjectKind.EXCLUSIVE]
    rows = [DayRow(None, "", name, on_call=False, bars=(*behind, *exclusive))]
    lanes = sorted({k.subject_id for k in own if k.lane is SubjectKind.ON_CALL})
    for lane in lanes:
        bars = tuple(_bar_of(k, shown, of=of) for k in own if k.subject_id == lane)
        rows.append(DayRow(None, "", name, on_call=True, bars=bars))
    return rows


def _shown(zone: ZoneInfo, day: date, spans: Sequence[Moments]) -> Moments:
    """The part of the day that is drawn: office hours at least, and every bar."""
    begins, ends = day_span(zone, day)
    first, last = begins + timedelta(hours=FIRST_HOUR), begins + timedelta(hours=LAST_HOUR)
    starts = [max(begins, start) for start, _ in spans]
    stops = [min(ends, end) for _, end in spans]
    first, last = min([first, *starts]), max([last, *stops])
    hour = timedelta(hours=1)
    return begins + ((first - begins) // hour) * hour, begins - ((begins - last) // hour) * hour


def _hours(zone: ZoneInfo, shown: Moments) -> tuple[tuple[int, float], ...]:
    begins, ends = shown
    count = int((ends - begins) / timedelta(hours=1))
    step = 1 if count <= 12 else 3
    return tuple(
        ((begins + timedelta(hours=n)).astimezone(zone).hour, round(100 * n / count, 2))
        for n in range(0, count, step)
    )


def _bar_of(kept: Kept, shown: Moments, *, of: int) -> Bar:
    look = "this" if kept.request_id == of else kept.kind.value
    return _bar(shown, kept.starts_at, kept.ends_at, look=look, kept=kept)


def _bar(
    shown: Moments, starts_at: datetime, ends_at: datetime, *, look: str, kept: Kept | None = None
) -> Bar:
    begins, ends = shown
    whole = (ends - begins).total_seconds()
    left = max(0.0, (starts_at - begins).total_seconds()) / whole
    right = min(whole, (ends_at - begins).total_seconds()) / whole
    return Bar(round(100 * left, 2), round(max(0.0, 100 * (right - left)), 2), look, kept)
