"""Facilities, organizations, and what of the catalogue is confirmed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session, joinedload, selectinload

from booking.errors import NotFound
from booking.queries.catalogue import confirmed_facilities
from booking.queries.catalogue_days import today_at
from booking.queries.prefectures import Prefecture, prefecture
from instruments.models import ClosureDay, Facility, Instrument, OpeningHours, Organization
from instruments.opening import is_open_on
from instruments.words import Field, InstrumentState

_CLOSURES_AHEAD = timedelta(days=366)


@dataclass(frozen=True, slots=True)
class Hours:
    """The same hours on some weekdays (0 is Monday)."""

    weekdays: tuple[int, ...]
    spans: tuple[tuple[time, time], ...]


@dataclass(frozen=True, slots=True)
class FacilityPage:
    """Everything the page of a facility shows."""

    facility: Facility
    prefecture: Prefecture
    hours: tuple[Hours, ...]
    open_today: bool
    closures: tuple[ClosureDay, ...]
    instruments: tuple[Instrument, ...]
    representative: bool


@dataclass(frozen=True, slots=True)
class OrganizationLine:
    """A body of the network with its role and fields, and where it leads on."""

    organization: Organization
    fields: tuple[Field, ...]
    facilities: tuple[Facility, ...]
    successor: Organization | None


@dataclass(frozen=True, slots=True)
class OrganizationsOf:
    """The bodies of one prefecture."""

    prefecture: Prefecture
    organizations: tuple[OrganizationLine, ...]


@dataclass(frozen=True, slots=True)
class Standing:
    """How many rows of the catalogue somebody has confirmed."""

    instruments: int
    confirmed: int
    facilities: int
    organizations: int


def facility_page(session: Session, code: str, *, at: datetime) -> FacilityPage:
    """The facility's page. Raises NotFound for an unknown code."""
    facility = session.scalar(
        select(Facility)
        .where(Facility.code == code)
        .options(
            joinedload(Facility.organization),
            selectinload(Facility.hours),
            selectinload(Facility.closure_days),
        )
    )
    if facility is None:
        raise NotFound
    today = today_at(facility, at)
    shown = session.scalars(
        select(Instrument)
        .where(Instrument.facility_id == facility.id, Instrument.state != InstrumentState.RETIRED)
        .options(selectinload(Instrument.capabilities))
        .order_by(Instrument.category, Instrument.code)
    )
    return FacilityPage(
        facility=facility,
        prefecture=prefecture(facility.prefecture_jis),
        hours=_weekly(facility.hours),
        open_today=is_open_on(facility, today),
        closures=_coming(facility.closure_days, today),
        instruments=tuple(shown),
        representative=facility.id not in confirmed_facilities(session),
    )


def _weekly(rows: Sequence[OpeningHours]) -> tuple[Hours, ...]:
    """Weekdays with the same hours stand together."""
    by_day: dict[int, list[tuple[time, time]]] = {}
    for row in rows:
        by_day.setdefault(row.weekday, []).append((row.opens, row.closes))
    by_spans: dict[tuple[tuple[time, time], ...], list[int]] = {}
    for weekday in sorted(by_day):
        by_spans.setdefault(tuple(by_day[weekday]), []).append(weekday)
    return tuple(Hours(tuple(days), spans) for spans, days in by_spans.items())


def _coming(closures: Sequence[ClosureDay], today: date) -> tuple[ClosureDay, ...]:
    return tuple(row for row in closures if today <= row.day < today + _CLOSURES_AHEAD)


def organizations_by_prefecture(session: Session) -> tuple[OrganizationsOf, ...]:
    """Every body of the network; prefectures and bodies in the order of the catalogue."""
    rows = session.scalars(
        select(Organization)
        .options(selectinload(Organization.facilities), joinedload(Organization.successor))
        .order_by(Organization.id)
    ).unique()
    lines: dict[str, list[OrganizationLine]] = {}
    for row in rows:
        lines.setdefault(row.prefecture_jis, []).append(_line(row))
    return tuple(OrganizationsOf(prefecture(jis), tuple(of)) for jis, of in lines.items())


def _line(row: Organization) -> OrganizationLine:
    return OrganizationLine(
        organization=row,
        fields=tuple(Field(code) for code in row.fields.split(";") if code),
        facilities=tuple(row.facilities),
        successor=row.successor,
    )


def standing(session: Session) -> Standing:
    """The numbers behind what the page about the data says."""
    shown = Instrument.state != InstrumentState.RETIRED
    return Standing(
        instruments=session.scalar(select(func.count()).where(shown)) or 0,
        confirmed=session.scalar(select(func.count()).where(shown, Instrument.verified)) or 0,
        facilities=session.scalar(select(func.count(Facility.id))) or 0,
        organizations=session.scalar(select(func.count(Organization.id))) or 0,
    )
