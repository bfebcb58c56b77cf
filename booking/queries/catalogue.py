"""What the public finds: ways in, results with what decides between them, and the choices."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session, joinedload, selectinload

from booking.queries.catalogue_days import Day, days_of, today_at
from booking.queries.catalogue_fees import LeastFee, least_fee
from booking.queries.prefectures import Prefecture, prefecture
from instruments.catalogue import Wish, find_instruments
from instruments.models import (
    Capability,
    Facility,
    Instrument,
    Trouble,
    instrument_capability,
    trouble_capability,
)
from instruments.words import Category, InstrumentState, Sharing

PAGE = 20  # instruments on a page of results
LOOK_AHEAD_DAYS = 28  # for the next free day
EXAMPLES = 10  # capabilities named on the first page


@dataclass(frozen=True, slots=True)
class TroubleTile:
    """A trouble and how many instruments help."""

    trouble: Trouble
    instruments: int


@dataclass(frozen=True, slots=True)
class PlaceLine:
    """A facility and how many instruments it shows."""

    facility: Facility
    instruments: int


@dataclass(frozen=True, slots=True)
class PlacesOf:
    """The facilities of one prefecture."""

    prefecture: Prefecture
    places: tuple[PlaceLine, ...]


@dataclass(frozen=True, slots=True)
class Choices:
    """Everything a search can be narrowed by; only what has instruments."""

    troubles: tuple[Trouble, ...]
    prefectures: tuple[Prefecture, ...]
    facilities: tuple[Facility, ...]  # with hours, closure days and tariffs
    categories: tuple[Category, ...]


@dataclass(frozen=True, slots=True)
class Card:
    """One instrument among the results."""

    instrument: Instrument
    prefecture: Prefecture
    fee: LeastFee | None
    next_day: Day | None  # the first on which it can be had, within LOOK_AHEAD_DAYS
    representative: bool  # no instrument of its facility is confirmed (例示データ)

    @property
    def can_be_asked_for(self) -> bool:
        """Whether a request is taken and confirmed here."""
        return _can_be_asked_for(self.instrument)


@dataclass(frozen=True, slots=True)
class Results:
    """One page of what fits, best first."""

    cards: tuple[Card, ...]
    total: int
    page: int
    pages: int
    narrower: tuple[Capability, ...]  # what the trouble can be looked at with


def trouble_tiles(session: Session) -> tuple[TroubleTile, ...]:
    """Every trouble that some instrument helps with, in the order of the catalogue."""
    rows = session.execute(
        select(Trouble, func.count(Instrument.id.distinct()))
        .join(trouble_capability, trouble_capability.c.trouble_id == Trouble.id)
        .join(
            instrument_capability,
            instrument_capability.c.capability_id == trouble_capability.c.capability_id,
        )
        .join(Instrument, Instrument.id == instrument_capability.c.instrument_id)
        .where(Instrument.state != InstrumentState.RETIRED)
        .group_by(Trouble.id)
        .order_by(Trouble.id)
    )
    return tuple(TroubleTile(trouble, number) for trouble, number in rows)


def often_helpful(session: Session) -> tuple[Capability, ...]:
    """The capabilities that help with most troubles: examples of what to look for."""
    link = trouble_capability.c
    return tuple(
        session.scalars(
            select(Capability)
            .join(trouble_capability, link.capability_id == Capability.id)
            .where(Capability.instruments.any(Instrument.state != InstrumentState.RETIRED))
            .group_by(Capability.id)
            .order_by(func.count(link.trouble_id).desc(), Capability.code)
            .limit(EXAMPLES)
        )
    )


def places_by_prefecture(session: Session) -> tuple[PlacesOf, ...]:
    """The facilities taking part, by prefecture; the prefecture with most instruments first."""
    rows = session.execute(
        select(Facility, func.count(Instrument.id))
        .join(Facility.instruments)
        .where(Instrument.state != InstrumentState.RETIRED)
        .group_by(Facility.id)
        .order_by(Facility.id)
    )
    lines: dict[str, list[PlaceLine]] = {}
    for facility, number in rows:
        lines.setdefault(facility.prefecture_jis, []).append(PlaceLine(facility, number))
    ordered = sorted(lines.items(), key=lambda item: -sum(line.instruments for line in item[1]))
    return tuple(PlacesOf(prefecture(jis), tuple(places)) for jis, places in ordered)


def choices(session: Session) -> Choices:
    """What the fields of the search offer."""
    facilities = session.scalars(
        select(Facility)
        .where(Facility.instruments.any(Instrument.state != InstrumentState.RETIRED))
        .options(
            joinedload(Facility.organization),
            selectinload(Facility.hours),
            selectinload(Facility.closure_days),
            selectinload(Facility.tariffs),
        )
        .order_by(Facility.id)
    ).all()
    held = set(session.scalars(select(Instrument.category).distinct()))
    return Choices(
        troubles=tuple(session.scalars(select(Trouble).order_by(Trouble.id))),
        prefectures=tuple(
            prefecture(jis) for jis in sorted({f.prefecture_jis for f in facilities})
        ),
        facilities=tuple(facilities),
        categories=tuple(category for category in Category if category in held),
    )


def capability_named(session: Session, code: str) -> Capability | None:
    """The capability of that code."""
    return session.scalar(select(Capability).where(Capability.code == code))


def search(
    session: Session, wish: Wish, *, available_only: bool, page: int, at: datetime
) -> Results:
    """The page of results; a page beyond the last is the last.

    The facilities must be loaded already (see `choices`), so that their hours are not read one by
    one.
    """
    found = find_instruments(session, wish)
    if available_only:
        found = [it for it in found if _can_be_asked_for(it)]
    pages = max(1, -(-len(found) // PAGE))
    page = min(page, pages)
    shown = found[(page - 1) * PAGE : page * PAGE]
    return Results(
        cards=_cards(session, shown, at),
        total=len(found),
        page=page,
        pages=pages,
        narrower=_narrower(session, wish),
    )


def confirmed_facilities(session: Session) -> frozenset[int]:
    """Ids of the facilities with at least one confirmed instrument; others carry 例示データ."""
    rows = select(Instrument.facility_id).where(Instrument.verified).distinct()
    return frozenset(session.scalars(rows))


def _can_be_asked_for(it: Instrument) -> bool:
    return it.state is InstrumentState.AVAILABLE and it.facility.sharing is Sharing.CONFIRMS


def _cards(session: Session, shown: Sequence[Instrument], at: datetime) -> tuple[Card, ...]:
    confirmed = confirmed_facilities(session)
    days = _next_days(session, [it for it in shown if _can_be_asked_for(it)], at)
    return tuple(
        Card(
            instrument=it,
            prefecture=prefecture(it.facility.prefecture_jis),
            fee=least_fee(it, today_at(it.facility, at)),
            next_day=days.get(it.id),
            representative=it.facility_id not in confirmed,
        )
        for it in shown
    )


def _next_days(session: Session, asked: Sequence[Instrument], at: datetime) -> dict[int, Day]:
    first = at.date()
    last = _ahead(first)
    found = days_of(session, asked, first, last, at=at)
    next_days = (
        (key, next((day for day in days if day.can_be_had), None)) for key, days in found.items()
    )
    return {key: day for key, day in next_days if day is not None}


def _ahead(day: date) -> date:
    return day + timedelta(days=LOOK_AHEAD_DAYS)


def _narrower(session: Session, wish: Wish) -> tuple[Capability, ...]:
    if not wish.trouble:
        return ()
    helping = (
        select(Capability)
        .where(Capability.troubles.any(code=wish.trouble))
        .where(Capability.instruments.any(Instrument.state != InstrumentState.RETIRED))
        .order_by(Capability.code)
    )
    return tuple(session.scalars(helping))
