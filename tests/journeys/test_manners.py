"""The manners of pages see what they are there to see: one page with everything wrong in it."""

from __future__ import annotations

import pytest

from tests.journeys.every_page.manners import WIDTHS, complaints, words_only_in
from tests.support.browser import PageFor

_BAD = """data:text/html;charset=utf-8,<!doctype html><html lang=en><title> · 共用</title><main>
<h1>予約</h1><h1 id=a>予約</h1><p id=a>{{ when }}</p><p>today None</p><p title="Sign out">予約</p>
<p>3 instruments found</p><p lang=en>Sign in</p>
<p style="width:500px">予約</p><details><input></details></main>"""


def test_whatever_is_wrong_is_told(page_for: PageFor) -> None:
    page = page_for()
    page.goto(_BAD)

    found = complaints(page, "ja", axe_at=WIDTHS)

    assert [one for one in found if one.startswith("390 px: label")]
    assert [one for one in found if "label" not in one and "px" not in one[:8]] == [
        "says it is in en",
        "has no title",
        "has 2 h1",
        "has the id a twice",
        "shows what a template left behind: {{ when }}",
        "shows what a template left behind: today None",
        "is not translated: 3 instruments found",
        "is not translated: Sign out",
    ]
    assert [one for one in found if "scrolls" in one] == [
        "390 px: 508 px wide, it scrolls sideways"
    ]


@pytest.mark.parametrize(
    ("language", "text", "said"),
    [
        ("en", "Sign in", True),
        ("en", "3 instruments found", True),
        ("en", "サインイン", False),
        ("en", "SEM with EDX", False),
        ("ja", "サインイン", True),
        ("ja", "3件見つかりました", True),
        ("ja", "株式会社ながい彩鍍", False),
    ],
)
def test_the_words_of_a_language_are_known(language: str, text: str, said: bool) -> None:
    assert words_only_in(language).say(text) is said
