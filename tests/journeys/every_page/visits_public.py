"""What anyone may open without an account."""

from __future__ import annotations

from tests.journeys.every_page.visit import NoPage, Visit

SEM = {"code": "YRIT-OKI-SEM"}


def _search(state: str, query: str) -> Visit:
    return Visit("public.instruments", "public/instruments.html", state, query=query)


def _instrument(state: str, code: str, query: str = "") -> Visit:
    return Visit(
        "public.instrument", "public/instrument.html", state, values={"code": code}, query=query
    )


def _facility(state: str, code: str) -> Visit:
    return Visit("public.facility", "public/facility.html", state, values={"code": code})


VISITS = (
    Visit("public.home", "public/home.html"),
    Visit("public.about", "public/about.html"),
    Visit("public.facilities", "public/facilities.html"),
    Visit("public.organizations", "public/organizations.html"),
    _facility("that confirms here", "YRIT-OKI"),
    _facility("asked by mail", "IRI"),
    _search("all of them", ""),
    _search("page 3", "page=3"),
    _search("by a trouble", "trouble=peeling"),
    _search("by a capability", "capability=sem_observation"),
    _search("with every filter", "text=sem&prefecture=06&facility=YRIT-OKI&available=1"),
    _search("nothing found", "text=zzzz&prefecture=06"),
    _search("an address that nobody made", "category=nothing&page=x"),
    _instrument("to be asked for", "YRIT-OKI-SEM"),
    _instrument("in a later month", "YRIT-OKI-SALT", "week=2999-01-01"),
    _instrument("asked for by mail", "IRI-SEM"),
    _instrument("paused", "YU-INOEL-CLEANROOM"),
    Visit("security.login", "security/sign_in.html"),
    Visit("security.login", "security/sign_in.html", "chosen", query="as=clerk@example.jp"),
    Visit(
        "security.login",
        "security/sign_in.html",
        "with a wrong password",
        fill={"#email": "company@example.jp", "#password": "wrong"},
        press="main form button",
    ),
    Visit("account.ask_to_sign_out", "security/sign_out.html", "by nobody"),
    Visit(
        "public.facility",
        "refused.html",
        "that is not there",
        values={"code": "NOWHERE"},
        status=404,
    ),
    Visit(
        "security.login",
        "refused.html",
        "with a form that is too old",
        status=400,
        fill={"main [name=csrf_token]": ""},
        press="main form button",
    ),
)

NO_PAGES = (
    NoPage("static", "/static/kyoyo.css", "text/css"),
    NoPage("assets.show", "/assets/bootstrap.css", "text/css"),
    NoPage("security.static", "/fs-static/js/webauthn.js", "text/javascript"),
    NoPage("public.choose_language", "/language/en?next=/about", ""),
    NoPage("public.start", "/start", ""),
)
