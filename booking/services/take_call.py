"""A telephone call as the desk enters it: which firm is meant, then the booking itself.

The firm is known, or registered by its name in the same step.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from booking.errors import NotFound
from booking.models import Company, Person, Request, Reservation
from booking.permissions import Action, require
from booking.services.book_by_telephone import book_by_telephone
from booking.services.companies import register_company
from booking.services.request_use import RequestDraft
from booking.settings import Settings
from instruments.models import Facility


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """What the caller said: the firm by id, or by a name to register, and the wish."""

    company_id: int | None
    company_name: str
    telephone: str  # of whoever comes; a firm without a number gets it too
    draft: RequestDraft


def take_call(
    session: Session, call: Call, *, by: Person, at: datetime, settings: Settings
) -> Reservation:
    """Book what the caller wants; the same form sent twice is one booking.

    Raises NotAllowed, NotFound, RequestIncomplete, NothingFits.
    """
    require(by, Action.REQUEST_BY_TELEPHONE)
    # One person takes one call at a time: the second of two equal forms waits here, and finds the
    # first one's booking, even where the first has only just registered the firm.
    session.execute(select(Person.id).where(Person.id == by.id).with_for_update(key_share=True))
    entered = session.scalar(
        select(Reservation)
        .join(Request)
        .where(Request.token == call.draft.token, Request.entered_by_id == by.id)
        .order_by(Reservation.id)
    )
    if entered is not None:
        return entered
    company = _company(session, call, by=by, at=at)
    company.telephone = company.telephone or call.telephone
    return book_by_telephone(session, call.draft, company, by=by, at=at, settings=settings)


def _company(session: Session, call: Call, *, by: Person, at: datetime) -> Company:
    if call.company_id is None:
        # Most who telephone are from here; the rate of the facility's own prefecture until a desk
        # that knows better merges the entry with the firm's own.
        here = session.get_one(Facility, by.facility_id).prefecture_jis if by.facility_id else ""
        return register_company(
            session,
            call.company_name,
            telephone=call.telephone,
            prefecture_jis=here,
            by=by,
            at=at,
        )
    company = session.get(Company, call.company_id)
    if company is None or company.merged_into_id is not None:
        raise NotFound
    return company
