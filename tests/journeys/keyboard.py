"""A person without a mouse: Tab, Enter, Space, arrows and letters, nothing else.

What has the focus is read from the page only to know when to stop pressing Tab.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from playwright.sync_api import Page

_FAR = 150  # presses of Tab that no page of ours needs
PATIENCE_MS = 3000  # for a page that scrolls softly
# What a screen reader would say of the focused element, well enough to recognise it.
_FOCUSED = """() => {
  const at = document.activeElement;
  if (!at || at === document.body) return "";
  const labels = at.labels ? [...at.labels].map((one) => one.innerText) : [];
  const said = at.getAttribute("aria-label") || labels.join(" ") || at.innerText || at.value || "";
  return said.replace(/\\s+/g, " ").trim();
}"""
_IN_SIGHT = """() => {
  const at = document.activeElement, box = at.getBoundingClientRect();
  const style = getComputedStyle(at);
  return box.width > 0 && box.bottom > 0 && box.top < innerHeight && style.outlineStyle !== "none";
}"""


@dataclass
class Keyboard:
    """The keys of one page, counted."""

    page: Page
    presses: int = 0

    def press(self, key: str, times: int = 1) -> None:
        """Press a key."""
        for _ in range(times):
            self.page.keyboard.press(key)
        self.presses += times

    def write(self, text: str) -> None:
        """Type letters into whatever has the focus."""
        self.page.keyboard.type(text)
        self.presses += len(text)

    def focused(self) -> str:
        """What has the focus, in words."""
        said: str = self.page.evaluate(_FOCUSED)
        return said

    def go_to(self, name: str, *, key: str = "Tab") -> None:
        """Press Tab until something whose name begins so has the focus; it must be seen there."""
        passed: list[str] = []
        for _ in range(_FAR):
            self.press(key)
            said = self.focused()
            if said.startswith(name):
                self._see_focus()
                return
            passed.append(said)
        raise AssertionError(f"no way to {name!r} by Tab; passed {list(dict.fromkeys(passed))}")

    def _see_focus(self) -> None:
        """Wait until the page has scrolled to where the focus is; its ring must show."""
        self.page.wait_for_function(_IN_SIGHT, timeout=PATIENCE_MS)

    def follow(self, name: str) -> None:
        """Go to a link or a button and press Enter; another page opens."""
        self.go_to(name)
        with self.page.expect_navigation():
            self.press("Enter")

    def skip_to_content(self) -> None:
        """Over the menu, by the first link of every page."""
        self.go_to("Skip to the content")
        self.press("Enter")

    def write_day(self, day: date) -> None:
        """Type a day into a date field that has the focus: month, day and year of its own."""
        self.write(f"{day:%m%d%Y}")

    def choose(self, option: str) -> None:
        """Go down a list that has the focus until this option is chosen."""
        chosen = "() => document.activeElement.selectedOptions[0].text"
        for _ in range(_FAR):
            if self.page.evaluate(chosen) == option:
                return
            self.press("ArrowDown")
        raise AssertionError(f"{option!r} is not in the list")
