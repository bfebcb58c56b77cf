"""Pages load nothing from elsewhere: the product works on a closed network, and tells nobody."""

import re

import pytest

from tests.house.tree import lines

# What loads by itself; a link that a person follows (<a href>) may lead anywhere.
_LOADED = re.compile(
    r"""<(?:script|img|iframe|source|video|audio|embed|object)\b[^>]*(?:https?:)?//[\w.]
      | <link\b[^>]*href=["']?(?:https?:)?//[\w.]
      | (?:@import|url\()\s*["']?(?:https?:)?//[\w.]
      | (?:fetch|import|importScripts|WebSocket|EventSource)\(\s*["'`](?:https?:|wss?:)?//""",
    re.VERBOSE,
)


def loads_from_elsewhere(line: str) -> bool:
    return _LOADED.search(line) is not None


def test_no_page_loads_anything_from_elsewhere() -> None:
    found = [
        where for where, line in lines("templates", "booking/static") if loads_from_elsewhere(line)
    ]

    assert found == []


@pytest.mark.parametrize(
    "line",
    [
        '<script src="https://cdn.example/x.js">',
        "<link rel=stylesheet href='//cdn.example/x.css'>",
        "background: url(https://cdn.example/x.png)",
        "await fetch('https://api.example/')",
    ],
)
def test_the_wall_sees(line: str) -> None:
    assert loads_from_elsewhere(line)


def test_the_wall_lets_links_be() -> None:
    assert not loads_from_elsewhere('<a href="https://www.pref.yamagata.jp/">山形県</a>')
    assert not loads_from_elsewhere(
        '<img src="/static/x.svg"><svg xmlns="http://www.w3.org/2000/svg">'
    )
