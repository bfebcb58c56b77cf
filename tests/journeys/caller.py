"""A technician on the telephone, at a human pace: clicks, fields and seconds are counted."""

from __future__ import annotations

import time
import unicodedata
from dataclasses import dataclass, field

from playwright.sync_api import Locator, Page, expect

from tests.journeys.product import Product

MS_A_KEY = 120  # five keys in six tenths of a second: somebody who types while listening
_KEYS_A_KANA = 2  # し is typed as s, i
_KEYS_A_KANJI = 5  # two kana on average, and its share of choosing the right one
_KEYS_A_CLICK = 12  # the hand goes to the mouse, the pointer to the button: one second and a half
_FAR = 8  # presses of Tab from one entry to the next that matters


@dataclass
class Call:
    """One telephone booking from opening the form to the promise; `ms_a_key` is the pace."""

    page: Page
    ms_a_key: int = 0  # as fast as the browser takes them
    clicks: int = 0
    fields: int = 0
    began: float = field(default_factory=time.monotonic)
    seconds: float = 0  # known when it is promised

    @classmethod
    def taken(cls, product: Product, page: Page, *, ms_a_key: int = 0) -> Call:
        """The form is opened; the cursor stands where the first word goes."""
        call = cls(page, ms_a_key)
        page.goto(product.page("/desk/telephone"))
        expect(page.get_by_label("企業")).to_be_focused()
        return call

    def say(self, label: str, text: str) -> None:
        """Go to an entry by Tab and type the caller's words over what stands there."""
        self._tab_to(self.page.get_by_label(label, exact=True))
        self._write(text)

    def point_and_say(self, label: str, text: str) -> None:
        """The same with the mouse: one click into the entry, then the words."""
        self.click(self.page.get_by_label(label, exact=True))
        self._write(text)

    def click(self, what: Locator) -> None:
        """Click on what the page offers."""
        self._wait(_KEYS_A_CLICK)
        what.click()
        self.clicks += 1

    def book(self) -> None:
        """Enter, as the page says."""
        self._press("Enter")

    def promised(self) -> None:
        """The reservation is there to be read back; the clock stops."""
        expect(self.page.get_by_role("heading", name="予約確定")).to_be_visible()
        self.seconds = time.monotonic() - self.began

    def __str__(self) -> str:
        return f"{self.clicks} clicks, {self.fields} fields, {self.seconds:.1f} s"

    def _tab_to(self, entry: Locator) -> None:
        for _ in range(_FAR):
            if entry.evaluate("(entry) => entry === document.activeElement"):
                return
            self._press("Tab")
        raise AssertionError(f"{entry} is not within {_FAR} presses of Tab")

    def _write(self, text: str) -> None:
        for sign in text:
            self._wait(_keys(sign))
            self.page.keyboard.type(sign)
        self.fields += 1

    def _press(self, key: str) -> None:
        self._wait(1)
        self.page.keyboard.press(key)

    def _wait(self, keys: int) -> None:
        if self.ms_a_key:
            self.page.wait_for_timeout(keys * self.ms_a_key)


def _keys(sign: str) -> int:
    """How many keys a Japanese keyboard takes for it."""
    if sign.isascii():
        return 1
    return _KEYS_A_KANJI if "IDEOGRAPH" in unicodedata.name(sign) else _KEYS_A_KANA
