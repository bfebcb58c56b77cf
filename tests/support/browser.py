"""A real Chromium: pages in either language and any width; one that complains fails its test."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Literal, Protocol

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, sync_playwright

from tools.browser import ARGUMENTS, LOCALES
from tools.machine import chromium

AXE = Path(__file__).resolve().parents[2] / "node_modules/axe-core/axe.min.js"
_RUN = "axe.run({resultTypes: ['violations']}).then((found) => found.violations)"


class PageFor(Protocol):
    """Opens an empty page of a new visitor. `allows` names complaints that belong to the test."""

    def __call__(
        self, width: int = 1280, language: Literal["ja", "en"] = "ja", allows: tuple[str, ...] = ()
    ) -> Page: ...


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium, started once for each worker."""
    program = chromium()
    if program is None:
        pytest.fail(
            "The tests need Chromium: make test installs it where it may; otherwise install it, "
            "or set KYOYO_CHROMIUM to the program of a Chromium or Chrome."
        )
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture
def page_for(browser: Browser) -> Iterator[PageFor]:
    """Pages for a width and a language; the test fails when one logs an error or throws one."""
    contexts: list[BrowserContext] = []
    complaints: list[str] = []

    def open_page(
        width: int = 1280, language: Literal["ja", "en"] = "ja", allows: tuple[str, ...] = ()
    ) -> Page:
        context = browser.new_context(
            viewport={"width": width, "height": 900},
            locale=LOCALES[language],
            timezone_id="Asia/Tokyo",
        )
        contexts.append(context)
        page = context.new_page()
        listen(
            page, lambda text: None if any(a in text for a in allows) else complaints.append(text)
        )
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert not complaints, "the browser complained:\n" + "\n".join(complaints)


def listen(page: Page, hear: Callable[[str], None]) -> None:
    """Tell `hear` of everything the page logs as an error or throws, with the page's address."""

    def from_console(message: ConsoleMessage) -> None:
        if message.type == "error":
            hear(f"{page.url}: {message.text}")

    page.on("console", from_console)
    page.on("pageerror", lambda error: hear(f"{page.url}: {error}"))


def axe(page: Page) -> list[str]:
    """What axe-core holds against the page as it is now: one line for each rule and element."""
    if page.evaluate("typeof axe") == "undefined":
        # evaluate, not a script tag: the page's own policy would rightly refuse that.
        page.evaluate(AXE.read_text(encoding="utf-8"))
    violations: list[dict[str, Any]] = page.evaluate(_RUN)
    return [
        f"{violation['id']} ({violation['impact']}): {' '.join(map(str, node['target']))}"
        for violation in violations
        for node in violation["nodes"]
    ]
