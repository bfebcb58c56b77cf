"""A visit: one page in one state, in either language, as somebody who may see it."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import cast
from urllib.parse import quote

from flask import Flask
from playwright.sync_api import Page, Response
from werkzeug.routing import Rule

from booking.app import create_app
from booking.settings import Settings

LANGUAGES = ("ja", "en")
Planted = Mapping[str, int | str]  # ids of rows and days, by what they are


@dataclass(frozen=True, slots=True)
class Visit:
    """What to open, and what is to be seen there."""

    endpoint: str
    template: str  # which page of templates/ is shown
    state: str = ""  # what is special about it, for people
    values: Mapping[str, str] = field(default_factory=dict)  # "the visit": the id planted so
    query: str = ""
    status: int = 200
    fill: Mapping[str, str] = field(default_factory=dict)  # by selector
    press: str = ""  # the button whose answer is the page looked at
    sends_to: str = ""  # another address than the button's own
    wait_for: str = ""

    def __str__(self) -> str:
        return f"{self.endpoint} {self.state}".strip()

    def address(self, planted: Planted) -> str:
        """The path with everything in it."""
        values = {name: planted.get(value, value) for name, value in self.values.items()}
        path = the_app().url_map.bind("localhost").build(self.endpoint, values)
        return f"{path}?{self.query}".format_map(planted) if self.query else path

    def open(self, page: Page, base_url: str, language: str, planted: Planted) -> Response:
        """Go there by the language switch; the last answer, after the button if there is one."""
        there = quote(self.address(planted), safe="/")
        answer = cast("Response", page.goto(f"{base_url}/language/{language}?next={there}"))
        if self.press and answer.ok:
            answer = self._send(page, planted)
        if self.wait_for and answer.ok:
            page.locator(self.wait_for).wait_for()
        return answer

    def _send(self, page: Page, planted: Planted) -> Response:
        """Fill in and press, by script: the button may stand behind something that is closed."""
        for selector, value in self.fill.items():
            field = page.locator(selector).first
            field.evaluate("(at, value) => { at.value = value }", value.format_map(planted))
        button = page.locator(self.press).first
        if self.sends_to:
            there = self.sends_to.format_map(planted)
            button.evaluate("(at, there) => { at.form.action = there }", there)
        with page.expect_navigation() as sending:
            button.evaluate("at => at.click()")
        return sending.value


@dataclass(frozen=True, slots=True)
class NoPage:
    """An address that answers GET with something else: a file, a way on, a piece of a page."""

    endpoint: str
    address: str
    kind: str  # how its content type begins; "" for a redirect

    def complaints(self, page: Page, base_url: str, planted: Planted) -> list[str]:
        """Whether it is a page after all, or something else than it was said to be."""
        address = base_url + self.address.format_map(planted)
        answer = page.context.request.get(address, max_redirects=0)
        said = answer.headers.get("content-type", "") if answer.status == 200 else ""
        wrong = not said.startswith(self.kind) if self.kind else answer.status not in {302, 303}
        if wrong:
            return [f"{self.endpoint} answers {answer.status} {said}"]
        is_page = said.startswith("text/html") and "<html" in answer.text()
        return [f"{self.endpoint} is a page"] if is_page else []


@cache
def the_app() -> Flask:
    """An application that knows every address; it never reads a database."""
    return create_app(Settings(database_url=f"sqlite:///{os.devnull}", secret_key="addresses"))


def endpoints() -> set[str]:
    """Everything that answers GET."""
    rules: list[Rule] = list(the_app().url_map.iter_rules())
    return {rule.endpoint for rule in rules if "GET" in (rule.methods or set())}
