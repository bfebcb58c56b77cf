"""Everything one person can get out of the product: pages, links, forms with good and bad input."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterator
from html import unescape
from itertools import product

from flask import Flask
from flask.testing import FlaskClient
from werkzeug.routing import Rule
from werkzeug.test import TestResponse

from booking.models import Person
from tests.canary.songs import Case

_LINK = re.compile(r'(?:href|src|action|hx-get|hx-post)="(/[^"#]*)"')
_TOKEN = re.compile(r'name="csrf_token"[^>]*value="([^"]+)"')
_FIELD = re.compile(r'<(?:input|select|textarea)[^>]*\bname="([^"]+)"')
_LEFT_OUT = ("/assets/", "/static/", "/sign-out", "/language/")
MOST_PAGES = 500  # a bound, not a goal: reaching it fails the test


class Listener:
    """Somebody signed in (or nobody), and every answer heard so far."""

    def __init__(self, app: Flask, person: Person | None) -> None:
        self.app = app
        self.client: FlaskClient = app.test_client()
        self.token: str | None = None
        self.heard: list[tuple[str, int, str]] = []  # address, status, body and headers
        if person is not None:
            with self.client.session_transaction() as session:
                session["_user_id"] = person.fs_uniquifier
                session["_fresh"] = True

    def get(self, address: str) -> str:
        """Read a page."""
        answer = self.client.get(address, follow_redirects=False)
        return self._note(f"GET {address}", answer.status_code, answer)

    def post(self, address: str, fields: dict[str, str]) -> str:
        """Send a form, with the token of this session's own."""
        if self.token is None:
            home = self.client.get("/start", follow_redirects=True).get_data(as_text=True)
            home += self.client.get("/sign-in").get_data(as_text=True)
            found = _TOKEN.search(home)
            self.token = found.group(1) if found else ""
        data = fields | {"csrf_token": self.token}
        answer = self.client.post(address, data=data, follow_redirects=True)
        return self._note(f"POST {address}", answer.status_code, answer)

    def _note(self, what: str, status: int, answer: TestResponse) -> str:
        body = unescape(answer.get_data(as_text=True))
        headers = str(answer.headers)
        self.heard.append((what, status, headers + body))
        return body


def read_everything(listener: Listener, case: Case) -> None:
    """Follow every link from the first pages, and try every address with every id."""
    seen: set[str] = set()
    waiting = deque(["/", "/start", *_addresses(listener.app, case, "GET")])
    while waiting:
        address = waiting.popleft()
        if address in seen or address.startswith(_LEFT_OUT):
            continue
        seen.add(address)
        assert len(seen) <= MOST_PAGES, "the crawl finds no end"
        body = listener.get(address)
        links = (unescape(link) for link in _LINK.findall(body))
        waiting.extend(link for link in links if _worth_reading(link, seen))


def send_everything(listener: Listener, case: Case) -> None:
    """Send every form with nothing in it, and with words where numbers and days are asked for."""
    for address in _addresses(listener.app, case, "POST"):
        # Opening a case with a reason is the one door through which others may see it: left shut.
        forms = [{}] if address.startswith("/network/cases/") else _forms(listener, address)
        for fields in forms:
            listener.post(address, fields)


def _worth_reading(link: str, seen: set[str]) -> bool:
    # of the many pages of a calendar or of a search two are enough
    path = link.split("?")[0]
    return sum(one.split("?")[0] == path for one in seen) < 3


def _addresses(app: Flask, case: Case, method: str) -> Iterator[str]:
    adapter = app.url_map.bind("localhost")
    for rule in app.url_map.iter_rules():
        if method in (rule.methods or set()) and not rule.rule.startswith(_LEFT_OUT):
            for values in _values(rule, case, most=9 if method == "GET" else 1):
                yield adapter.build(rule.endpoint, values, method=method)


def _values(rule: Rule, case: Case, *, most: int) -> Iterator[dict[str, object]]:
    """Every id that was planted, and one that was not, for each argument of the address."""
    names = sorted(rule.arguments)
    known = {
        "request_id": case.requests,
        "number": case.requests,
        "offer_id": case.offers,
        "proposal_id": case.proposals,
        "reservation_id": case.reservations,
        "company_id": [case.company_id],
    }
    texts: list[object] = ["SEM", "YRIT", "unknown"]
    choices = [
        [*known.get(name, [1, 2])[:most], 999_999] if _is_number(rule, name) else texts[:most]
        for name in names
    ]
    for combination in product(*choices):
        yield dict(zip(names, combination, strict=True))


def _is_number(rule: Rule, name: str) -> bool:
    return type(rule._converters[name]).__name__ == "IntegerConverter"


def _forms(listener: Listener, address: str) -> Iterator[dict[str, str]]:
    fields = set(_FIELD.findall(listener.get(address))) - {"csrf_token"}
    yield {}
    yield dict.fromkeys(fields | {"reason", "company", "text", "minutes", "day"}, "カナリア" * 100)
