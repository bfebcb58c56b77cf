"""A person without a mouse: Tab, Enter, Space, arrows and letters, nothing else.

What has the focus is read from the page only to know when to stop pressing Tab.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from playwright.sync_api import Page

_FAR = 150  # presses of Tab that no page of ours needs
PATIENCE_MS = 3000
# What a screen reader would say of the focused element, well enough to recognise it; and its ring.
_FOCUSED = """() => {
  const at = document.activeElement;
  if (!at || at === document.body) return { said: "", ringed: true };
  const labels = at.labels ? [...at.labels].map((one) => one.innerText) : [];
  const said = at.getAttribute("aria-label") || labels.join(" ") || at.innerText || at.value || "";
  const { outlineStyle, outlineWidth } = getComputedStyle(at);
  const ringed = outlineStyle !== "none" && parseFloat(outlineWidth) >= 2;
  return { said: said.replace(/\\s+/g, " ").trim(), ringed };
}"""
_IN_SIGHT = """() => {
  const box = document.activeElement.getBoundingClientRect();
  return box.width > 0 && box.bottom > 0 && box.top < innerHeight;
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
        """What has the focus, in words. Whatever has it, has a ring."""
        stop = self.page.evaluate(_FOCUSED)
        said: str = stop["said"]
        assert stop["ringed"], f"the focus on {said!r} cannot be seen"
        return said

    def go_to(self, name: str, *, key: str = "Tab") -> None:
        """Press Tab until something whose name begins so has the focus; it is in sight then."""
        passed: list[str] = []
        for _ in range(_FAR):
            self.press(key)
            said = self.focused()
            if said.startswith(name):
                # A page may scroll softly to where the focus is.
                self.page.wait_for_function(_IN_SIGHT, timeout=PATIENCE_MS)
                return
            passed.append(said)
        raise AssertionError(f"no way to {name!r} by Tab; passed {list(dict.fromkeys(passed))}")

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
