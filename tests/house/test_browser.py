"""What the browser fixtures promise: its language, complaints heard, nobody else reached."""

import pytest
from playwright.sync_api import Error

from tests.support.browser import PageFor, axe, listen

_GOOD = (
    "data:text/html;charset=utf-8,<!doctype html><html lang=ja><title>予約</title>"
    "<main><h1>予約</h1><p>空きがあります</p></main>"
)


def test_a_page_has_the_width_the_language_and_the_zone_asked_for(page_for: PageFor) -> None:
    page = page_for(390, "ja")

    page.goto(_GOOD)

    assert page.evaluate("[innerWidth, navigator.language]") == [390, "ja-JP"]
    assert page.evaluate("new Date(0).getHours()") == 9


def test_axe_tells_the_rule_and_the_element(page_for: PageFor) -> None:
    page = page_for()
    page.goto(_GOOD)
    assert axe(page) == []

    page.evaluate("document.querySelector('p').innerHTML = '<input id=when>'")

    assert axe(page) == ["label (critical): #when"]


def test_a_complaint_of_the_page_is_heard(page_for: PageFor) -> None:
    page, heard = page_for(allows=("overlap", "lost")), list[str]()
    listen(page, heard.append)

    page.goto(f"{_GOOD}<script>console.error('overlap'); throw new Error('lost')</script>")

    assert [text.rpartition(": ")[2] for text in heard] == ["overlap", "lost"]


def test_no_address_but_this_machines_is_reached(page_for: PageFor) -> None:
    page = page_for(allows=("ERR_NAME_NOT_RESOLVED",))

    with pytest.raises(Error, match="ERR_NAME_NOT_RESOLVED"):
        page.goto("http://elsewhere.example/")
