"""The request form: one page, every broken rule beside its field, nothing typed lost."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload, selectinload
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response

from booking.errors import NotFound, RequestIncomplete
from booking.forms.entries import cleaned
from booking.forms.request_form import Wanted, more_rows, read_request, spread_range
from booking.forms.windows import rows_of
from booking.language import _
from booking.models import Person
from booking.planning.candidates import allows_service
from booking.queries.first_use import has_used
from booking.routes import door
from booking.routes.broken_rules import sentences_by_field
from booking.routes.company.entrance import bp, my_company, my_request
from booking.routes.company.offers import hold_if_none
from booking.routes.company.prefilled import like_request, starting_values
from booking.routes.company.rules import rules_of
from booking.services.companies import company_of
from booking.services.request_use import request_use
from instruments.models import Capability, Facility, Instrument
from instruments.words import Guidance, InstrumentState, Service

SERVICES = (Service.EQUIPMENT_USE, Service.COMMISSIONED_TEST, Service.LENDING)
Broken = Iterable[tuple[str, str, Mapping[str, Any]]]


@bp.get("/request")
def new_request() -> Response | str:
    """The form, filled in as far as the product knows."""
    wanted = find_wanted(door.reading())
    if wanted is None:
        flash(_("Choose an instrument first."), "warning")
        return redirect(url_for("public.home"), 303)
    earlier = request.args.get("like", "")
    if earlier.isascii() and earlier.isdigit():
        old = my_request(door.reading(), door.me(), int(earlier[:12]))
        return _form(wanted, like_request(old, wanted, at=door.now()))
    return _form(wanted, starting_values(wanted, door.me()))


@bp.post("/request")
def ask() -> Response | tuple[str, int] | str:
    """Save the request and show what is offered; or the form again, with every broken rule."""
    wanted = find_wanted(door.reading())
    if wanted is None:
        raise NotFound
    if "step" in request.form:
        return _redrawn(wanted)
    try:
        number = door.act(_save)
    except RequestIncomplete as refused:
        return _form(find_wanted(door.reading()) or wanted, request.form, refused), 422
    door.retreat(url_for(".show_request", request_id=number))
    door.act(lambda session, by: hold_if_none(session, by, number))
    return redirect(url_for(".show_request", request_id=number), 303)


def _save(session: Session, by: Person) -> int:
    wanted = find_wanted(session)
    if wanted is None:
        raise NotFound
    draft = read_request(request.form, wanted, by, at=door.now())
    return request_use(session, draft, company_of(session, by), by=by, at=door.now()).id


def _redrawn(wanted: Wanted) -> tuple[str, int] | str:
    """The same form with more rows, or with the range of days spread into rows."""
    if request.form["step"] == "range":
        spread = spread_range(request.form, wanted, at=door.now())
    else:
        spread = more_rows(request.form, wanted)
    page = _form(wanted, spread.given, RequestIncomplete(list(spread.broken)))
    return (page, 422) if spread.broken else page


def find_wanted(session: Session) -> Wanted | None:
    """What the address names: an instrument or a capability; None when it names nothing.

    Raises NotFound when there is no such thing.
    """
    instrument, capability = (
        cleaned(request.args.get(k, "")) for k in ("instrument", "capability")
    )
    if instrument:
        return Wanted(instrument=_instrument(session, instrument))
    if capability:
        found = session.scalar(select(Capability).where(Capability.code == capability))
        if found is None:
            raise NotFound
        return Wanted(capability=found)
    return None


def _instrument(session: Session, code: str) -> Instrument:
    facility = joinedload(Instrument.facility)
    found = session.scalar(
        select(Instrument)
        .where(Instrument.code == code, Instrument.state != InstrumentState.RETIRED)
        .options(
            facility.selectinload(Facility.hours),
            facility.selectinload(Facility.closure_days),
            selectinload(Instrument.capabilities),
        )
    )
    if found is None:
        raise NotFound
    return found


def _form(
    wanted: Wanted, given: MultiDict[str, str], refused: RequestIncomplete | None = None
) -> str:
    errors = sentences_by_field(refused.facts["broken"]) if refused else {}
    instrument = wanted.instrument
    services = [s for s in SERVICES if instrument is None or allows_service(instrument, s)]
    return render_template(
        "company/request_form.html",
        wanted=wanted,
        what=instrument or wanted.capability,
        given=given,
        rows=rows_of(given),
        errors=errors,
        services=services,
        guidance=_guidance_needed(wanted),
        rules=rules_of(instrument) if instrument else [],
    )


def _guidance_needed(wanted: Wanted) -> str:
    """always · first (this would be the company's first use) · asked (only when wished)."""
    instrument = wanted.instrument
    if instrument is None or instrument.guidance is Guidance.NEVER:
        return "asked"
    if instrument.guidance is Guidance.ALWAYS:
        return "always"
    used = has_used(door.reading(), my_company(), instrument, at=door.now())
    return "asked" if used else "first"
