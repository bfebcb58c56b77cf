"""What several journeys do by mouse, in Japanese."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, timedelta

from playwright.sync_api import Locator, Page, expect

from tests.journeys.product import JAPAN, Product, today

_SPAN = re.compile(r"(\d+)年(\d+)月(\d+)日\(.\) (\d+):(\d+)[–-](\d+):(\d+)")
NEXT_MORNINGS = ("09:00", "12:00")


@dataclass(frozen=True)
class Slot:
    """A time as the pages show it, by the clock in Japan."""

    words: str
    starts_at: datetime
    ends_at: datetime


def slot_in(text: str) -> Slot:
    """The first time that a text names."""
    found = _SPAN.search(text)
    assert found, f"no time in: {text}"
    year, month, day, *clock = map(int, found.groups())
    starts_at = datetime(year, month, day, clock[0], clock[1], tzinfo=JAPAN)
    ends_at = datetime(year, month, day, clock[2], clock[3], tzinfo=JAPAN)
    return Slot(found[0], starts_at, ends_at)


def fill_in_request(page: Page, *, purpose: str, hours: tuple[str, str] = NEXT_MORNINGS) -> None:
    """Everything the form asks: these hours of every open day of the next weeks."""
    enter_open_days(page, hours)
    page.get_by_label("目的").fill(purpose)
    page.get_by_label("携帯電話").fill("090-1234-5678")


def enter_open_days(page: Page, hours: tuple[str, str]) -> None:
    """These hours of every open day of the next three weeks."""
    page.get_by_text("期間内の開所日をまとめて入力").click()
    period = page.locator("details.range")
    period.get_by_label("最初の日").fill(f"{today() + timedelta(days=1):%Y-%m-%d}")
    period.get_by_label("最後の日").fill(f"{today() + timedelta(days=21):%Y-%m-%d}")
    period.get_by_label("開始").fill(hours[0])
    period.get_by_label("終了").fill(hours[1])
    period.get_by_role("button").click()
    expect(page.locator("input[name=day]").first).not_to_have_value("")


def see_offers(page: Page) -> list[Locator]:
    """Send the form; the offers that come."""
    page.locator("[data-main]").click()
    expect(page.get_by_role("heading", name="日程を選ぶ")).to_be_visible()
    return page.locator(".offer").all()


def ask_for(product: Product, page: Page, instrument: str, day: datetime, *hours: str) -> None:
    """A request for one instrument within these hours of one day; its form is sent."""
    page.goto(product.page(f"/company/request?instrument={instrument}"))
    row = page.locator("[data-row]").first
    row.get_by_label("日付").fill(f"{day:%Y-%m-%d}")
    row.get_by_label("開始").fill(hours[0])
    row.get_by_label("終了").fill(hours[1])
    page.get_by_label("目的").fill("比較用の試料を同じ日に見たい")
    page.get_by_label("携帯電話").fill("090-8765-4321")
    page.locator("[data-main]").click()
    page.wait_for_url("**/company/requests/*")


def open_week(product: Product, page: Page, facility: str) -> None:
    """The network's week of one facility, by its form."""
    page.goto(product.page("/network/week"))
    page.get_by_label("施設", exact=True).select_option(label=facility)
    page.get_by_role("button", name="表示").click()
    page.wait_for_url("**/network/week?*")


def half_days(page: Page, name: str, day: datetime) -> list[str]:
    """What the network's week, once opened, says of an instrument: every half-day of that week."""
    page.goto(re.sub(r"([?&])from=[^&]*", rf"\g<1>from={day:%Y-%m-%d}", page.url))
    row = page.get_by_role("row").filter(has=page.get_by_role("link", name=name, exact=True))
    return [cell.strip() for cell in row.locator("td").all_inner_texts()]
