"""代行入力: what the desk types while the caller is on the line, read forgivingly.

One entry holds the visitor's name and number, one the time of day in the way people say it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from werkzeug.datastructures import MultiDict

from booking.forms.entries import Entries, clock_of, day_of, folded, telephone_of, whole_number
from booking.forms.request_form import read_token
from booking.models import Person, Request
from booking.planning.attendance import windows_bind
from booking.planning.candidates import allows_service
from booking.planning.grid import SLOT, SLOT_MINUTES, Moments
from booking.services.request_use import RequestDraft
from instruments.models import Instrument
from instruments.words import Service

LONGEST_MINUTES = 60 * 24 * 60
LONGEST_NAME, LONGEST_PURPOSE = 200, 2000
NOON = time(12)
_PLAIN = str.maketrans("０１２３４５６７８９－‐‑–—−ー（）　＋", "0123456789-------() +")
_NUMBER = re.compile(r"(?:\+|\(0\d{1,4}\) ?)?\d[\d -]{5,17}\d")
_HOUR = re.compile(r"(午前|午後)?(\d{1,2})(?:時(?:(\d{1,2})分?)?)?")
_SHORT_DAY = re.compile(r"(?:(\d{1,2})[/月-])?(\d{1,2})日?")
_NEAR = {"今日": 0, "本日": 0, "today": 0, "明日": 1, "tomorrow": 1, "明後日": 2, "あさって": 2}
_WEEKDAYS = ("月mon", "火tue", "水wed", "木thu", "金fri", "土sat", "日sun")
_PARTS = {
    "morning": ("午前", "午前中", "朝", "am", "morning"),
    "afternoon": ("午後", "午後いち", "昼から", "pm", "afternoon"),
    "day": ("", "終日", "いつでも", "any", "any time", "day"),
}


@dataclass(frozen=True, slots=True)
class Heard:
    """The entries as read; what could not be read is in `broken`."""

    token: str
    company: str
    company_id: int | None  # chosen among similar ones
    new_company: bool  # "none of these: register it"
    instrument: str
    instrument_id: int | None
    day: date | None
    part: str  # morning, afternoon, day; or clock
    clock: time | None
    minutes: int | None  # None: what is usual for the instrument
    guidance: bool
    visitor: str
    telephone: str
    purpose: str
    broken: tuple[tuple[str, str, dict[str, object]], ...]


def read_call(given: MultiDict[str, str], person: Person, today: date) -> Heard:
    """Read the form; a button with one of the nearest times overrides day and time."""
    entries = Entries(given)
    day, part, clock = _when(entries, today)
    visitor, telephone = _who(entries)
    return Heard(
        token=read_token(entries, person),
        company=entries.text("company", most=LONGEST_NAME),
        company_id=whole_number(entries.raw("company_id")),
        new_company=entries.flag("new_company"),
        instrument=entries.text("instrument", most=LONGEST_NAME),
        instrument_id=whole_number(entries.raw("instrument_id")),
        day=day,
        part=part,
        clock=clock,
        minutes=_minutes(entries),
        guidance=entries.flag("guidance"),
        visitor=visitor,
        telephone=telephone,
        purpose=entries.text("purpose", most=LONGEST_PURPOSE),
        broken=tuple(entries.broken),
    )


def draft_of(heard: Heard, instrument: Instrument, zone: ZoneInfo) -> RequestDraft:
    """The wish in the terms of the instrument: its usual length, who operates it."""
    use = allows_service(instrument, Service.EQUIPMENT_USE)
    service = Service.EQUIPMENT_USE if use else Service.COMMISSIONED_TEST
    minutes = instrument.typical_minutes if heard.minutes is None else heard.minutes
    return RequestDraft(
        token=heard.token,
        instrument=instrument,
        capability=None,
        service=service,
        minutes=minutes,
        guidance=heard.guidance and use,
        windows=_windows(heard, instrument, service, minutes, zone),
        purpose=heard.purpose,
        visitor=heard.visitor,
        visitor_telephone=heard.telephone,
        facility_id=instrument.facility_id,
        more_broken=heard.broken,
    )


def part_of_day(text: str) -> tuple[str, time | None] | None:
    """午後, 13:30, 1330, 13, 午後1時半 …: a part of the day, or `clock` and the time; else None."""
    said = folded(text).lower().replace(" ", "").replace("半", "30分")
    for part, words in _PARTS.items():
        if said in {word.replace(" ", "") for word in words}:
            return part, None
    clock = clock_of(said)
    found = _HOUR.fullmatch(said)
    if clock is None and found is not None:
        hour, minute = int(found[2]), int(found[3] or 0)
        hour += 12 if found[1] == "午後" and hour < 12 else 0
        clock = time(hour, minute) if hour < 24 and minute < 60 else None
    return None if clock is None else ("clock", clock)


def day_said(text: str, today: date) -> date | None:
    """2026-11-25, 11/25, 25, 明日, 水 …: the next such day, today included; else None."""
    said = folded(text).lower().replace(" ", "")
    if said in _NEAR:
        return today + timedelta(days=_NEAR[said])
    weekday = said.removesuffix("曜日").removesuffix("曜")
    for number, names in enumerate(_WEEKDAYS):
        if weekday and (weekday == names[0] or weekday == names[1:]):
            return today + timedelta(days=(number - today.weekday()) % 7)
    short = _SHORT_DAY.fullmatch(said)
    return _next_such_day(short[1], int(short[2]), today) if short else day_of(said)


def _next_such_day(month: str | None, day: int, today: date) -> date | None:
    """The first day from today on with this number, in this month where one is said."""
    for ahead in range(367):
        one = today + timedelta(days=ahead)
        if one.day == day and (month is None or one.month == int(month)):
            return one
    return None


def name_and_number(text: str) -> tuple[str, str]:
    """ "山田 ０９０-1234-5678" is a name and a number, in either order; each may be missing."""
    found = _NUMBER.search(text.translate(_PLAIN))  # one sign for one: places stay the same
    number = telephone_of(found[0]) if found else None
    if found is None or number is None:
        return text.strip(), ""
    name = f"{text[: found.start()]} {text[found.end() :]}"
    return " ".join(name.split()).strip(" 、,・/／（）()"), number


def _who(entries: Entries) -> tuple[str, str]:
    typed = entries.text("visitor", most=LONGEST_NAME)
    name, number = name_and_number(typed)
    if not number and sum(sign.isdigit() for sign in name) >= 6:
        entries.note("visitor", "is_a_telephone_number")
    return name, number


def _when(entries: Entries, today: date) -> tuple[date | None, str, time | None]:
    chosen = entries.raw("at")
    if chosen:
        day, _, clock = chosen.partition("T")
        read = day_of(day), clock_of(clock)
        if read[0] is not None and read[1] is not None:
            return read[0], "clock", read[1]
        entries.note("day", "says_the_day")
    day_read = day_said(entries.raw("day"), today)
    if day_read is None:
        entries.note("day", "says_the_day")
    said = part_of_day(entries.raw("when"))
    if said is None:
        entries.note("when", "says_from")
        return day_read, "day", None
    part, clock_read = said
    if clock_read is not None and clock_read.minute % SLOT_MINUTES:
        entries.note("when", "off_grid", minutes=SLOT_MINUTES)
    return day_read, part, clock_read


def _minutes(entries: Entries) -> int | None:
    if not entries.raw("minutes"):
        return None
    return entries.number("minutes", otherwise=0, most=LONGEST_MINUTES)


def _windows(
    heard: Heard, instrument: Instrument, service: Service, minutes: int, zone: ZoneInfo
) -> tuple[Moments, ...]:
    if heard.day is None:
        return ()
    if heard.clock is None:
        first, last = _part(heard.part, heard.day)
        return ((_moment(*first, zone), _moment(*last, zone)),)
    starts_at = _moment(heard.day, heard.clock, zone)
    wish = Request(service=service, minutes=minutes, sends_samples=False)
    if windows_bind(wish, instrument) == "start":  # only the start is bound: exactly this one
        return ((starts_at, starts_at + SLOT),)
    return ((starts_at, starts_at + timedelta(minutes=max(minutes, SLOT_MINUTES))),)


def _part(part: str, day: date) -> tuple[tuple[date, time], tuple[date, time]]:
    midnight, following = (day, time.min), (day + timedelta(days=1), time.min)
    noon = (day, NOON)
    return {"morning": (midnight, noon), "afternoon": (noon, following)}.get(
        part, (midnight, following)
    )


def _moment(day: date, clock: time, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, clock, zone).astimezone(UTC)
