"""One visitor's browser that takes pictures of a page, as wide as a desk's and a telephone's."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Browser, Page, ViewportSize, sync_playwright

from booking.services.demo.accounts import DEMO_PASSWORD
from tools.browser import ARGUMENTS, LOCALES
from tools.machine import chromium

DESK, TELEPHONE = (1280, 800), (390, 844)  # width and height, in CSS pixels
QUALITY = 78  # of a JPEG, in percent: text stays sharp, a picture stays well below 150 kB
LARGEST_BYTES = 150_000
# Days and hours in fields read as in a browser of the page's own language, whatever this one's is.
_FIELDS_IN_THE_PAGES_LANGUAGE = "--enable-blink-features=LangAttributeAwareFormControlUI"
_DRAW_FIELDS_ANEW = """() => {
  document.activeElement.blur();
  for (const at of document.querySelectorAll("input[type=date], input[type=time]")) {
    const kind = at.type;
    at.type = "text";
    at.type = kind;
  }
}"""


@dataclass(frozen=True)
class Camera:
    """Takes pictures in one language into a folder."""

    browser: Browser
    base_url: str
    folder: Path
    language: str

    def visitor(self, who: str = "") -> Page:
        """A new visitor's page at the desk's width, signed in as one of the demo's accounts."""
        context = self.browser.new_context(
            viewport=_size(DESK),
            locale=LOCALES[self.language],
            timezone_id="Asia/Tokyo",
            reduced_motion="reduce",
        )
        page = context.new_page()
        if who:
            page.goto(f"{self.base_url}/sign-in")
            page.locator("#email").fill(f"{who}@example.jp")
            page.locator("#password").fill(DEMO_PASSWORD)
            with page.expect_navigation():
                page.locator("#password").press("Enter")
        return page

    def take(self, page: Page, name: str, *, by_telephone_from: str = "body") -> None:
        """Pictures of the page at both widths; on a telephone, one has scrolled to what matters."""
        page.evaluate(_DRAW_FIELDS_ANEW)
        for size, top in ((DESK, "body"), (TELEPHONE, by_telephone_from)):
            page.set_viewport_size(_size(size))
            page.locator(top).first.evaluate("at => scrollTo(0, at.offsetTop - 16)")
            path = self.folder / f"{name}-{self.language}-{size[0]}.jpg"
            page.screenshot(path=path, type="jpeg", quality=QUALITY, animations="disabled")
        page.set_viewport_size(_size(DESK))


def _size(of: tuple[int, int]) -> ViewportSize:
    return {"width": of[0], "height": of[1]}


@contextmanager
def a_browser() -> Iterator[Browser]:
    """Chromium, without a window."""
    program = chromium()
    if program is None:
        raise SystemExit("Pictures need Chromium: install it, or set KYOYO_CHROMIUM to one.")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=program, args=(*ARGUMENTS, _FIELDS_IN_THE_PAGES_LANGUAGE)
        )
        yield browser
        browser.close()
