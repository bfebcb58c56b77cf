"""What people of a company may open: their own requests and visits in every state."""

from __future__ import annotations

from tests.journeys.every_page.visit import NoPage, Visit

_WANTED = "instrument=YRIT-OKI-SEM"
_FORM = "company/request_form.html"


def _request(state: str) -> Visit:
    values = {"request_id": state}
    return Visit("company.show_request", "company/request.html", state, values=values)


def _visit(state: str) -> Visit:
    values = {"reservation_id": state}
    return Visit("company.show_reservation", "company/visit.html", state, values=values)


def _cancel(state: str) -> Visit:
    values = {"reservation_id": state}
    return Visit("company.confirm_cancel", "company/cancel.html", state, values=values)


VISITS = (
    Visit("company.home", "company/home.html"),
    Visit("company.show_members", "company/members.html", "with somebody to approve"),
    Visit("company.new_request", _FORM, "for an instrument", query=_WANTED),
    Visit("company.new_request", _FORM, "for what must be done", query="capability=xray_ct"),
    Visit("company.new_request", _FORM, "like another", query=f"{_WANTED}&like={{refused}}"),
    Visit(
        "company.new_request",
        _FORM,
        "with every field wrong",
        query=_WANTED,
        status=422,
        fill={
            "#hours": "x",
            "#minutes": "99",
            "[name=day]": "2020-01-01",
            "#purpose": "",
            "#samples": "0",
            "#visitor": "",
            "#visitor_telephone": "?",
        },
        press="[data-main]",
    ),
    Visit(
        "company.new_request",
        _FORM,
        "with a period that ends before it begins",
        query=_WANTED,
        status=422,
        fill={"[name=range_first]": "2099-01-02", "[name=range_last]": "2099-01-01"},
        press="[value=range]",
    ),
    _request("three offers"),
    _request("one offer"),
    _request("lapsed offers"),
    _request("not looked for"),
    _request("nothing fits"),
    _request("the instrument is closed"),
    _request("left to the desk"),
    _request("applied"),
    _request("answered too late"),
    _request("another time"),
    _request("refused"),
    _request("withdrawn"),
    _request("the cancelled request"),
    Visit(
        "company.show_windows",
        "company/windows.html",
        values={"request_id": "three offers"},
    ),
    Visit(
        "company.show_windows",
        "company/windows.html",
        "with nothing entered",
        values={"request_id": "nothing fits"},
        status=422,
        fill={"[name=day]": ""},
        press="[data-main]",
    ),
    _visit("the visit"),
    _visit("the visit at risk"),
    _visit("the cancelled visit"),
    _visit("the visit that is over"),
    _cancel("the visit"),
    _cancel("the later visit"),
    Visit("account.ask_to_sign_out", "security/sign_out.html"),
    Visit("desk.worklist", "refused.html", "of somebody else", status=403),
    Visit(
        "company.show_request",
        "refused.html",
        "applied for after it was let go",
        values={"request_id": "three offers"},
        status=409,
        sends_to="/company/offers/{a lapsed offer}/apply",
        press=".offer button",
    ),
)
NO_PAGES = (
    NoPage(
        "company.calendar_entry", "/company/reservations/{the visit}/visit.ics", "text/calendar"
    ),
)
BEGINNER = (
    Visit("company.home", "company/home.html", "with nothing asked for"),
    Visit("company.show_members", "company/members.html", "alone"),
)
APPLICANT = (Visit("company.home", "company/not_yet.html", "before anybody approved"),)
STRANGER = (Visit("company.home", "company/not_yet.html", "of no company"),)
