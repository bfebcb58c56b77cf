"""The network's week: every shared instrument by half-days, free or not, the same for every reader.

Neither who is in nor why a time is kept is read: only disclosure's free/busy. What is over shows
nothing, so that nobody counts another institute's use. A constant number of queries.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from itertools import groupby
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from booking.disclosure import busy_times
from booking.planning.grid import Moments
from booking.queries.prefectures import Prefecture, prefecture
from instruments.catalogue import Wish, find_instruments
from instruments.models import Facility, Instrument
from instruments.opening import staffed_spans
from instruments.words import Category, InstrumentState, Sharing

HOME_ZONE = ZoneInfo("Asia/Tokyo")  # whose calendar the week is of; cells follow each facility's
FURTHEST = timedelta(days=400)  # no facility takes requests further ahead
_WEEK, _WORKING_DAYS, _ONE_DAY = 7, 5, timedelta(days=1)
_NOON = time(12)

Spans = Sequence[Moments]


class CellState(StrEnum):
    """What the network knows of one half-day of one instrument."""

    FREE = "free"  # one unit at least is free throughout
    ASK = "ask"  # open, but the facility only answers inquiries
    NOT_FREE = "not_free"
    CLOSED = "closed"
    OVER = "over"


@dataclass(frozen=True, slots=True)
class NetworkWish:
    """Which instruments, in which week; an empty field asks for nothing."""

    day: date | None = None  # any day of the week; None: the one that has not ended
    chosen: date | None = None  # the one day that small screens show
    facility: str = ""  # code
    category: Category | None = None
    text: str = ""
    only_free: bool = False


@dataclass(frozen=True, slots=True)
class NetworkDay:
    """A day of the week; `chosen` is the one small screens show."""

    day: date
    today: bool
    chosen: bool


@dataclass(frozen=True, slots=True)
class NetworkRow:
    """One instrument: for each day, its morning and its afternoon."""

    code: str
    name_ja: str
    name_en: str
    units: int
    paused: bool
    cells: tuple[tuple[CellState, CellState], ...]

    @property
    def is_free_once(self) -> bool:
        """Whether there is a half-day to have."""
        return any(state is CellState.FREE for day in self.cells for state in day)


@dataclass(frozen=True, slots=True)
class FacilityWeek:
    """The rows of one facility."""

    code: str
    name_ja: str
    name_en: str
    prefecture: Prefecture
    asks: bool  # it only answers inquiries
    rows: tuple[NetworkRow, ...]


@dataclass(frozen=True, slots=True)
class FacilityChoices:
    """The facilities of one prefecture, to choose one."""

    prefecture: Prefecture
    facilities: tuple[Facility, ...]


@dataclass(frozen=True, slots=True)
class NetworkWeek:
    """Everything the page shows."""

    first: date
    before: date | None  # no week before this one is shown
    after: date | None
    earliest: date
    latest: date
    days: tuple[NetworkDay, ...]
    facilities: tuple[FacilityWeek, ...]
    choices: tuple[FacilityChoices, ...]
    categories: tuple[Category, ...]

    @property
    def instruments(self) -> int:
        """How many rows there are."""
        return sum(len(facility.rows) for facility in self.facilities)


def network_week(session: Session, wish: NetworkWish, *, at: datetime) -> NetworkWeek:
    """The week of the wish. The number of queries depends on nothing that is stored."""
    facilities = _facilities(session)  # kept: find_instruments meets the same rows with their hours
    found = find_instruments(
        session, Wish(text=wish.text, facility=wish.facility, category=wish.category)
    )
    today = at.astimezone(HOME_ZONE).date()
    first = _monday(wish.day, today)
    days = [first + timedelta(days=n) for n in range(_WEEK)]
    places = {it.facility.id: it.facility for it in found}
    halves = {key: _halves(facility, days, at) for key, facility in places.items()}
    shown = days if _opens_at_weekend(halves.values()) else days[:_WORKING_DAYS]
    busy = _busy(session, found, first, at)
    rows = [(it, _row(it, halves[it.facility.id][: len(shown)], busy)) for it in found]
    kept = [(it, row) for it, row in rows if row.is_free_once or not wish.only_free]
    latest = today + FURTHEST
    return NetworkWeek(
        first=first,
        before=first - timedelta(days=_WEEK) if first > today else None,
        after=first + timedelta(days=_WEEK) if first + timedelta(days=_WEEK) <= latest else None,
        earliest=today,
        latest=latest,
        days=tuple(_days(shown, wish.chosen, today)),
        facilities=tuple(_by_facility(kept)),
        choices=tuple(_choices(facilities)),
        categories=_categories(session),
    )


def _facilities(session: Session) -> list[Facility]:
    return list(
        session.scalars(
            select(Facility)
            .where(Facility.instruments.any(Instrument.state != InstrumentState.RETIRED))
            .options(selectinload(Facility.hours), selectinload(Facility.closure_days))
            .order_by(Facility.prefecture_jis, Facility.code)
        )
    )


def _categories(session: Session) -> tuple[Category, ...]:
    there = set(session.scalars(select(Instrument.category).distinct()))
    return tuple(category for category in Category if category in there)


def _monday(wanted: date | None, today: date) -> date:
    """The Monday of the wanted week, neither over nor too far; on a weekend, the week to come."""
    if wanted is None:
        wanted = today + timedelta(days=2) if today.weekday() >= _WORKING_DAYS else today
    day = min(max(wanted, today), today + FURTHEST)
    return day - timedelta(days=day.weekday())


def _days(shown: Sequence[date], chosen: date | None, today: date) -> Iterator[NetworkDay]:
    first_to_come = next((day for day in shown if day >= today), shown[0])
    one = chosen if chosen in shown else first_to_come
    for day in shown:
        yield NetworkDay(day, today=day == today, chosen=day == one)


def _choices(facilities: Iterable[Facility]) -> Iterator[FacilityChoices]:
    for jis, group in groupby(facilities, key=lambda facility: facility.prefecture_jis):
        yield FacilityChoices(prefecture(jis), tuple(group))


@dataclass(frozen=True, slots=True)
class _Half:
    """What is left of the opening hours of one half-day."""

    spans: Spans
    over: bool


def _halves(facility: Facility, days: Sequence[date], at: datetime) -> list[tuple[_Half, _Half]]:
    """Morning and afternoon of each day, on the facility's own clock."""
    spans = staffed_spans(facility, days[0], days[-1])
    zone = ZoneInfo(facility.zone)
    found = []
    for day in days:
        midnight, noon, end = (
            datetime.combine(day, time.min, zone).astimezone(UTC),
            datetime.combine(day, _NOON, zone).astimezone(UTC),
            datetime.combine(day + _ONE_DAY, time.min, zone).astimezone(UTC),
        )
        found.append((_half(spans, midnight, noon, at), _half(spans, noon, end, at)))
    return found


