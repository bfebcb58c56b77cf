"""The page of one instrument: what it does, what it costs, its rules, and which days are free."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import Select, select
from sqlalchemy.orm import Session, contains_eager, joinedload, selectinload

from booking.errors import NotFound
from booking.queries.catalogue import confirmed_facilities
from booking.queries.catalogue_days import Day, days_of, first_and_last_day, today_at
from booking.queries.catalogue_fees import (
    Example,
    InsideRate,
    PriceList,
    example,
    inside_rate,
    price_lists,
)
from booking.queries.prefectures import Prefecture, prefecture
from instruments.models import Agreement, Facility, Instrument
from instruments.words import InstrumentState, Sharing

WEEKS = 4  # shown at a time
_WEEK = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Calendar:
    """Some whole weeks, Monday first, and where the weeks before and after begin."""

    weeks: tuple[tuple[Day, ...], ...]
    today: date
    first_day: date  # on which a use applied for now may begin
    last_day: date
    earlier: date | None
    later: date | None


@dataclass(frozen=True, slots=True)
class InstrumentPage:
    """Everything the page shows. `calendar` is None where days are not known here."""

    instrument: Instrument
    facility: Facility
    prefecture: Prefecture
    units: int
    representative: bool
    price_lists: tuple[PriceList, ...]
    example: Example | None
    inside_rate: InsideRate
    calendar: Calendar | None

    @property
    def paused(self) -> bool:
        """Shown, but no request is taken."""
        return self.instrument.state is InstrumentState.PAUSED

    @property
    def by_inquiry(self) -> bool:
        """The facility answers inquiries (照会); nothing is promised here."""
        return self.facility.sharing is Sharing.INQUIRY_ONLY

    @property
    def can_be_asked_for(self) -> bool:
        """Whether a request is taken and confirmed here."""
        return not self.paused and not self.by_inquiry


def instrument_page(
    session: Session, code: str, *, week_of: date | None, at: datetime
) -> InstrumentPage:
    """The page, its calendar beginning with the week of that day (or of the first day to have).

    Raises NotFound for an unknown code and for an instrument that is kept for history only.
    """
    it = session.scalar(_whole(code))
    if it is None:
        raise NotFound
    today = today_at(it.facility, at)
    agreements = session.scalars(
        select(Agreement).options(selectinload(Agreement.members)).order_by(Agreement.code)
    ).all()
    return InstrumentPage(
        instrument=it,
        facility=it.facility,
        prefecture=prefecture(it.facility.prefecture_jis),
        units=sum(unit.active for unit in it.units),
        representative=it.facility_id not in confirmed_facilities(session),
        price_lists=price_lists(it, today),
        example=example(it, today),
        inside_rate=inside_rate(agreements, it.facility.prefecture_jis, today),
        calendar=_calendar(session, it, week_of, at),
    )


def _whole(code: str) -> Select[Instrument]:
    return (
        select(Instrument)
        .join(Instrument.facility)
        .where(Instrument.code == code, Instrument.state != InstrumentState.RETIRED)
        .options(
            contains_eager(Instrument.facility).options(
                joinedload(Facility.organization),
                selectinload(Facility.hours),
                selectinload(Facility.closure_days),
                selectinload(Facility.tariffs),
            ),
            selectinload(Instrument.capabilities),
            selectinload(Instrument.units),
            selectinload(Instrument.tariffs),
        )
    )


def _calendar(
    session: Session, it: Instrument, week_of: date | None, at: datetime
) -> Calendar | None:
    if it.state is InstrumentState.PAUSED or it.facility.sharing is Sharing.INQUIRY_ONLY:
        return None
    today = today_at(it.facility, at)
    first_day, last_day = first_and_last_day(it.facility, at)
    earliest, latest = _monday(today), _monday(last_day)
    monday = min(max(_monday(week_of or today), earliest), latest)
    end = monday + WEEKS * _WEEK - timedelta(days=1)
    days = days_of(session, [it], monday, end, at=at)[it.id]
    return Calendar(
        weeks=tuple(days[n : n + 7] for n in range(0, len(days), 7)),
        today=today,
        first_day=first_day,
        last_day=last_day,
        earlier=max(earliest, monday - WEEKS * _WEEK) if earliest < monday else None,
        later=monday + WEEKS * _WEEK if end < last_day else None,
    )


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())
