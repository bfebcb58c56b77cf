"""The company's request form: what was typed becomes a frozen draft, with every broken rule."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from uuid import uuid4
from zoneinfo import ZoneInfo

from werkzeug.datastructures import MultiDict

from booking.forms.entries import Entries
from booking.forms.windows import Place, Row, read_range, read_windows, rows_of, with_rows
from booking.models import Person
from booking.planning.grid import SLOT_MINUTES, Moments
from booking.planning.question import HOME_ZONE
from booking.services.request_use import RequestDraft
from instruments.models import Capability, Instrument
from instruments.words import Guidance, Service

LONGEST_MINUTES = 60 * 24 * 60  # 60 days: longer than any instrument of the catalogue runs
MOST_SAMPLES = 999
LONGEST_NAME, LONGEST_PURPOSE, LONGEST_SAMPLE_TEXT = 100, 2000, 1000
_TOKEN = re.compile(r"[0-9a-f]{32}")
_OFFICE_HOURS = Row("", "09:00", "17:00")  # where no facility is in question


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the form is for: one instrument, or whatever has the capability."""

    instrument: Instrument | None = None
    capability: Capability | None = None

    @property
    def place(self) -> Place:
        """Whose clock and opening days the form speaks of."""
        if self.instrument is None:
            return Place(HOME_ZONE)
        return Place(ZoneInfo(self.instrument.facility.zone), self.instrument.facility)

    @property
    def usual_row(self) -> Row:
        """An empty row, with the hours in which the facility is open on most days."""
        hours = self.instrument.facility.hours if self.instrument else []
        if not hours:
            return _OFFICE_HOURS
        opens, closes = min(h.opens for h in hours), max(h.closes for h in hours)
        return Row("", f"{opens:%H:%M}", f"{closes:%H:%M}")


def fresh_token() -> str:
    """Of one form: sent twice, it is still one request."""
    return uuid4().hex


def read_length(entries: Entries) -> int:
    """Minutes from `hours` and `minutes`; noted beside `minutes`."""
    hours = entries.number("hours", otherwise=0, most=LONGEST_MINUTES // 60)
    minutes = entries.number("minutes", otherwise=0, most=LONGEST_MINUTES)
    length = min(60 * hours + minutes, LONGEST_MINUTES)
    if length % SLOT_MINUTES:
        entries.note("minutes", "off_grid", minutes=SLOT_MINUTES)
    return length


def read_token(entries: Entries, person: Person) -> str:
    """The form's token, bound to whoever sends it, so that nobody can use up another's."""
    token = entries.raw("token")
    return f"{person.id}-{token if _TOKEN.fullmatch(token) else fresh_token()}"


def read_request(
    given: MultiDict[str, str], wanted: Wanted, person: Person, *, at: datetime
) -> RequestDraft:
    """The draft of the company's form; `more_broken` holds what could not be read."""
    entries = Entries(given)
    windows = read_when(entries, wanted, at=at)
    service = entries.choice("service", Service, otherwise=Service.EQUIPMENT_USE)
    if service is Service.GUIDANCE:
        entries.note("service", "is_one_of_the_choices")
        service = Service.EQUIPMENT_USE
    sends = entries.flag("sends_samples")
    if sends and service is Service.EQUIPMENT_USE:
        entries.note("sends_samples", "company_operates")
    return RequestDraft(
        token=read_token(entries, person),
        instrument=wanted.instrument,
        capability=wanted.capability,
        service=service,
        minutes=read_length(entries),
        guidance=_guidance(entries, wanted),
        windows=windows,
        samples=entries.number("samples", otherwise=1, most=MOST_SAMPLES),
        sends_samples=sends,
        confidential=entries.flag("confidential"),
        purpose=entries.text("purpose", most=LONGEST_PURPOSE, needed=True),
        sample_text=entries.text("sample_text", most=LONGEST_SAMPLE_TEXT),
        visitor=entries.text("visitor", most=LONGEST_NAME, needed=not sends),
        visitor_telephone=entries.telephone("visitor_telephone", needed=not sends),
        payer=entries.text("payer", most=LONGEST_NAME),
        more_broken=tuple(entries.broken),
    )


def read_when(entries: Entries, wanted: Wanted, *, at: datetime) -> tuple[Moments, ...]:
    """The windows of the rows and of the range, whether or not it was spread into rows before."""
    spread = read_range(entries, wanted.place, at=at)
    rows = Entries(with_rows(entries.given, [*rows_of(entries.given), *spread]), entries.broken)
    windows = read_windows(rows, wanted.place, at=at, ignoring=wanted.usual_row)
    return tuple(sorted(set(windows)))


def _guidance(entries: Entries, wanted: Wanted) -> bool:
    if wanted.instrument and wanted.instrument.guidance is Guidance.ALWAYS:
        return True
    return entries.flag("guidance")


def spread_range(given: MultiDict[str, str], wanted: Wanted, *, at: datetime) -> FormRows:
    """The range of weekdays as rows of the form; the range itself is emptied when it was read."""
    entries = Entries(given)
    spread = read_range(entries, wanted.place, at=at)
    kept = [row for row in rows_of(given) if row.day.strip()]
    copy = with_rows(given, [*kept, *(row for row in spread if row not in kept)])
    if not entries.broken:
        for name in ("range_first", "range_last"):
            copy[name] = ""
    return FormRows(copy, tuple(entries.broken))


def more_rows(given: MultiDict[str, str], wanted: Wanted) -> FormRows:
    """The same form with three more empty rows."""
    return FormRows(with_rows(given, [*rows_of(given), *[wanted.usual_row] * 3]), ())


@dataclass(frozen=True, slots=True)
class FormRows:
    """A form to be shown again, and what could not be read of it."""

    given: MultiDict[str, str]
    broken: tuple[tuple[str, str, dict[str, object]], ...]
