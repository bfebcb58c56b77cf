"""What people of a facility may open: who decides, who looks on, and where nothing is on."""

from __future__ import annotations

from tests.journeys.every_page.visit import NoPage, Visit

_CASE, _VISIT = "desk/case.html", "desk/reservation.html"


def _page(name: str, state: str = "", query: str = "") -> Visit:
    return Visit(f"desk.{name}", f"desk/{name}.html", state, query=query)


def _case(kind: str, state: str) -> Visit:
    return Visit(f"desk.show_{kind}", _CASE, state, values={"number": state})


def _reservation(state: str) -> Visit:
    return Visit("desk.show_reservation", _VISIT, state, values={"number": state})


def _sent(page: Visit, state: str, status: int, press: str, **fill: str) -> Visit:
    """The same page after its form was sent with something wrong in it."""
    return Visit(
        page.endpoint,
        page.template,
        state,
        values=page.values,
        status=status,
        fill={f"#{name}": value for name, value in fill.items()},
        press=press,
    )


def _run(state: str, wait_for: str = "") -> Visit:
    return Visit(
        "desk.show_run", "desk/run.html", state, values={"number": state}, wait_for=wait_for
    )


_TELEPHONE, _CLOSURES, _ABSENCES = _page("telephone"), _page("closures"), _page("absences")
_A_PROPOSAL, _THE_VISIT = _case("proposal", "a proposal"), _reservation("the later visit")
_LEFT = _case("request", "left to the desk")
_BOOK, _ENTER, _REASON = "form.call .btn-lg", "form.stretch .btn-primary", ".reason .btn-danger"

_FIRM = Visit("desk.show_company", "desk/company.html", values={"number": "company"})
_HANAKO = {
    "member_email": "hanako@example.jp",
    "member_name": "例示 花子",
    "member_password": "kyoyo-demo",
}
_STAFF = Visit("staff.people", "staff/people.html", values={"code": "the manager's place"})
_WEEK_OFF = {f"hours-{day}": "" for day in range(7)}


def _person(state: str) -> Visit:
    return Visit("staff.show_person", "staff/person.html", state, values={"number": state})


_SOMEBODY = _person("somebody there")

DESK = (
    _page("worklist"),
    _page("worklist", "of one's own instruments", "show=mine"),
    _page("week"),
    _page("week", "of the later visit", "day={the later day}"),
    _TELEPHONE,
    _sent(_TELEPHONE, "with nothing entered", 422, _BOOK, day=""),
    _sent(_TELEPHONE, "of one of two firms", 409, _BOOK, company="ながい彩鍍", instrument="SEM"),
    _sent(_TELEPHONE, "of one of two kinds", 409, _BOOK, company="例示", instrument="顕微鏡"),
    _sent(
        _TELEPHONE,
        "at a time that is not free",
        409,
        _BOOK,
        company="例示の新しい会社",
        instrument="マイクロビッカース硬さ試験機",
        day="{a closed day}",
    ),
    _A_PROPOSAL,
    _case("proposal", "a late proposal"),
    _case("proposal", "a proposal of another time"),
    _case("proposal", "a refused proposal"),
    _case("proposal", "a confirmed proposal"),
    _sent(_A_PROPOSAL, "refused without a reason", 422, _REASON),
    _LEFT,
    Visit(
        "desk.show_request",
        _CASE,
        "with nothing free",
        values={"number": "left to the desk"},
        query="first={a closed day}&days=1",
    ),
    _sent(_LEFT, "proposed for the night", 409, ".hand .btn", clock="3:00"),
    _case("request", "three offers"),
    _case("request", "withdrawn"),
    _THE_VISIT,
    _reservation("the visit at risk"),
    _reservation("the cancelled visit"),
    _reservation("the visit that is over"),
    _sent(_THE_VISIT, "cancelled without a reason", 422, _REASON),
    _sent(_THE_VISIT, "moved without a word", 422, ".free-time .btn"),
    _sent(_THE_VISIT, "moved into the night", 409, ".hand .btn", clock="3:00", agreed_by="竹田"),
    _CLOSURES,
    _sent(_CLOSURES, "with nothing entered", 422, _ENTER),
    _sent(
        _CLOSURES,
        "over a visit",
        409,
        _ENTER,
        unit="{the unit}",
        from_day="{the later day}",
    ),
    _ABSENCES,
    _sent(_ABSENCES, "with nothing entered", 422, _ENTER),
    _page("companies"),
    _page("companies", "found", "q=ながい"),
    _page("companies", "not found", "q=zzzz"),
    _FIRM,
    _sent(_FIRM, "with nothing right", 422, ".account .btn", name="", telephone="x", email="x"),
    _sent(_FIRM, "with nobody entered", 422, ".by-hand .btn"),
    _sent(_FIRM, "with somebody entered", 200, ".by-hand .btn", **_HANAKO),
    Visit("desk.compare", "desk/merge.html", query="kept={company}&double={double}"),
    _page("planning", "while a run is under way"),
    _run("a stopped run"),
    _run("a run under way"),
    Visit(
        "desk.show_proposal",
        "refused.html",
        "confirmed after it was refused",
        values={"number": "a proposal"},
        status=409,
        sends_to="/desk/proposals/{a refused proposal}/confirm",
        press=".decide .btn-lg",
    ),
    Visit(
        "desk.show_request",
        "refused.html",
        "that is not there",
        values={"number": "999999"},
        status=404,
    ),
)
NO_PAGES = (NoPage("desk.similar", "/desk/companies/similar?q=ながい", "text/html"),)
ELSEWHERE = (_run("a run", wait_for="#run:not([data-under-way])"), _page("planning"))
LOOKS_ON = (
    _page("worklist"),
    _A_PROPOSAL,
    _THE_VISIT,
    _CLOSURES,
    _ABSENCES,
    _page("companies"),
    _FIRM,
)
CLERK = (_page("worklist"), _A_PROPOSAL)
MANAGER = (
    _page("worklist"),
    _page("week"),
    _page("planning"),
    _STAFF,
    _sent(_STAFF, "with nobody entered", 422, ".account .btn", email="x", password="x"),
    _SOMEBODY,
    _sent(_SOMEBODY, "with hours nobody has", 422, ".week-hours .btn", **{"hours-2": "x"}),
    _sent(_SOMEBODY, "until no day", 422, ".account > .btn", name="", email="x", password="x"),
    _sent(_SOMEBODY, "with a week off under a visit", 200, ".week-hours .btn", **_WEEK_OFF),
    _person("the manager"),
)
QUIET = (
    _page("worklist", "with nothing on it"),
    _page("week", "with nothing on"),
    _CLOSURES,
    _ABSENCES,
    _TELEPHONE,
    _page("planning", "that nobody has used"),
)
