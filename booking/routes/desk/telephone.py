"""代行入力: a telephone booking on one page, promised while the caller is on the line.

What is not clear yet (which of several firms, which instrument, no free time) is asked on the same
page, filled in as it was; each answer is one button.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from flask import flash, redirect, render_template, request, url_for
from sqlalchemy.orm import Session
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response

from booking.errors import BookingError, NothingFits, RequestIncomplete
from booking.forms.request_form import fresh_token
from booking.forms.telephone_form import Heard, draft_of, read_call
from booking.language import _
from booking.models import Person
from booking.permissions import Action
from booking.planning.grid import Moments
from booking.queries.desk_people import my_facility, zone_of
from booking.queries.desk_telephone import (
    CompanyChoice,
    InstrumentChoice,
    bookable_instruments,
    instrument_of_desk,
    meant_companies,
    meant_instruments,
    nearest_times,
)
from booking.routes import door
from booking.routes.broken_rules import sentences_by_field
from booking.routes.desk.entrance import attempt, bp, facility, today
from booking.routes.words import local
from booking.services.request_use import RequestDraft
from booking.services.take_call import Call, take_call
from instruments.opening import open_days_after

FIELDS = ("company", "instrument", "day", "when", "minutes", "visitor", "purpose")  # on the page
CLOCKS = tuple(f"{hour}:{minute:02}" for hour in range(8, 18) for minute in (0, 30))


@dataclass(frozen=True, slots=True)
class Unclear:
    """What the page asks back: firms or instruments to choose from, or times that are free."""

    companies: tuple[CompanyChoice, ...] = ()
    instruments: tuple[InstrumentChoice, ...] = ()
    groups: tuple[str, ...] = ()  # the rules in the way of the time asked for
    times: tuple[Moments, ...] = ()

    @property
    def asks(self) -> bool:
        """Whether anything is to be chosen before it can be booked."""
        return bool(self.companies or self.instruments)


@bp.get("/telephone")
def telephone() -> str:
    """The form; the cursor stands in the company's field."""
    door.needs(Action.REQUEST_BY_TELEPHONE)
    house = facility()
    day = open_days_after(house, today(), 1) if house.hours else today()
    given = MultiDict({"token": fresh_token(), "day": f"{day.month}/{day.day}"})
    return _page(given)


@bp.post("/telephone")
def book() -> Response | tuple[str, int]:
    """Book it, or ask back on the same page."""
    door.needs(Action.REQUEST_BY_TELEPHONE)
    heard = read_call(request.form, door.me(), today())
    heard, unclear, errors = _understood(door.reading(), door.me(), heard)
    if errors:
        return _page(request.form, errors=errors), 422
    if unclear.asks:
        return _page(request.form, unclear), 409
    done = attempt(lambda session, by: _book(session, by, heard), NothingFits, RequestIncomplete)
    if isinstance(done, RequestIncomplete):
        return _page(request.form, errors=_beside(done)), 422
    if isinstance(done, BookingError):
        return _page(request.form, _other_times(heard, done)), 409
    flash(_("Booked. Please read day and time back to the caller."))
    return redirect(url_for(".show_reservation", number=done), 303)


def _understood(
    session: Session, me: Person, heard: Heard
) -> tuple[Heard, Unclear, dict[str, list[str]]]:
    """The entries with firm and instrument settled as far as they are clear."""
    heard, companies = _which_company(session, heard)
    heard, instruments = _which_instrument(session, me, heard)
    broken = list(heard.broken)
    if heard.company_id is None and not heard.company:
        broken.append(("company", "says_who", {}))
    if heard.instrument_id is None and not instruments:
        rule = "no_such_instrument" if heard.instrument else "names_what_is_needed"
        broken.append(("instrument", rule, {}))
    return heard, Unclear(companies, instruments), sentences_by_field(broken)


def _which_company(session: Session, heard: Heard) -> tuple[Heard, tuple[CompanyChoice, ...]]:
    if heard.company_id is not None or heard.new_company or not heard.company:
        return heard, ()
    meant = meant_companies(session, heard.company)
    exact = [choice for choice in meant if choice.exact]
    if len(exact) == 1:
        return replace(heard, company_id=exact[0].id), ()
    return heard, tuple(meant)  # none at all: a new firm


def _which_instrument(
    session: Session, me: Person, heard: Heard
) -> tuple[Heard, tuple[InstrumentChoice, ...]]:
    if heard.instrument_id is not None:
        known = instrument_of_desk(session, me, heard.instrument_id)
        return replace(heard, instrument_id=known.id if known else None), ()
    meant = meant_instruments(session, me, heard.instrument)
    if len(meant) == 1:
        return replace(heard, instrument_id=meant[0]), ()
    listed = {choice.id: choice for choice in bookable_instruments(session, me)} if meant else {}
    return heard, tuple(listed[number] for number in meant)


def _book(session: Session, by: Person, heard: Heard) -> int:
    call = Call(
        company_id=None if heard.new_company else heard.company_id,
        company_name=heard.company,
        telephone=heard.telephone,
        draft=_draft(session, by, heard),
    )
    return take_call(session, call, by=by, at=door.now(), settings=door.settings()).id


def _draft(session: Session, me: Person, heard: Heard) -> RequestDraft:
    instrument = instrument_of_desk(session, me, heard.instrument_id or 0)
    if instrument is None:
        raise RequestIncomplete([("instrument", "no_such_instrument", {})])
    return draft_of(heard, instrument, zone_of(my_facility(session, me)))


def _other_times(heard: Heard, refused: BookingError) -> Unclear:
    """Why nothing fits, and the nearest times that do."""
    session, me = door.reading(), door.me()
    times = nearest_times(
        session,
        _draft(session, me, heard),
        heard.company_id,
        facility(),
        at=door.now(),
        settings=door.settings(),
    )
    return Unclear(groups=tuple(refused.facts["groups"]), times=tuple(times))


def _beside(refused: RequestIncomplete) -> dict[str, list[str]]:
    """The sentences beside the form's own fields: what concerns the windows stands at the day."""
    places = {"windows": "day", "service": "instrument", "company": "company"}
    broken = [
        (places.get(name, name), rule, facts) for name, rule, facts in refused.facts["broken"]
    ]
    return sentences_by_field(broken)


def _page(
    given: MultiDict[str, str],
    unclear: Unclear | None = None,
    *,
    errors: dict[str, list[str]] | None = None,
) -> str:
    house = facility()
    return render_template(
        "desk/telephone.html",
        given=given,
        unclear=unclear or Unclear(),
        errors=errors or {},
        instruments=bookable_instruments(door.reading(), door.me()),
        clocks=CLOCKS,
        zone=house.zone,
        focus=next((name for name in FIELDS if name in (errors or {})), "company"),
        local_value=lambda moment: f"{local(moment, house.zone):%Y-%m-%dT%H:%M}",
    )
