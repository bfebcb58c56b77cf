"""A notice as a mail in its reader's language, with the visit as a calendar file.

The same notice always makes a mail of the same identity: a repeat is known as one.
"""

from __future__ import annotations

import re
from datetime import datetime
from email.message import EmailMessage
from email.utils import format_datetime

from sqlalchemy.orm import Session

from booking.feeds.calendar import Entry, calendar_file
from booking.feeds.letters import Letter, letter_of
from booking.feeds.wording import Wording, wording
from booking.models import Notice, Reservation
from booking.models.kinds import ReservationStatus
from booking.permissions import Role
from booking.settings import Settings

WITH_CALENDAR = frozenset(
    {
        "assignment_made",
        "reservation_cancelled",
        "reservation_confirmed",
        "reservation_moved",
        "technician_changed",
    }
)


class NoAddress(ValueError):
    """The reader of the notice has no mail address any more."""


def compose(session: Session, notice: Notice, *, at: datetime, settings: Settings) -> EmailMessage:
    """The mail of the notice as its reader may have it at this moment; reads only.

    Raises NoAddress.
    """
    if not notice.to.email:
        raise NoAddress
    words = wording(notice.to.language)
    letter = letter_of(session, notice, words, at=at, base_url=settings.base_url)
    subject, text = _written(notice.template if letter.known else "no_longer_yours", letter, words)
    message = EmailMessage()
    message["From"] = settings.mail_from
    message["To"] = notice.to.email
    message["Subject"] = subject
    message["Date"] = format_datetime(notice.created_at)
    message["Message-ID"] = notice.message_id
    message["Auto-Submitted"] = "auto-generated"  # RFC 3834: no absence notes in answer
    message.set_content(text, cte="base64")
    message["Content-Language"] = words.language  # of the text; setting it takes such headers away
    if letter.known and notice.template in WITH_CALENDAR:
        _attach_visit(message, session, notice, letter, words, settings)
    return message


def _written(template: str, letter: Letter, words: Wording) -> tuple[str, str]:
    """Subject and text: the template's first line, and the rest without runs of empty lines."""
    page = words.pages.get_template(f"mail/{template}.txt").render(letter=letter)
    subject, _, text = page.strip().partition("\n")
    return " ".join(subject.split()), re.sub(r"\n{3,}", "\n\n", text.strip()) + "\n"


def _attach_visit(
    message: EmailMessage,
    session: Session,
    notice: Notice,
    letter: Letter,
    words: Wording,
    settings: Settings,
) -> None:
    reservation = session.get_one(Reservation, notice.reservation_id)
    if notice.to.role is not Role.COMPANY and not reservation.assignments:
        return  # the desk hears of a visit that nobody attends; it is in nobody's calendar
    entry = _entry(reservation, notice, letter, words, settings)
    message.add_attachment(
        calendar_file(reservation, entry, written_at=notice.created_at),
        maintype="text",
        subtype="calendar",
        filename="reservation.ics",
        params={"method": entry.method, "charset": "utf-8"},
    )


def _entry(
    reservation: Reservation, notice: Notice, letter: Letter, words: Wording, settings: Settings
) -> Entry:
    comes = notice.to.role is Role.COMPANY
    is_theirs = comes or bool(letter.parts)
    stands = reservation.status is ReservationStatus.STANDING and is_theirs
    whole = comes or all(
        part.starts_at <= reservation.starts_at and reservation.ends_at <= part.ends_at
        for part in reservation.assignments
        if part.technician_id == notice.to_id
    )
    lines = (*letter.parts, words.gettext("Request no.") + f": {letter.number}", letter.link)
    return Entry(
        method="REQUEST" if stands else "CANCEL",
        summary=letter.what if comes else words.gettext("On duty: %(what)s", what=letter.what),
        description="\n".join(lines),
        location=" ".join(part for part in (letter.facility, letter.address) if part),
        organizer=settings.mail_from,
        attendee=str(notice.to.email),
        busy=whole,
    )
