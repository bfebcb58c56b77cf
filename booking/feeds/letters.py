"""What a notice says to its reader: read through disclosure when it is written out, not before."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from booking.disclosure import case_view
from booking.feeds.wording import Wording
from booking.models import (
    Assignment,
    Attendance,
    HistoryEntry,
    Notice,
    Person,
    Proposal,
    Remark,
    Request,
    Reservation,
)
from booking.models.kinds import AttendanceMode, RequestStatus, ReservationStatus
from booking.permissions import Role
from instruments.models import Facility, Instrument

Part = Attendance | Assignment  # of a technician: proposed, or promised
HOME_ZONE = "Asia/Tokyo"  # where no facility is in question yet


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """Texts in the reader's language, ready to be printed; empty where there is nothing to say."""

    known: bool  # whether the reader may know the case at all; if not, all below is empty
    to_company: bool
    number: int  # of the request
    link: str
    what: str = ""  # the instrument, or what it must be able to do
    length: str = ""
    when: str = ""
    before: str = ""  # when the visit was before it moved
    answer_by: str = ""
    price: str = ""
    company: str = ""
    technicians: str = ""
    parts: tuple[str, ...] = ()  # of a technician who reads it: when, and how
    unattended: bool = False  # nobody's part: the desk is told, and no technician
    bring: str = ""
    reason: str = ""
    facility: str = ""
    address: str = ""
    section: str = ""
    telephone: str = ""  # empty: not confirmed
    facts: dict[str, Any]


def letter_of(
    session: Session, notice: Notice, wording: Wording, *, at: datetime, base_url: str
) -> Letter:
    """Everything the reader of the notice may know of its case, and nothing else."""
    request = session.get_one(Request, notice.request_id)
    view = case_view(session, notice.to, request, at)
    to_company = notice.to.role is Role.COMPANY
    door = "company" if to_company else "desk"
    link = f"{base_url.rstrip('/')}/{door}/requests/{request.id}"
    if not view.known:
        return Letter(known=False, to_company=to_company, number=request.id, link=link, facts={})
    about = _About.of(session, notice, request)
    return Letter(
        known=True,
        to_company=to_company,
        number=request.id,
        link=link,
        what=about.what(wording),
        length=wording.length(request.minutes),
        company="" if to_company else view.company,
        bring=wording.of(about.instrument, "conditions") if about.instrument else "",
        facts=dict(notice.facts),
        **_place(about.facility, wording),
        **_time(about, notice, wording),
    )


@dataclass(frozen=True, slots=True)
class _About:
    """The rows a notice is about; a reservation says more than a proposal, that than a request."""

    request: Request
    proposal: Proposal | None
    reservation: Reservation | None
    reason: str  # why the reservation was cancelled, or the request refused

    @classmethod
    def of(cls, session: Session, notice: Notice, request: Request) -> _About:
        number = notice.facts.get("proposal")
        proposal = session.get_one(Proposal, number) if number is not None else None
        reservation = (
            session.get_one(Reservation, notice.reservation_id) if notice.reservation_id else None
        )
        return cls(request, proposal, reservation, _why(session, request, reservation))

    @property
    def instrument(self) -> Instrument | None:
        if self.reservation is not None:
            return self.reservation.unit.instrument
        if self.proposal is not None:
            return self.proposal.placement.unit.instrument
        return self.request.instrument

    @property
    def facility(self) -> Facility | None:
        return self.instrument.facility if self.instrument else self.request.facility

    def what(self, wording: Wording) -> str:
        named = self.instrument or self.request.capability
        if named is None:
            raise AssertionError(f"request {self.request.id} names nothing")
        return " ".join(wording.of(named, "name").split())  # a subject is one line


def _place(facility: Facility | None, wording: Wording) -> dict[str, Any]:
    if facility is None:
        return {}
    return {
        "facility": wording.of(facility, "name"),
        "address": facility.address,
        "section": wording.of(facility, "section"),
        "telephone": facility.telephone,
    }


def _time(about: _About, notice: Notice, wording: Wording) -> dict[str, Any]:
    zone = about.facility.zone if about.facility else HOME_ZONE
    if about.reservation is not None:
        return _promised(about.reservation, notice, wording, zone) | {"reason": about.reason}
    if about.proposal is None:
        return {"reason": about.reason}
    placement, proposal = about.proposal.placement, about.proposal
    return {
        "when": wording.span(placement.starts_at, placement.ends_at, zone),
        "answer_by": wording.deadline(proposal.answer_by, zone),
        "price": wording.yen(proposal.price_yen),
        "technicians": _names(part.technician for part in placement.attendance),
        "parts": _parts(placement.attendance, notice.to, wording, zone),
        "reason": proposal.reason,
    }


def _why(session: Session, request: Request, reservation: Reservation | None) -> str:
    """The words of the step that ended it: a visit cancelled, or a request refused."""
    if reservation is not None:
        ended = reservation.status is ReservationStatus.CANCELLED
        step = ("reservation", reservation.id, "cancel_reservation")
    else:
        ended = request.status is RequestStatus.REFUSED
        step = ("request", request.id, "refuse_request")
    if not ended:
        return ""
    about, number, what = step
    text = session.scalar(
        select(Remark.text)
        .join(HistoryEntry)
        .where(
            HistoryEntry.about == about,
            HistoryEntry.about_id == number,
            HistoryEntry.what == what,
        )
    )
    return text or ""


def _promised(
    reservation: Reservation, notice: Notice, wording: Wording, zone: str
) -> dict[str, Any]:
    before = notice.facts.get("before")
    return {
        "when": wording.span(reservation.starts_at, reservation.ends_at, zone),
        "before": wording.moment(datetime.fromisoformat(before), zone) if before else "",
        "price": wording.yen(reservation.price_yen),
        "technicians": _names(part.technician for part in reservation.assignments),
        "parts": _parts(reservation.assignments, notice.to, wording, zone),
        "unattended": not reservation.assignments,
    }


def _names(people: Iterable[Person]) -> str:
    return ", ".join(dict.fromkeys(person.name for person in people))


def _parts(parts: Sequence[Part], reader: Person, wording: Wording, zone: str) -> tuple[str, ...]:
    return tuple(
        f"{wording.span(part.starts_at, part.ends_at, zone)} {_how(part, wording)}"
        for part in parts
        if part.technician_id == reader.id
    )


def _how(part: Part, wording: Wording) -> str:
    if part.mode is AttendanceMode.ON_CALL:
        return wording.gettext("on call")
    return wording.gettext("attended")