def _half(spans: Spans, start: datetime, end: datetime, at: datetime) -> _Half:
    inside = [(max(a, start), min(b, end)) for a, b in spans if a < end and b > start]
    left = [(max(a, at), b) for a, b in inside if b > at]
    return _Half(left, over=end <= at or (bool(inside) and not left))


def _opens_at_weekend(halves: Iterable[Sequence[tuple[_Half, _Half]]]) -> bool:
    return any(half.spans for week in halves for day in week[_WORKING_DAYS:] for half in day)


def _busy(
    session: Session, found: Sequence[Instrument], first: date, at: datetime
) -> Mapping[int, Spans]:
    """The taken times by unit. One query; a day more on each side than any zone needs."""
    unit_ids = [unit.id for it in found for unit in it.units if unit.active]
    starts_at = datetime.combine(first, time.min, UTC) - _ONE_DAY
    ends_at = starts_at + (_WEEK + 2) * _ONE_DAY
    taken: dict[int, list[Moments]] = defaultdict(list)
    for one in busy_times(session, unit_ids, starts_at, ends_at, at=at):
        taken[one.unit_id].append((one.starts_at, one.ends_at))
    return taken


def _row(
    it: Instrument, halves: Sequence[tuple[_Half, _Half]], busy: Mapping[int, Spans]
) -> NetworkRow:
    units = [busy.get(unit.id, ()) for unit in it.units if unit.active]
    paused = it.state is InstrumentState.PAUSED
    free = CellState.ASK if it.facility.sharing is Sharing.INQUIRY_ONLY else CellState.FREE
    open_state = CellState.NOT_FREE if paused else free
    return NetworkRow(
        code=it.code,
        name_ja=it.name_ja,
        name_en=it.name_en,
        units=len(units),
        paused=paused,
        cells=tuple(
            (_state(morning, units, open_state), _state(afternoon, units, open_state))
            for morning, afternoon in halves
        ),
    )


def _state(half: _Half, units: Sequence[Spans], open_state: CellState) -> CellState:
    if half.over:
        return CellState.OVER
    if not half.spans:
        return CellState.CLOSED
    free = any(not _meet(half.spans, taken) for taken in units)
    return open_state if free else CellState.NOT_FREE


def _meet(spans: Spans, taken: Spans) -> bool:
    return any(a < end and b > start for start, end in spans for a, b in taken)


def _by_facility(rows: Iterable[tuple[Instrument, NetworkRow]]) -> Iterator[FacilityWeek]:
    """Rows grouped by prefecture and facility; inside one, by reading."""
    ordered = sorted(
        rows,
        key=lambda pair: (
            pair[0].facility.prefecture_jis,
            pair[0].facility.code,
            pair[0].reading or pair[0].name_ja,
            pair[0].code,
        ),
    )
    for _id, group in groupby(ordered, key=lambda pair: pair[0].facility_id):
        pairs = list(group)
        facility = pairs[0][0].facility
        yield FacilityWeek(
            code=facility.code,
            name_ja=facility.name_ja,
            name_en=facility.name_en,
            prefecture=prefecture(facility.prefecture_jis),
            asks=facility.sharing is Sharing.INQUIRY_ONLY,
            rows=tuple(row for _it, row in pairs),
        )
