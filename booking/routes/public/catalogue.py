"""Finding an instrument, and its page. Every search is an address that can be passed on."""

from __future__ import annotations

from flask import render_template, request

from booking.forms.catalogue import SearchForm, clean_code, code_in, day_in, search_form
from booking.permissions import Action
from booking.queries.catalogue import capability_named, choices, search
from booking.queries.catalogue_instrument import instrument_page
from booking.routes import door
from booking.routes.public.blueprint import bp


@bp.get("/instruments")
def instruments() -> str:
    """What fits the wish in the address, best first."""
    session = door.reading()
    offered = choices(session)
    code = code_in(request.args, "capability")
    capability = capability_named(session, code) if code else None
    form = search_form(request.args, offered, capability)
    return render_template(
        "public/instruments.html",
        choices=offered,
        form=form,
        capability=capability,
        trouble=next((row for row in offered.troubles if row.code == form.wish.trouble), None),
        address=address_of(form),
        results=search(
            session,
            form.wish,
            available_only=form.available_only,
            page=form.page,
            at=door.now(),
        ),
    )


@bp.get("/instruments/<code>")
def instrument(code: str) -> str:
    """One instrument: what it does, what it costs, its rules, its free days."""
    page = instrument_page(
        door.reading(),
        clean_code(code),
        week_of=day_in(request.args, "week"),
        at=door.now(),
    )
    asks = door.person() is None or door.allowed(Action.REQUEST)
    return render_template("public/instrument.html", page=page, asks=asks)


def address_of(form: SearchForm) -> dict[str, str]:
    """The fields of the search that say something, for links that change one of them."""
    wish = form.wish
    fields = {
        "text": wish.text,
        "trouble": wish.trouble,
        "capability": wish.capability,
        "prefecture": wish.prefecture,
        "facility": wish.facility,
        "category": wish.category or "",
        "operated_by": wish.operated_by or "",
        "available": "1" if form.available_only else "",
    }
    return {name: str(value) for name, value in fields.items() if value}
