"""What every page owes whoever opens it, in either language, at a desk and on a telephone."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from babel.messages.pofile import read_po
from playwright.sync_api import Page

from tests.support.browser import axe
from tools.machine import ROOT

WIDTHS = DESK, TELEPHONE = 1280, 390
_CATALOGUE = ROOT / "booking/translations/ja/LC_MESSAGES/messages.po"
_OPEN_EVERYTHING = "document.querySelectorAll('details').forEach((one) => { one.open = true })"
_READ = """() => {
  const root = document.documentElement, texts = new Set();
  const own = (at) => at.closest("[lang]") === root && !at.closest("script, style, textarea");
  const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walk.nextNode()) {
    if (own(walk.currentNode.parentElement)) texts.add(walk.currentNode.data.trim());
  }
  for (const at of document.querySelectorAll("[aria-label], [title], [placeholder], [alt]")) {
    if (!own(at)) continue;
    for (const name of ["aria-label", "title", "placeholder", "alt"]) {
      texts.add((at.getAttribute(name) || "").trim());
    }
  }
  const ids = [...document.querySelectorAll("[id]")].map((at) => at.id);
  return {
    title: document.title.trim(),
    language: root.lang,
    headings: document.querySelectorAll("h1").length,
    ids: ids.filter((id, n) => ids.indexOf(id) !== n),
    texts: [...texts].filter(Boolean),
  };
}"""
# What a template leaves behind when something went wrong in it.
_LEFT_BEHIND = re.compile(
    r"\{\{|\{%|%\(|\bNone\b(?! of)|\bdatetime\b|\bUndefined\b|LazyString"
    r"|</?(?:span|p|a|strong|br)\b|&(?:amp|lt|gt|quot|#\d+);"
)
_PLACE = re.compile(r"%\(\w+\)[sd]|%%")
_FEWEST_LETTERS = {"en": 4, "ja": 3}  # a message of fewer of its own may well be a name or data


@dataclass(frozen=True, slots=True)
class Words:
    """What is said in one language only: its messages, those with places in them as patterns."""

    whole: frozenset[str]
    patterns: re.Pattern[str]

    def say(self, text: str) -> bool:
        """Whether the text is one of the messages."""
        return text in self.whole or self.patterns.fullmatch(text) is not None


def complaints(page: Page, language: str, axe_at: Collection[int]) -> list[str]:
    """Everything that is wrong with the page as it is now: closed at a desk, opened in a hand.

    Axe looks at those widths of the two.
    """
    found: list[str] = []
    if DESK in axe_at:
        page.set_viewport_size({"width": DESK, "height": 900})
        found += [f"{DESK} px: {one}" for one in (*axe(page), *_too_wide(page))]
    page.set_viewport_size({"width": TELEPHONE, "height": 844})
    page.evaluate(_OPEN_EVERYTHING)
    if TELEPHONE in axe_at:
        found += [f"{TELEPHONE} px: {one}" for one in axe(page)]
    found += [f"{TELEPHONE} px: {one}" for one in _too_wide(page)]
    return [*found, *_wrong_words(page.evaluate(_READ), language)]


def _too_wide(page: Page) -> Iterator[str]:
    wide, seen = page.evaluate("[document.documentElement.scrollWidth, innerWidth]")
    if wide > seen:
        yield f"{wide} px wide, it scrolls sideways"


def _wrong_words(read: dict[str, Any], language: str) -> Iterator[str]:
    if read["language"] != language:
        yield f"says it is in {read['language'] or 'no language'}"
    if not read["title"].partition("·")[0].strip():
        yield "has no title"
    if read["headings"] != 1:
        yield f"has {read['headings']} h1"
    yield from (f"has the id {one} twice" for one in read["ids"])
    foreign = words_only_in("en" if language == "ja" else "ja")
    for text in (read["title"], *read["texts"]):
        if _LEFT_BEHIND.search(text):
            yield f"shows what a template left behind: {text[:80]}"
        if foreign.say(text):
            yield f"is not translated: {text[:80]}"


@cache
def words_only_in(language: str) -> Words:
    """Messages of the product in this language that read otherwise in the other one."""
    with _CATALOGUE.open("rb") as file:
        messages = [one for one in read_po(file, locale="ja") if one.id]
    forms = [(set(_all(one.id)), set(_all(one.string))) for one in messages]
    said = {text for en, ja in forms for text in (en - ja if language == "en" else ja - en)}
    own = {text for text in said if len(_letters(text, language)) >= _FEWEST_LETTERS[language]}
    with_places = sorted(text for text in own if _PLACE.search(text))
    patterns = "|".join(".+".join(map(re.escape, _PLACE.split(text))) for text in with_places)
    return Words(frozenset(own), re.compile(patterns))


def _all(forms: str | tuple[str, ...] | list[str] | None) -> tuple[str, ...]:
    return (forms,) if isinstance(forms, str) else tuple(forms or ())


def _letters(text: str, language: str) -> str:
    letters = r"[A-Za-z]" if language == "en" else r"[\u3040-\u30ff\u4e00-\u9fff]"
    return "".join(re.findall(letters, _PLACE.sub("", text)))
