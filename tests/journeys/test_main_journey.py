"""The main journey in Japanese: a company asks, a technician confirms, a partner sees it taken."""

from __future__ import annotations

import re
from datetime import timedelta

from playwright.sync_api import Page, expect

from tests.journeys.product import Product, calendar_of, has_calendar, starts_of, today, words_of
from tests.journeys.steps import (
    Slot,
    ask_for,
    fill_in_request,
    half_days,
    open_week,
    see_offers,
    slot_in,
)
from tests.support.browser import PageFor

PLACE = "山形県工業技術センター 置賜試験場"
INSTRUMENT = "走査電子顕微鏡（EDX付）"
CODE = "YRIT-OKI-SEM"
COMPANY, ANOTHER_COMPANY = "株式会社ながい彩鍍", "フレクスノード株式会社"
FREE, NOT_FREE = "○ 空き", "使用不可"


def test_from_a_trouble_to_a_visit_and_back_to_a_free_morning(
    product: Product, page_for: PageFor
) -> None:
    company = product.sign_in(page_for(), "company")
    partner = product.sign_in(page_for(), "partner")
    desk = product.sign_in(page_for(), "technician")
    free_before = _free_mornings(product, partner)

    _find_by_trouble(company)
    slot = _apply_for_a_morning(company, free_before)
    _another_company_wants_the_afternoon(product, page_for(), slot)
    _confirm(desk, slot)

    company.reload()
    expect(company.get_by_text("予約確定", exact=True)).to_be_visible()
    expect(company.get_by_role("heading", level=1)).to_contain_text(slot.words)
    _mail_says_when(product, slot)
    assert _morning(partner, slot) == NOT_FREE
    _nobody_is_named(partner)

    _cancel(company)
    assert _morning(partner, slot) == FREE
    told = product.mail_to("technician", lambda mail: "予約の取消し" in str(mail["Subject"]))
    assert slot.words in words_of(told)


def _free_mornings(product: Product, partner: Page) -> set[str]:
    """The days of the next weeks on which the partner sees the whole morning free."""
    open_week(product, partner, PLACE)
    mondays = [today() + timedelta(days=7 * n - today().weekday()) for n in range(4)]
    return {
        f"{monday + timedelta(days=ahead):%Y-%m-%d}"
        for monday in mondays
        for ahead, state in enumerate(half_days(partner, INSTRUMENT, monday)[::2])
        if state == FREE
    }


def _find_by_trouble(company: Page) -> None:
    company.get_by_role("link", name="機器を探す").first.click()
    company.get_by_role("link", name="はがれ").click()
    expect(company.get_by_role("heading", level=1)).to_contain_text("はがれ")
    here = company.locator(".card-instrument").filter(has_text=PLACE)
    here.get_by_role("link", name=INSTRUMENT, exact=True).click()

    expect(company.get_by_role("heading", name="使用料の見込額（概算）")).to_be_visible()
    expect(company.get_by_role("heading", name="使い方と利用のルール")).to_be_visible()
    expect(company.get_by_role("table", name="使用を受け付けています")).to_contain_text("空き")
    company.get_by_role("link", name="この機器を申し込む").click()
    expect(company.get_by_role("heading", level=1)).to_contain_text("利用申込")


def _apply_for_a_morning(company: Page, free_before: set[str]) -> Slot:
    """Apply for an offer in a morning that the partner saw free as a whole."""
    fill_in_request(company, purpose="銅合金端子のめっきがはがれた。断面で原因を知りたい")
    offers = see_offers(company)
    assert 2 <= len(offers) <= 3
    expect(company.get_by_text(re.compile(r"\d+:\d\dまで確保しています。"))).to_be_visible()
    slots = [slot_in(offer.inner_text()) for offer in offers]
    chosen = next(n for n, slot in enumerate(slots) if f"{slot.starts_at:%Y-%m-%d}" in free_before)
    offers[chosen].get_by_text("計算根拠").click()
    _fee_adds_up(offers[chosen].inner_text())
    offers[chosen].get_by_role("button", name="この日程で申し込む").click()
    expect(company.get_by_role("heading", name="申込済み：施設の回答待ちです")).to_be_visible()
    return slots[chosen]


def _fee_adds_up(offer: str) -> None:
    amounts = [int(yen.replace(",", "")) for yen in re.findall(r"([\d,]+)円", offer)]
    total, lines = amounts[0], offer[offer.index("金額") : offer.index("合計")]
    summands = [int(row.split("円")[-2].split()[-1].replace(",", "")) for row in _rows(lines)]
    assert sum(summands) == total == amounts[-1], offer


def _rows(lines: str) -> list[str]:
    return [line for line in lines.splitlines() if line.count("円") == 2]


def _another_company_wants_the_afternoon(product: Product, page: Page, slot: Slot) -> None:
    product.sign_in(page, "company2")
    ask_for(product, page, CODE, slot.starts_at, "13:00", "17:00")
    page.get_by_role("button", name="この日程で申し込む").first.click()
    expect(page.get_by_role("heading", name="申込済み：施設の回答待ちです")).to_be_visible()


def _confirm(desk: Page, slot: Slot) -> None:
    desk.get_by_role("link", name="受付一覧").click()
    line = desk.get_by_role("listitem").filter(has_text=COMPANY).filter(has_text=slot.words)
    line.get_by_role("link", name=COMPANY).click()
    expect(desk.get_by_role("heading", name="日程案：回答待ち")).to_be_visible()
    same_day = desk.get_by_role("region", name="同じ日の予定").locator(".day-list")
    expect(same_day).to_contain_text(ANOTHER_COMPANY)

    desk.get_by_role("button", name="この日時で予約を確定する").click()
    expect(desk.get_by_role("heading", name="予約確定")).to_be_visible()


def _mail_says_when(product: Product, slot: Slot) -> None:
    mail = product.mail_to("company", has_calendar("REQUEST"))
    assert "ご予約が確定しました" in words_of(mail)
    assert slot.words in words_of(mail)
    calendar = calendar_of(mail)
    assert calendar is not None
    assert starts_of(calendar) == [slot.starts_at]


def _morning(partner: Page, slot: Slot) -> str:
    return half_days(partner, INSTRUMENT, slot.starts_at)[2 * slot.starts_at.weekday()]


def _nobody_is_named(partner: Page) -> None:
    page = partner.content()
    for private in ("ながい彩鍍", "竹田", "はがれた", "090-1234-5678", "フレクスノード"):
        assert private not in page


def _cancel(company: Page) -> None:
    company.get_by_role("link", name="この予約を取り消す").click()
    company.get_by_role("button", name="予約を取り消す").click()
    expect(company.get_by_role("status")).to_contain_text("取り消しました")
