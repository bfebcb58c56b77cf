"""The desk's smaller forms: a time chosen by hand, a stretch of days, a reason."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from werkzeug.datastructures import MultiDict

from booking.errors import RequestIncomplete
from booking.forms.entries import FIRST_YEAR, LAST_YEAR, Entries, clock_of, day_of, whole_number
from booking.models.kinds import ClosureKind
from booking.planning.by_hand import on_the_grid
from booking.planning.grid import SLOT_MINUTES, Moments
from booking.services.request_use import FARTHEST_DAYS

LONGEST_REASON = 500
LONGEST_NAME = 100
MOST_DAYS = 14  # looked through at once for free times


@dataclass(frozen=True, slots=True)
class Chosen:
    """A time the desk chose: from the list, or by hand."""

    unit_id: int
    starts_at: datetime
    technician_id: int | None  # None: whoever is free
    seen: int | None  # the proposal that waited when the page was shown; 0: none


@dataclass(frozen=True, slots=True)
class Shut:
    """A planned closure as entered."""

    unit_id: int
    kind: ClosureKind
    span: Moments
    note: str


@dataclass(frozen=True, slots=True)
class Away:
    """An absence as entered; there is no entry for a reason."""

    technician_id: int
    span: Moments


def read_chosen(given: MultiDict[str, str], zone: ZoneInfo) -> Chosen:
    """A time picked from the list (`pick`), or unit, day, time and technician by hand.

    Raises RequestIncomplete with every broken rule.
    """
    entries = Entries(given)
    pick = entries.raw("pick")
    unit, starts_at = _picked(entries, pick) if pick else _by_hand(entries, zone)
    typed = entries.raw(f"technician-{pick}" if pick else "technician")
    technician = whole_number(typed)
    if typed and technician is None:
        entries.note("technician", "is_one_of_the_choices")
    if entries.broken or unit is None or starts_at is None:
        raise RequestIncomplete(list(entries.broken))
    return Chosen(unit, starts_at, technician, whole_number(entries.raw("seen")))


def read_closure(given: MultiDict[str, str], zone: ZoneInfo, *, at: datetime) -> Shut:
    """Unit, kind, from and to. Raises RequestIncomplete with every broken rule."""
    entries = Entries(given)
    unit_id = whole_number(entries.raw("unit"))
    if unit_id is None:
        entries.note("unit", "is_one_of_the_choices")
    kind = entries.choice("kind", ClosureKind, otherwise=ClosureKind.MAINTENANCE)
    span = _stretch(entries, zone, at=at)
    note = entries.text("note", most=LONGEST_REASON)
    if entries.broken or unit_id is None or span is None:
        raise RequestIncomplete(list(entries.broken))
    return Shut(unit_id, kind, span, note)


def read_absence(given: MultiDict[str, str], zone: ZoneInfo, *, at: datetime) -> Away:
    """Who, from and to. Raises RequestIncomplete with every broken rule."""
    entries = Entries(given)
    technician_id = whole_number(entries.raw("technician"))
    if technician_id is None:
        entries.note("technician", "is_one_of_the_choices")
    span = _stretch(entries, zone, at=at)
    if entries.broken or technician_id is None or span is None:
        raise RequestIncomplete(list(entries.broken))
    return Away(technician_id, span)


def read_agreed_by(given: MultiDict[str, str], *, needed: bool = False) -> str:
    """Who of the company agreed. Raises RequestIncomplete: too long, or needed and empty."""
    entries = Entries(given)
    name = entries.text("agreed_by", most=LONGEST_NAME, needed=needed)
    if entries.broken:
        raise RequestIncomplete(list(entries.broken))
    return name


def read_reason(given: MultiDict[str, str], *, choices: str = "choice") -> str:
    """The reason chosen and the one typed, as one text; empty when there is neither.

    Raises RequestIncomplete when it is too long.
    """
    entries = Entries(given)
    chosen = entries.text(choices, most=LONGEST_REASON)
    typed = entries.text("reason", most=LONGEST_REASON)
    if entries.broken:
        raise RequestIncomplete(list(entries.broken))
    return "\n".join(part for part in (chosen, typed) if part)


def read_days(given: MultiDict[str, str]) -> tuple[date, int] | None:
    """The first day to look at and how many; None where no readable day was given."""
    entries = Entries(given)
    first = day_of(entries.raw("first"))
    if first is None:
        return None
    count = whole_number(entries.raw("days")) or 1
    return first, min(count, MOST_DAYS)


def _picked(entries: Entries, pick: str) -> tuple[int | None, datetime | None]:
    """Of "7@2026-04-06T00:00:00+00:00", as the list's buttons say it."""
    unit, _, start = pick.partition("@")
    try:
        moment = datetime.fromisoformat(start)
    except ValueError:
        moment = None
    readable = moment is not None and moment.tzinfo is not None
    if moment is None or not readable or not FIRST_YEAR < moment.year < LAST_YEAR:
        entries.note("day", "says_the_day")
        return whole_number(unit), None
    return _unit(entries, unit), _on_the_grid(entries, moment.astimezone(UTC))


def _by_hand(entries: Entries, zone: ZoneInfo) -> tuple[int | None, datetime | None]:
    unit = _unit(entries, entries.raw("unit"))
    day, clock = day_of(entries.raw("day")), clock_of(entries.raw("clock"))
    if day is None:
        entries.note("day", "says_the_day")
    if clock is None:
        entries.note("clock", "says_from")
    if day is None or clock is None:
        return unit, None
    return unit, _on_the_grid(entries, datetime.combine(day, clock, zone).astimezone(UTC))


def _unit(entries: Entries, typed: str) -> int | None:
    unit = whole_number(typed)
    if unit is None:
        entries.note("unit", "is_one_of_the_choices")
    return unit


def _on_the_grid(entries: Entries, moment: datetime) -> datetime:
    if not on_the_grid(moment):
        entries.note("clock", "off_grid", minutes=SLOT_MINUTES)
    return moment


def _stretch(entries: Entries, zone: ZoneInfo, *, at: datetime) -> Moments | None:
    """From a day to a day, both included; with times of day, from the one to the other."""
    first, last = _first_and_last(entries)
    opens, closes = _clock(entries, "from_clock"), _clock(entries, "to_clock")
    if entries.broken or first is None or last is None:
        return None
    starts_at = datetime.combine(first, opens or time.min, zone).astimezone(UTC)
    end = (last, closes) if closes else (last + timedelta(days=1), time.min)
    ends_at = datetime.combine(*end, zone).astimezone(UTC)
    if ends_at <= starts_at:
        entries.note("to_day", "ends_after_it_starts")
    elif ends_at <= at:
        entries.note("to_day", "is_over")
    elif (ends_at - at).days > FARTHEST_DAYS:
        entries.note("to_day", "too_far_ahead", days=FARTHEST_DAYS)
    return None if entries.broken else (starts_at, ends_at)


def _first_and_last(entries: Entries) -> tuple[date | None, date | None]:
    first = day_of(entries.raw("from_day"))
    if first is None:
        entries.note("from_day", "says_the_day")
    if not entries.raw("to_day"):
        return first, first
    last = day_of(entries.raw("to_day"))
    if last is None:
        entries.note("to_day", "says_the_day")
    return first, last


def _clock(entries: Entries, name: str) -> time | None:
    typed = entries.raw(name)
    clock = clock_of(typed)
    if typed and clock is None:
        entries.note(name, "says_from")
    elif clock is not None and clock.minute % SLOT_MINUTES:
        entries.note(name, "off_grid", minutes=SLOT_MINUTES)
    return clock
