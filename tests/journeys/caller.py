"""A technician on the telephone: types at a human pace; clicks, fields and seconds are counted."""

from __future__ import annotations

import time
from dataclasses import dataclass, field

from playwright.sync_api import Page, expect

from tests.journeys.product import Product

MS_A_KEY = 120  # five keys in six tenths of a second: somebody who types while listening


@dataclass
class Call:
    """One telephone booking from the empty form to the promise."""

    page: Page
    ms_a_key: int = 0  # as fast as the browser takes them
    clicks: int = 0
    fields: int = 0
    began: float = field(default_factory=time.monotonic)

    @classmethod
    def taken(cls, product: Product, page: Page, *, ms_a_key: int = 0) -> Call:
        """The form is open, the cursor stands where the first word goes."""
        page.goto(product.page("/desk/telephone"))
        expect(page.get_by_label("企業")).to_be_focused()
        return cls(page, ms_a_key)

    def say(self, label: str, text: str) -> None:
        """Fill one entry; the caller's words go in key by key."""
        entry = self.page.get_by_label(label, exact=True)
        entry.focus()  # by Tab: no click
        entry.fill("")
        self.page.keyboard.type(text, delay=self.ms_a_key)
        self.fields += 1

    def click(self, name: str) -> None:
        """Press a button that the page offers."""
        self.page.get_by_role("button", name=name).first.click()
        self.clicks += 1

    def book(self) -> None:
        """Enter, as the page says."""
        self.page.keyboard.press("Enter")

    @property
    def seconds(self) -> float:
        """Since the form was opened."""
        return time.monotonic() - self.began

    def __str__(self) -> str:
        return f"{self.clicks} clicks, {self.fields} fields, {self.seconds:.1f} s"
