"""What partners, coordinators, the administrator and the auditor may open."""

from __future__ import annotations

from tests.journeys.every_page.visit import Visit


def _week(state: str, query: str) -> Visit:
    return Visit("network.week", "network/week.html", state, query=query)


def _admin(name: str, state: str = "", query: str = "") -> Visit:
    return Visit(f"admin.{name}", f"admin/{name}.html", state, query=query)


def _case(state: str, template: str = "network/case.html") -> Visit:
    return Visit("network.case", template, state, values={"number": state})


_CASES = Visit("network.cases", "network/cases.html")
_HISTORY = (
    _admin("history"),
    _admin("history", "of one kind", "what=propose"),
    _admin("history", "of nothing", "about=request&id=999999"),
)

PARTNER = (
    _week("everywhere", ""),
    _week("of one facility", "facility=YRIT-OKI"),
    _week("by inquiry", "facility=IRI"),
    _week("with nothing in it", "text=zzzz"),
    Visit("admin.people", "refused.html", "of somebody else", status=403),
)
COORDINATOR = (
    _week("of one category", "category=emc&free=1"),
    _CASES,
    Visit("network.cases", "network/cases.html", "of no number", query="number=x", status=422),
    _case("my case"),
    _case("an opened case"),
    _case("a closed case", "network/open_case.html"),
    Visit(
        "network.case",
        "network/open_case.html",
        "without a reason",
        values={"number": "a closed case"},
        status=422,
        press="main form .btn-primary",
    ),
)
ADMIN = (
    _admin("people"),
    _admin("people", "found", "text=齋藤&role=technician"),
    _admin("people", "not found", "text=zzzz"),
    Visit("staff.home", "staff/home.html"),
    Visit(
        "staff.home",
        "staff/home.html",
        "with nobody entered",
        status=422,
        press=".account .btn",
    ),
    Visit("staff.people", "staff/people.html", values={"code": "YRIT-OKI"}),
    Visit("staff.show_person", "staff/person.html", values={"number": "the technician"}),
    Visit("staff.show_person", "staff/person.html", "beyond", values={"number": "the auditor"}),
    _admin("roles"),
    _admin("agreements"),
    _admin("catalogue"),
    *_HISTORY,
    _CASES,
)
AUDITOR = (_admin("roles"), _admin("history"), _CASES, _case("an opened case"))
