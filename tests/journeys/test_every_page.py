"""Every page that exists keeps its manners: axe, no sideways scrolling, one heading, one language.

Each is opened as somebody who may see it, in the states that matter, in Japanese and in English, at
1280 and at 390 pixels. A page that nobody visits fails here by name.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import product
from typing import Any

import pytest
from flask import template_rendered
from jinja2 import Template
from playwright.sync_api import Page
from sqlalchemy.orm import Session

from tests.journeys.conftest import Start
from tests.journeys.every_page.everyone import EVERYONE, GROUPS, Group
from tests.journeys.every_page.manners import WIDTHS, complaints
from tests.journeys.every_page.visit import LANGUAGES, Planted, Visit, endpoints
from tests.support.browser import AXE, PageFor
from tools.machine import ROOT

TURNS = tuple(product(LANGUAGES, WIDTHS))
REFUSALS = ("the server responded with a status of 4",)  # the browser says so of every such page


@pytest.mark.only_on("sqlite", reason="what a page shows does not depend on the database")
@pytest.mark.parametrize("group", GROUPS, ids=lambda group: group.name)
def test_pages_keep_their_manners(
    group: Group, new_session: Callable[[], Session], start: Start, page_for: PageFor
) -> None:
    with new_session() as session:
        planted = group.plant(session, datetime.now(UTC).replace(microsecond=0))
    found: list[str] = []
    seen: Counter[str] = Counter()

    with start(solve_seconds=2) as product, _shown() as shown:
        for somebody in group.people:
            page = page_for(allows=REFUSALS)
            page.add_init_script(path=AXE)  # a fifth faster than handing it over on every page
            if somebody.who:
                product.sign_in(page, somebody.who)
            walk = _Walk(page, product.base_url, planted, shown, seen)
            for visit in somebody.visits:
                found += walk.to(visit)
            for address in somebody.no_pages:
                found += address.complaints(page, product.base_url, planted)

    assert not found, "\n" + "\n".join(found)


def test_every_address_is_visited_or_is_no_page() -> None:
    visited = {visit.endpoint for somebody in EVERYONE for visit in somebody.visits}
    no_pages = {one.endpoint for somebody in EVERYONE for one in somebody.no_pages}

    forgotten = endpoints() - visited - no_pages

    assert sorted(forgotten) == [], "name a visit in tests/journeys/every_page"
    assert sorted((visited | no_pages) - endpoints()) == [], "these are there no more"
    assert sorted(visited & no_pages) == []


def test_every_template_of_a_page_is_seen() -> None:
    folder = ROOT / "templates"
    pages = {
        path.relative_to(folder).as_posix()
        for path in folder.rglob("*.html")
        if path.read_text(encoding="utf-8").startswith("{% extends")
    }

    seen = {visit.template for somebody in EVERYONE for visit in somebody.visits}

    assert sorted(pages - seen - {"desk/_frame.html", "staff/_frame.html"}) == []


@dataclass(frozen=True)
class _Walk:
    """One person's way from page to page."""

    page: Page
    base_url: str
    planted: Planted
    shown: list[str]  # templates, as they are rendered
    seen: Counter[str]  # how often each template was looked at, by whomever

    def to(self, visit: Visit) -> Iterator[str]:
        """What is wrong with the page, in either language."""
        for language in LANGUAGES:
            for complaint in self._look(visit, language):
                yield f"{visit} ({language}): {complaint}"
        self.seen[visit.template] += 1

    def _look(self, visit: Visit, language: str) -> list[str]:
        self.shown.clear()
        answer = visit.open(self.page, self.base_url, language, self.planted)
        if answer.status != visit.status or visit.template not in self.shown:
            meant = f"{visit.status} with {visit.template}"
            return [f"answers {answer.status} with {self.shown}, not {meant}"]
        return complaints(self.page, language, self._widths_for_axe(visit.template, language))

    def _widths_for_axe(self, template: str, language: str) -> Collection[int]:
        """Axe takes most of the time: everywhere at first, then at one width in one language."""
        times = self.seen[template]
        if not times:
            return WIDTHS
        in_turn, width = TURNS[times % len(TURNS)]
        return (width,) if language == in_turn else ()


@contextmanager
def _shown() -> Iterator[list[str]]:
    """The templates that were rendered, as it happens: the product runs in this process."""
    names: list[str] = []

    def note(_app: object, template: Template, **_more: Any) -> None:
        names.append(template.name or "")

    with template_rendered.connected_to(note):
        yield names
