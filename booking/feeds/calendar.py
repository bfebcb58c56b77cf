"""A visit as a calendar entry: asked for, asked for anew when it moved, taken back.

The identity stays the same through every change and every repeat; the sequence grows with the
visit. A calendar is often shared with others, so an entry names no company.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Literal
from zoneinfo import ZoneInfo

from icalendar import Calendar, Event, vCalAddress

from booking.models import Reservation

HOST = "kyoyo.invalid"  # names no machine: identities outlive addresses
Method = Literal["REQUEST", "CANCEL"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """What the reader's calendar is to show, already in the reader's language."""

    method: Method
    summary: str
    description: str
    location: str
    organizer: str  # addresses
    attendee: str
    busy: bool  # whether the reader is kept all the time


def calendar_uid(reservation: Reservation) -> str:
    """The identity of the visit in every calendar, for ever, and in no other installation's."""
    apart = sha256(reservation.request.token.encode()).hexdigest()[:12]
    return f"reservation-{reservation.id}-{apart}@{HOST}"


def calendar_file(reservation: Reservation, entry: Entry, *, written_at: datetime) -> bytes:
    """An iCalendar file (RFC 5545, 5546) with the one entry, in the facility's zone."""
    zone = ZoneInfo(reservation.unit.instrument.facility.zone)
    event = Event()
    event.add("uid", calendar_uid(reservation))
    event.add("sequence", reservation.sequence)
    event.add("dtstamp", written_at)
    event.add("dtstart", reservation.starts_at.astimezone(zone))
    event.add("dtend", reservation.ends_at.astimezone(zone))
    event.add("summary", entry.summary)
    event.add("description", entry.description)
    event.add("location", entry.location)
    event.add("status", "CANCELLED" if entry.method == "CANCEL" else "CONFIRMED")
    event.add("transp", "OPAQUE" if entry.busy else "TRANSPARENT")
    event.add("class", "PRIVATE")
    event.add("organizer", vCalAddress(f"mailto:{entry.organizer}"))
    event.add("attendee", _attendee(entry.attendee))
    return _file(entry.method, [event])


def _attendee(address: str) -> vCalAddress:
    attendee = vCalAddress(f"mailto:{address}")
    attendee.params["PARTSTAT"] = "ACCEPTED"  # it was agreed already: nobody waits for an answer
    attendee.params["RSVP"] = "FALSE"
    return attendee


def _file(method: Method, events: Sequence[Event]) -> bytes:
    calendar = Calendar()
    calendar.add("prodid", "-//Kyoyo//JA")
    calendar.add("version", "2.0")
    calendar.add("method", method)
    for event in events:
        calendar.add_component(event)
    calendar.add_missing_timezones()
    written: bytes = calendar.to_ical()
    return written
