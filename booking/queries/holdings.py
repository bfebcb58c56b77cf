"""What the catalogue and its agreements hold, for the administrator."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Select, case, func, select
from sqlalchemy.orm import Session, selectinload

from booking.queries.prefectures import Prefecture, prefecture
from booking.services.switch_agreement import rivals
from instruments.models import Agreement, Facility, Instrument, Tariff, Unit
from instruments.words import InstrumentState

_IN_USE = Instrument.state != InstrumentState.RETIRED


@dataclass(frozen=True, slots=True)
class Holding:
    """How much of a facility is in the catalogue, retired instruments left out."""

    facility: Facility
    prefecture: Prefecture
    instruments: int
    verified: int
    units: int
    tariffs: int


@dataclass(frozen=True, slots=True)
class AgreementLine:
    """One variant of an agreement, and which others end when it begins."""

    row: Agreement
    members: tuple[Prefecture, ...]
    rivals: tuple[Agreement, ...]  # active ones, which switching this one on switches off


def holdings(session: Session) -> list[Holding]:
    """Every facility with its counts. Four queries, whatever there is."""
    instruments = _instruments(session)
    units = _counted(
        session,
        select(Instrument.facility_id, func.count(Unit.id))
        .join(Unit.instrument)
        .where(Unit.active, _IN_USE)
        .group_by(Instrument.facility_id),
    )
    place = func.coalesce(Tariff.facility_id, Instrument.facility_id)
    tariffs = _counted(
        session,
        select(place, func.count(Tariff.id)).outerjoin(Tariff.instrument).group_by(place),
    )
    facilities = session.scalars(select(Facility).order_by(Facility.prefecture_jis, Facility.code))
    return [
        Holding(
            facility=row,
            prefecture=prefecture(row.prefecture_jis),
            instruments=instruments.get(row.id, (0, 0))[0],
            verified=instruments.get(row.id, (0, 0))[1],
            units=units.get(row.id, 0),
            tariffs=tariffs.get(row.id, 0),
        )
        for row in facilities
    ]


def agreements(session: Session) -> list[AgreementLine]:
    """Every agreement with its members, by code. Two queries."""
    rows = session.scalars(
        select(Agreement).order_by(Agreement.code).options(selectinload(Agreement.members))
    ).all()
    return [
        AgreementLine(
            row=row,
            members=tuple(prefecture(member.prefecture_jis) for member in row.members),
            rivals=tuple(one for one in rivals(row, rows) if one.active),
        )
        for row in rows
    ]


def _instruments(session: Session) -> dict[int, tuple[int, int]]:
    """By facility: how many, and how many of them verified."""
    checked = func.sum(case((Instrument.verified, 1), else_=0))
    rows = session.execute(
        select(Instrument.facility_id, func.count(Instrument.id), checked)
        .where(_IN_USE)
        .group_by(Instrument.facility_id)
    )
    return {place: (count, int(verified)) for place, count, verified in rows}


def _counted(session: Session, query: Select[int, int]) -> dict[int, int]:
    return dict(session.execute(query).all())
