"""What the request form shows before anybody typed."""

from __future__ import annotations

from datetime import datetime

from werkzeug.datastructures import MultiDict

from booking.forms.request_form import Wanted, fresh_token
from booking.forms.windows import Row, rows_from, with_rows
from booking.models import Person, Request
from booking.planning.candidates import allows_service
from instruments.words import Service

ROWS = 3
TYPICAL_MINUTES = 120  # where no instrument says what is usual


def starting_values(wanted: Wanted, person: Person) -> MultiDict[str, str]:
    """The usual length, the usual hours, and whoever is signed in as the one who comes."""
    instrument = wanted.instrument
    minutes = instrument.typical_minutes if instrument else TYPICAL_MINUTES
    values = _values(wanted, minutes)
    values["visitor"], values["visitor_telephone"] = person.name, person.telephone
    if instrument and not allows_service(instrument, Service.EQUIPMENT_USE):
        values["service"] = Service.COMMISSIONED_TEST.value
    return with_rows(values, [wanted.usual_row] * ROWS)


def like_request(old: Request, wanted: Wanted, *, at: datetime) -> MultiDict[str, str]:
    """The values of an earlier request, with those of its times that are still to come."""
    values = _values(wanted, old.minutes)
    for name in ("purpose", "sample_text", "visitor", "visitor_telephone", "payer"):
        values[name] = getattr(old, name)
    values["service"], values["samples"] = old.service.value, str(old.samples)
    for name in ("guidance", "sends_samples", "confidential"):
        values[name] = "1" if getattr(old, name) else "0"
    zone = wanted.place.zone
    coming = [(w.starts_at, w.ends_at) for w in old.windows if w.ends_at > at]
    rows: list[Row] = rows_from(coming, zone) or [wanted.usual_row] * ROWS
    return with_rows(values, rows)


def _values(wanted: Wanted, minutes: int) -> MultiDict[str, str]:
    row = wanted.usual_row
    return MultiDict(
        {
            "token": fresh_token(),
            "hours": str(minutes // 60),
            "minutes": str(minutes % 60),
            "service": Service.EQUIPMENT_USE.value,
            "samples": "1",
            "range_from": row.starts,
            "range_to": row.ends,
        }
    )
