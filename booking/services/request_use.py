"""A company asks for time: the draft becomes a request, or every broken rule is said at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from booking.errors import NotNow, RequestIncomplete
from booking.models import Company, Person, Request, Window
from booking.permissions import Action, require
from booking.planning.candidates import allows_service
from booking.planning.grid import Moments
from booking.services.history import record
from instruments.models import Capability, Instrument
from instruments.words import InstrumentState, Service, Sharing

Broken = tuple[str, str, dict[str, Any]]  # field, rule, facts
MOST_WINDOWS = 60
FARTHEST_DAYS = 380


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestDraft:
    """What the form said, typed and trimmed; whether it can be done is judged here."""

    token: str
    instrument: Instrument | None
    capability: Capability | None
    service: Service
    minutes: int
    guidance: bool
    windows: tuple[Moments, ...]
    samples: int = 1
    sends_samples: bool = False
    confidential: bool = False
    setting: str = ""
    purpose: str = ""
    sample_text: str = ""
    visitor: str = ""
    visitor_telephone: str = ""
    payer: str = ""
    facility_id: int | None = None
    more_broken: tuple[Broken, ...] = field(default=())  # what the form itself could not read


def request_use(
    session: Session, draft: RequestDraft, company: Company, *, by: Person, at: datetime
) -> Request:
    """Save the request; the same form sent twice gives the same request.

    Raises NotAllowed, RequestIncomplete with every broken rule.
    """
    require(by, Action.REQUEST)
    broken = [*draft.more_broken, *broken_rules(draft, at=at)]
    if broken:
        raise RequestIncomplete(broken)
    return save_request(session, draft, company, asked_by=by, by=by, at=at)


def save_request(
    session: Session,
    draft: RequestDraft,
    company: Company,
    *,
    asked_by: Person | None,
    by: Person,
    at: datetime,
) -> Request:
    """Write the request, its windows and its history line.

    A form that was sent before gives the request it gave then. Raises NotNow when that one was for
    another company.
    """
    # The same form sent twice at once: the second waits here, and then finds what the first wrote.
    merged_into = session.scalar(
        select(Company.merged_into_id).where(Company.id == company.id).with_for_update()
    )
    if merged_into is not None:  # while this form waited
        company = session.get_one(Company, merged_into)
    there = session.scalar(select(Request).where(Request.token == draft.token))
    if there is not None and there.company_id != company.id:
        raise NotNow("sent")
    if there is not None:
        return there
    facility_id = draft.instrument.facility_id if draft.instrument else draft.facility_id
    request = Request(
        token=draft.token,
        company=company,
        asked_by=asked_by,
        entered_by_id=by.id,
        facility_id=facility_id,
        instrument=draft.instrument,
        capability=draft.capability,
        service=draft.service,
        minutes=draft.minutes,
        guidance=draft.guidance,
        samples=draft.samples,
        sends_samples=draft.sends_samples,
        confidential=draft.confidential,
        setting=draft.setting,
        created_at=at,
        purpose=draft.purpose,
        sample_text=draft.sample_text,
        visitor=draft.visitor,
        visitor_telephone=draft.visitor_telephone,
        payer=draft.payer,
        windows=[
            Window(starts_at=starts_at, ends_at=ends_at) for starts_at, ends_at in draft.windows
        ],
    )
    session.add(request)
    session.flush()  # the history line needs the id
    record(session, "request_use", "request", request.id, by=by, at=at, after={"status": "open"})
    return request


def broken_rules(draft: RequestDraft, *, at: datetime) -> list[Broken]:
    """Every rule the draft breaks, with the field it belongs to and the facts for the sentence."""
    broken: list[Broken] = []
    if (draft.instrument is None) == (draft.capability is None):
        broken.append(("instrument", "names_what_is_needed", {}))
    if draft.minutes < 1:
        broken.append(("minutes", "takes_time", {}))
    if draft.samples < 1:
        broken.append(("samples", "at_least_one", {}))
    broken += broken_windows(draft.windows, at=at)
    if draft.instrument is not None:
        broken += _broken_on(draft, draft.instrument)
    return broken


def broken_windows(windows: Sequence[Moments], *, at: datetime) -> list[Broken]:
    """Every rule the times break in which somebody can come."""
    if not windows:
        return [("windows", "says_when", {})]
    broken: list[Broken] = []
    if len(windows) > MOST_WINDOWS:
        broken.append(("windows", "too_many", {"most": MOST_WINDOWS}))
    for starts_at, ends_at in windows:
        if ends_at <= starts_at:
            broken.append(("windows", "ends_after_it_starts", {}))
        elif ends_at <= at:
            broken.append(("windows", "is_over", {"ends_at": ends_at}))
        elif (ends_at - at).days > FARTHEST_DAYS:
            broken.append(("windows", "too_far_ahead", {"days": FARTHEST_DAYS}))
    return broken


def _broken_on(draft: RequestDraft, instrument: Instrument) -> list[Broken]:
    broken: list[Broken] = []
    if instrument.state is not InstrumentState.AVAILABLE:
        broken.append(("instrument", "takes_no_requests", {}))
    if instrument.facility.sharing is Sharing.INQUIRY_ONLY:
        broken.append(("instrument", "answers_inquiries_only", {}))
    if not allows_service(instrument, draft.service):
        broken.append(
            ("service", "not_offered_here", {"operated_by": instrument.operated_by.value})
        )
    if draft.minutes and draft.minutes < instrument.min_minutes:
        broken.append(("minutes", "too_short", {"least": instrument.min_minutes}))
    if draft.minutes > instrument.max_minutes:
        broken.append(("minutes", "too_long", {"most": instrument.max_minutes}))
    return broken
